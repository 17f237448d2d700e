#pragma once

#include "engine/base/run_context.h"
#include "engine/io/csv_cell.h"
#include "engine/io/input_file.h"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace dissonance {

/// A run of whole records that one thread reads at a time.
struct CsvChunk
{
    std::uint64_t begin = 0; ///< offset of its first record; begin == end: no record
    std::uint64_t end = 0; ///< past its last record
    std::uint64_t cut = 0; ///< bytes before `end` that are not read: its last record is too long
    std::uint64_t lines = 0; ///< line ends in it
    std::uint64_t rowBound = 0; ///< at most so many rows
    bool hasQuotes = false;
    std::uint64_t firstLine = 0; ///< line ends before it, counted from the first chunk
    std::uint64_t firstRow = 0; ///< row bounds before it
};

/// Whether a trimmed record is a row, not a blank line or a comment.
bool isRowRecord(std::string_view record);

/// End of the record at `p`, in the bytes of `chunk` that end at `end`.
const char* recordEndIn(const CsvChunk& chunk, const char* p, const char* end,
                        const CsvDialect& dialect);

/// Cuts the rows of a table into chunks of about `chunkBytes`, at record ends: a line end
/// inside quotes cuts nothing. Chunks depend on the file and chunkBytes only.
///
/// Every thread first takes for granted that a chunk starts outside quotes. Where the chunk
/// before it turns out to end elsewhere, the chunk is looked through again.
///
/// @param dataEnd     of the last row; the file's end but for what is no text.
/// @param chunkBytes  at most kMaxRecordBytes.
Result<std::vector<CsvChunk>> findChunks(const InputFile& file, const CsvDialect& dialect,
                                         std::uint64_t dataOffset, std::uint64_t dataEnd,
                                         std::size_t chunkBytes, int threads,
                                         const RunContext& context);

/// Gives the bytes of every chunk to `work`, from several threads at a time: which chunk, which
/// thread, the bytes. Reports `what` as it goes, rising from 0 to 1.
///
/// Errors: FileChanged, FileUnreadable, Cancelled.
Status forChunks(const InputFile& file, const std::vector<CsvChunk>& chunks, int threads,
                 const RunContext& context, const char* what,
                 const std::function<void(std::size_t, std::size_t, std::string_view)>& work);

/// Counts the rows where the bounds promise far more cells than a file of this size can hold, as
/// blank lines do, and short rows. Sets row bounds and first rows anew.
///
/// @return the bytes that a row has at least. Not 0 only where rows too short for half of their
///         cells would take memory out of all proportion as missing samples: these are left out.
/// Errors: FileChanged, FileUnreadable, Cancelled.
Result<std::size_t> boundRows(const InputFile& file, const CsvDialect& dialect, std::size_t columns,
                              int threads, const RunContext& context,
                              std::vector<CsvChunk>& chunks);

} // namespace dissonance
