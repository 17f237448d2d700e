#include "engine/io/labels_csv.h"

#include "engine/base/atomic_file.h"
#include "engine/io/text_file.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace dissonance {

namespace {

/// Places of the fields in a row; nothing for an absent one.
struct Header
{
    std::optional<std::size_t> start;
    std::optional<std::size_t> end;
    std::optional<std::size_t> channels;
    std::optional<std::size_t> kind;
};

Result<Header> readHeader(TextFile& file)
{
    std::vector<std::string> cells;
    Header header;
    if (!file.nextRow(cells))
        return file.malformed({}, "expected the header start,end[,channels][,kind]");
    for (std::size_t c = 0; c < cells.size(); ++c) {
        if (cells[c] == "start")
            header.start = c;
        else if (cells[c] == "end")
            header.end = c;
        else if (cells[c] == "channels")
            header.channels = c;
        else if (cells[c] == "kind")
            header.kind = c;
    }
    if (!header.start)
        return file.malformed("start", "the header start,end[,channels][,kind] lacks it");
    if (!header.end)
        return file.malformed("end", "the header start,end[,channels][,kind] lacks it");
    return header;
}

std::string cellOf(const std::vector<std::string>& cells, const std::optional<std::size_t>& place)
{
    return place && *place < cells.size() ? cells[*place] : std::string();
}

std::optional<std::ptrdiff_t> sampleIndex(const std::string& text)
{
    std::ptrdiff_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return {};
    return value;
}

std::vector<std::string> splitChannels(const std::string& text)
{
    std::vector<std::string> channels;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(';', from), text.size());
        if (to > from)
            channels.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return channels;
}

/// A cell that reads back as the text.
std::string quotedCell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n\t") == text.npos && !text.starts_with(' ')
        && !text.ends_with(' '))
        return text;
    std::string cell = "\"";
    for (const char c : text) {
        cell += c;
        if (c == '"')
            cell += c;
    }
    return cell + '"';
}

} // namespace

Result<std::vector<Label>> readLabels(const std::filesystem::path& path)
{
    auto file = TextFile::read(path);
    if (!file)
        return file.error();
    const auto header = readHeader(*file);
    if (!header)
        return header.error();
    std::vector<Label> labels;
    std::vector<std::string> cells;
    while (file->nextRow(cells)) {
        const auto start = sampleIndex(cellOf(cells, header->start));
        const auto end = sampleIndex(cellOf(cells, header->end));
        if (!start || *start < 0)
            return file->malformed("start",
                                   "'" + cellOf(cells, header->start)
                                       + "' is not a sample index of 0 or more");
        if (!end)
            return file->malformed("end",
                                   "'" + cellOf(cells, header->end) + "' is not a sample index");
        if (*end <= *start)
            return file->malformed("end",
                                   std::to_string(*end) + " does not lie after the start "
                                       + std::to_string(*start));
        labels.push_back({{*start, *end},
                          splitChannels(cellOf(cells, header->channels)),
                          cellOf(cells, header->kind),
                          file->line()});
    }
    std::stable_sort(labels.begin(), labels.end(),
                     [](const Label& a, const Label& b) { return a.span.first < b.span.first; });
    return labels;
}

Status writeLabels(const std::filesystem::path& file, const std::vector<Label>& labels)
{
    const auto hasKind = [](const Label& label) {
        return !label.kind.empty();
    };
    const auto hasChannels = [](const Label& label) {
        return !label.channels.empty();
    };
    const bool kinds = std::any_of(labels.begin(), labels.end(), hasKind);
    const bool channels = kinds || std::any_of(labels.begin(), labels.end(), hasChannels);
    std::string text = "start,end";
    text += channels ? ",channels" : "";
    text += kinds ? ",kind\n" : "\n";
    for (const auto& label : labels) {
        text += std::to_string(label.span.first) + ',' + std::to_string(label.span.last);
        if (channels) {
            std::string joined;
            for (const auto& channel : label.channels)
                joined += (joined.empty() ? "" : ";") + channel;
            text += ',' + quotedCell(joined);
        }
        if (kinds)
            text += ',' + quotedCell(label.kind);
        text += '\n';
    }
    return writeFileAtomically(file, text);
}

} // namespace dissonance
