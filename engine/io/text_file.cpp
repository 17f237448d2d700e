#include "engine/io/text_file.h"

#include "engine/io/csv_cell.h"
#include "engine/io/file_format.h"
#include "engine/io/input_file.h"

#include <algorithm>

namespace dissonance {

Result<TextFile> TextFile::read(const std::filesystem::path& path)
{
    const auto input = InputFile::open(path);
    if (!input)
        return input.error();
    if (input->size() == 0)
        return Error{ErrorCode::FileEmpty, path.string() + " is empty."};
    TextFile file;
    file.m_path = path;
    file.m_text.resize(std::size_t(input->size()));
    if (auto status = input->read(0, file.m_text); !status)
        return status.error();
    if (auto status = checkIsText(path, std::string_view(file.m_text).substr(0, 4096)); !status)
        return status.error();
    if (file.m_text.starts_with("\xEF\xBB\xBF"))
        file.m_position = 3;
    return file;
}

bool TextFile::nextRow(std::vector<std::string>& cells)
{
    const CsvDialect dialect;
    const char* const end = m_text.data() + m_text.size();
    std::vector<Cell> found;
    while (m_position < m_text.size()) {
        const char* const begin = m_text.data() + m_position;
        const char* const recordEnd = findRecordEnd(begin, end, true, dialect);
        const std::string_view record(begin, std::size_t(recordEnd - begin));
        m_line = m_nextLine;
        m_nextLine += 1 + std::uint64_t(std::count(record.begin(), record.end(), '\n'));
        m_position += record.size() + 1;
        splitRecord(record, dialect, found);
        if (found.empty())
            continue;
        cells.resize(found.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            cells[i] = found[i].value();
        return true;
    }
    return false;
}

Error TextFile::malformed(std::string_view field, std::string_view what) const
{
    std::string detail = m_path.string() + ", line " + std::to_string(m_line);
    if (!field.empty())
        detail += ", field '" + std::string(field) + "'";
    return {ErrorCode::FileMalformed, detail + ": " + std::string(what) + "."};
}

} // namespace dissonance
