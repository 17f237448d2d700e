#include "app/cli/span_option.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace dissonance {

namespace {

/// START:END as typed.
struct OpenSpan
{
    std::ptrdiff_t first = 0;
    std::optional<std::ptrdiff_t> last;

    SampleSpan within(std::ptrdiff_t samples) const { return {first, last.value_or(samples)}; }
};

bool parseSample(std::string_view text, std::ptrdiff_t& sample)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), sample);
    return error == std::errc() && end == text.data() + text.size() && sample >= 0;
}

/// Nothing when the text is no such span, or END does not lie after START.
std::optional<OpenSpan> parseOpenSpan(const std::string& text)
{
    const auto colon = text.find(':');
    if (colon == text.npos)
        return std::nullopt;
    const auto start = std::string_view(text).substr(0, colon);
    const auto end = std::string_view(text).substr(colon + 1);
    OpenSpan span;
    if (!start.empty() && !parseSample(start, span.first))
        return std::nullopt;
    if (!end.empty()) {
        std::ptrdiff_t last = 0;
        if (!parseSample(end, last) || last <= span.first)
            return std::nullopt;
        span.last = last;
    }
    return span;
}

/// What stands before START:END; empty where nothing does.
std::string fileOf(const std::string& text)
{
    const auto end = text.rfind(':');
    const auto start = end == text.npos || end == 0 ? text.npos : text.rfind(':', end - 1);
    return start == text.npos ? std::string() : text.substr(0, start);
}

std::string withoutFile(const std::string& text)
{
    const auto file = fileOf(text);
    return file.empty() ? text : text.substr(file.size() + 1);
}

std::string fileSpanProblem(const std::string& text)
{
    if (parseOpenSpan(withoutFile(text)))
        return {};
    return "'" + text
        + "' is no span of samples: write START:END or FILE:START:END, such as 0:20000 or 500:";
}

} // namespace

std::string spanProblem(const std::string& text)
{
    if (parseOpenSpan(text))
        return {};
    return "'" + text + "' is no span of samples: write START:END, such as 0:20000 or 500:";
}

CLI::Option* addSpans(CLI::App& command, const std::string& name, std::vector<std::string>& spans,
                      const std::string& help)
{
    return command.add_option(name, spans, help)
        ->type_name("START:END")
        ->allow_extra_args(false)
        ->check(CLI::Validator(spanProblem, ""));
}

std::vector<SampleSpan> spansWithin(const std::vector<std::string>& spans, std::ptrdiff_t samples)
{
    std::vector<SampleSpan> result;
    result.reserve(spans.size());
    for (const auto& text : spans)
        result.push_back(parseOpenSpan(text)->within(samples));
    return result;
}

CLI::Option* addFileSpans(CLI::App& command, const std::string& name,
                          std::vector<std::string>& spans, const std::string& help)
{
    return command.add_option(name, spans, help)
        ->type_name("[FILE:]START:END")
        ->allow_extra_args(false)
        ->check(CLI::Validator(fileSpanProblem, ""));
}

void checkSpanFiles(const std::string& name, const std::vector<std::string>& spans,
                    const std::vector<std::filesystem::path>& files)
{
    for (const auto& text : spans) {
        const auto file = fileOf(text);
        if (!file.empty() && std::find(files.begin(), files.end(), file) == files.end())
            throw CLI::ValidationError(
                name, "'" + text + "' names no FILE of this command; write it as you did there");
    }
}

std::vector<SampleSpan> spansWithin(const std::vector<std::string>& spans,
                                    const std::filesystem::path& file, std::ptrdiff_t samples)
{
    std::vector<std::string> own;
    for (const auto& text : spans)
        if (const auto named = fileOf(text); named.empty() || named == file)
            own.push_back(withoutFile(text));
    return spansWithin(own, samples);
}

} // namespace dissonance
