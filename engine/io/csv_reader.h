#pragma once

#include "engine/io/import.h"
#include "engine/io/input_file.h"

#include <cstddef>

namespace dissonance {

struct CsvReaderOptions
{
    int threads = 0; ///< 0: all cores
    std::size_t chunkBytes = std::size_t(1) << 20; ///< read at a time by one thread
};

/// Where the text of a file ends: before the zero bytes of space that a logger took in advance.
/// Errors: FileChanged, FileUnreadable, Cancelled.
Result<std::uint64_t> textEnd(const InputFile& file, const RunContext& context);

/// Reads a text table into a recording; importRecording() calls it for text files.
///
/// The result depends on the file alone, not on threads or chunkBytes. Memory: the values,
/// a row's time, one chunk a thread (and a record, of 8 MiB at most), and some 100 bytes for
/// every different text.
/// Errors: those of importRecording() but for the format's.
Result<Imported> readCsv(const InputFile& file, const CsvReaderOptions& options,
                         const RunContext& context);

} // namespace dissonance
