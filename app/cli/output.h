#pragma once

#include "engine/base/result.h"
#include "engine/recording/time_axis.h"

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// Keys stay in the order in which they are written down.
using Json = nlohmann::ordered_json;

/// Indented, with an LF at the end. NaN becomes null; bytes that are no UTF-8 are replaced.
std::string jsonText(const Json& json);

enum class Align
{
    Left,
    Right
};

/// Rows under headings, columns as wide as their widest cell.
class TextTable
{
public:
    struct Column
    {
        std::string heading;
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Column> columns);

    /// @param cells  one a column.
    void addRow(std::vector<std::string> cells);
    bool isEmpty() const { return m_rows.empty(); }

    /// Lines end in LF; nothing stands behind the last cell.
    std::string text() const;

private:
    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

/// Lines of "name  value", values below each other.
std::string factsText(const std::vector<std::pair<std::string, std::string>>& facts);

/// "12.3" with so many significant digits; "-" for NaN.
std::string numberText(double value, int digits = 4);

/// "1,234,567".
std::string countText(std::ptrdiff_t count);

/// "42 %".
std::string percentText(double share);

/// "1 row", "2 rows".
std::string plural(std::ptrdiff_t count, std::string_view one, std::string_view several);

/// The instant of a sample; of the one behind the last as well.
std::string timeText(const TimeAxis& clock, std::ptrdiff_t sample);

/// How long samples [first, last) last: "4 min 30 s", or "270 samples" without a clock.
std::string durationText(const TimeAxis& clock, std::ptrdiff_t first, std::ptrdiff_t last);

/// Errors: InvalidArgument when a file to write is one that is read.
Status checkOutput(const std::filesystem::path& output,
                   const std::vector<std::filesystem::path>& inputs);

} // namespace dissonance
