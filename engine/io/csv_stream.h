#pragma once

#include "engine/base/result.h"
#include "engine/io/csv_layout.h"
#include "engine/recording/recording.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// Reads a text table that is still being written.
///
/// Cells, rows and time are read as readCsv() does. What that takes from all rows, the layout
/// (dialect, columns, units, time), is found in the first ones. Rows that go back in time cannot be
/// sorted any more and are left out. Memory is that of what was given at once and one row, which
/// may be kMaxRecordBytes long.
class CsvStream
{
public:
    /// Takes some samples that follow on those before; their clock goes on, too.
    using Use = std::function<Status(const Recording&)>;

    explicit CsvStream(std::filesystem::path path);

    /// Lines after which the layout is settled.
    static constexpr std::size_t kHeadLines = 1000;
    /// Lines that settleLayout() needs.
    static constexpr std::size_t kLeastLines = 20;

    /// The next bytes. They may end anywhere.
    /// Errors: FileBinary, UnsupportedFormat, FileMalformed, and those of `use`.
    Status add(std::string_view bytes, const Use& use);

    bool hasLayout() const { return m_layout.has_value(); }

    /// Settles the layout by what is there, if it can be found in that. Errors: as add().
    Status settleLayout(const Use& use);

    /// No bytes follow: a last line needs no line end. Errors: as add(); FileEmpty.
    Status finish(const Use& use);

    /// What was not read, as sentences.
    std::vector<std::string> notices() const;

private:
    /// The rows of a few records.
    struct Rows
    {
        std::vector<std::vector<double>> values; ///< one a column
        std::vector<std::vector<std::string>> states; ///< of text columns
        std::vector<std::int64_t> ticks; ///< none without time
        std::size_t count = 0;
    };
    /// The last row, which rows of the same time may still change.
    struct HeldRow
    {
        std::int64_t tick = 0;
        std::vector<double> values;
        std::vector<std::string> texts;
    };

    bool hasTime() const { return m_layout->time.form != CsvTime::Form::None; }
    Status findTable(bool atEnd);
    Status readRecords(bool atEnd, const Use& use);
    Rows readRows(std::string_view records, std::size_t bound);
    Status checkClock(const Rows& rows);
    Status useNumbered(Rows rows, const Use& use);
    Status useTimed(Rows rows, bool atEnd, const Use& use);
    Status useRows(Rows rows, const Use& use);
    void putHeldFirst(Rows& rows);
    void holdLast(Rows& rows);

    std::filesystem::path m_path;
    std::string m_pending; ///< from m_offset on
    std::uint64_t m_offset = 0;
    std::size_t m_lines = 0; ///< of m_pending, before there is a layout
    std::optional<CsvLayout> m_layout;
    bool m_isClockChecked = false;
    std::optional<HeldRow> m_held;
    std::optional<std::int64_t> m_lastTick;
    std::int64_t m_samples = 0;
    std::uint64_t m_missing = 0; ///< rows without any value that no other row follows so far
    std::uint64_t m_problems = 0;
    std::uint64_t m_timeless = 0;
    std::uint64_t m_late = 0;
};

} // namespace dissonance
