#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/recording/recording.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace dissonance {

/// One thing in a file that could not be read as meant.
struct ImportProblem
{
    std::uint64_t line = 0; ///< 1-based line of the file; 0: the whole file
    std::string column; ///< channel name; empty: the whole row
    /// What stands there: its first 80 bytes in the file, as UTF-8 (which may be more of them),
    /// control characters as escapes.
    std::string text;
    std::string expected; ///< English: "a number", "13 cells"
};

/// Problems of one import: all are counted, the first kKept are kept.
struct ImportProblems
{
    static constexpr std::size_t kKept = 1000;

    std::vector<ImportProblem> first; ///< in file order
    std::uint64_t count = 0;
};

/// What importing found out and did, for the user to see.
struct ImportReport
{
    std::string format; ///< "CSV"
    std::string dialect; ///< English: "comma, decimal point, header in line 1"
    std::string timeSource; ///< English: "column 'time', ISO 8601 with zone"
    std::uint64_t rows = 0; ///< rows kept
    std::uint64_t missingCells = 0; ///< empty or unreadable cells among the kept rows
    ImportProblems problems;
    std::vector<std::string> notes; ///< English sentences: "3 rows went back in time: sorted."
};

/// A recording and what was noticed on the way.
struct Imported
{
    std::shared_ptr<const Recording> recording;
    ImportReport report;
};

struct ImportOptions
{
    int threads = 0; ///< 0: all cores
};

/// Reads one file, whatever its format (by content, not by name).
///
/// Bad cells and rows never stop it; see ImportReport.
/// Errors: FileNotFound, FileUnreadable, FileIsDirectory, FileEmpty, FileBinary,
/// FileMalformed, FileChanged, UnsupportedFormat, OutOfMemory, Cancelled.
Result<Imported> importRecording(const std::filesystem::path& file, const ImportOptions& options,
                                 const RunContext& context);

} // namespace dissonance
