#pragma once

#include "engine/base/run_context.h"
#include "engine/io/csv_cell.h"
#include "engine/io/input_file.h"

#include <cstdint>
#include <vector>

namespace dissonance {

/// A run of whole records that one thread reads at a time.
struct CsvChunk
{
    std::uint64_t begin = 0; ///< offset of its first record; begin == end: no record
    std::uint64_t end = 0; ///< past its last record
    std::uint64_t lines = 0; ///< line ends in it
    std::uint64_t rowBound = 0; ///< at most so many rows
    bool hasQuotes = false;
    std::uint64_t firstLine = 0; ///< line ends before it, counted from the first chunk
    std::uint64_t firstRow = 0; ///< row bounds before it
};

/// Cuts the rows of a table into chunks of about `chunkBytes`, at record ends: a line end
/// inside quotes cuts nothing. Chunks depend on the file and chunkBytes only.
///
/// Every thread first takes for granted that a chunk starts outside quotes. Where the chunk
/// before it turns out to end elsewhere, the chunk is looked through again.
///
/// Errors: FileChanged, FileUnreadable, Cancelled.
Result<std::vector<CsvChunk>> findChunks(const InputFile& file, const CsvDialect& dialect,
                                         std::uint64_t dataOffset, std::size_t chunkBytes,
                                         int threads, const RunContext& context);

} // namespace dissonance
