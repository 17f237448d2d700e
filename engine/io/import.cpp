#include "engine/io/import.h"

#include "engine/io/csv_reader.h"
#include "engine/io/file_format.h"

#include <algorithm>

namespace dissonance {

Result<Imported> importRecording(const std::filesystem::path& file, const ImportOptions& options,
                                 const RunContext& context)
{
    const auto input = InputFile::open(file);
    if (!input)
        return input.error();
    if (input->size() == 0)
        return Error{ErrorCode::FileEmpty, file.string() + " is empty."};
    std::string head(std::size_t(std::min<std::uint64_t>(input->size(), 4096)), '\0');
    if (auto status = input->read(0, head); !status)
        return status.error();
    // Zero bytes among the first make it binary, but for those that fill a short text up.
    if (head.ends_with('\0') && head.find_first_not_of('\0') != head.npos) {
        const auto end = textEnd(*input, context);
        if (!end)
            return end.error();
        head.resize(std::size_t(std::min<std::uint64_t>(*end, head.size())));
    }
    if (auto status = checkIsText(file, head); !status)
        return status.error();
    CsvReaderOptions csv;
    csv.threads = options.threads;
    return readCsv(*input, csv, context);
}

} // namespace dissonance
