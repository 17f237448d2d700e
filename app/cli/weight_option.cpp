#include "app/cli/weight_option.h"

#include "engine/detector/detector.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace dissonance {

namespace {

struct Weight
{
    std::string file;
    int times = 1;
};

/// Nothing when the text is no FILE:W.
std::optional<Weight> parseWeight(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0)
        return std::nullopt;
    Weight weight{text.substr(0, colon), 0};
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, weight.times);
    if (parsed.ec != std::errc() || parsed.ptr != end || weight.times < 1
        || weight.times > kMostWeight)
        return std::nullopt;
    return weight;
}

std::string weightProblem(const std::string& text)
{
    if (parseWeight(text))
        return {};
    return "'" + text
        + "' is no weight: write FILE:W, such as pump.csv:3, W a whole number from 1 to "
        + std::to_string(kMostWeight);
}

} // namespace

CLI::Option* addWeights(CLI::App& command, std::vector<std::string>& weights)
{
    return command
        .add_option("--weight", weights,
                    "How often the samples of that FILE count, beside 1 for every other; may be "
                    "repeated. Such as for the normal span of the recording under study, learned "
                    "together with longer ones")
        ->type_name("FILE:W")
        ->allow_extra_args(false)
        ->check(CLI::Validator(weightProblem, ""));
}

void checkWeightFiles(const std::vector<std::string>& weights,
                      const std::vector<std::filesystem::path>& files)
{
    std::set<std::string> known;
    for (const auto& text : weights) {
        const auto file = parseWeight(text)->file;
        if (std::find(files.begin(), files.end(), file) == files.end())
            throw CLI::ValidationError(
                "--weight",
                "'" + text + "' names no FILE of this command; write it as you did there");
        if (!known.insert(file).second)
            throw CLI::ValidationError("--weight",
                                       "'" + text + "' gives that FILE a second weight");
    }
}

int weightOf(const std::vector<std::string>& weights, const std::filesystem::path& file)
{
    for (const auto& text : weights)
        if (const auto weight = parseWeight(text); weight->file == file)
            return weight->times;
    return 1;
}

} // namespace dissonance
