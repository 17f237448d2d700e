#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// A whole small text file of comma-separated lines: labels, scores.
class TextFile
{
public:
    /// Errors: FileNotFound, FileUnreadable, FileIsDirectory, FileEmpty, FileChanged, FileBinary,
    /// UnsupportedFormat.
    static Result<TextFile> read(const std::filesystem::path& path);

    /// Splits the next line that is not blank into cells; false at the end. The cells are valid
    /// as long as the file is.
    bool nextRow(std::vector<std::string>& cells);

    std::uint64_t line() const { return m_line; } ///< of the row last read, 1-based

    /// FileMalformed, naming path, line and field.
    Error malformed(std::string_view field, std::string_view what) const;

private:
    std::filesystem::path m_path;
    std::string m_text;
    std::size_t m_position = 0;
    std::uint64_t m_line = 0;
    std::uint64_t m_nextLine = 1;
};

} // namespace dissonance
