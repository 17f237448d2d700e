#include "tests/quality/heads.h"

#include "engine/detector/detector.h"
#include "engine/scoring/metrics.h"
#include "tests/quality/table.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <nlohmann/json.hpp>

namespace dissonance::quality {

namespace {

constexpr int kTokens = 4;

struct Head
{
    std::string name;
    NetworkHead head = NetworkHead::LatentCopula;
    CopulaFamily family = CopulaFamily::StudentT;
};

const std::vector<Head>& heads()
{
    static const std::vector<Head> all{
        {"Student-t copula", NetworkHead::LatentCopula, CopulaFamily::StudentT},
        {"Gaussian copula", NetworkHead::LatentCopula, CopulaFamily::Gaussian},
        {"multivariate normal", NetworkHead::MultivariateNormal, CopulaFamily::Gaussian},
        {"independent normals", NetworkHead::IndependentNormal, CopulaFamily::Gaussian},
    };
    return all;
}

/// VUS-PR of the judged part of a track's values.
double vusPrOf(const LabelledRecording& recording, const std::vector<double>& values)
{
    const std::vector<double> judged(values.begin() + recording.judgedFrom, values.end());
    return vusPr(judged, labelMask(recording.labels, std::ssize(judged)));
}

Result<HeadResult> runHead(const LabelledRecording& recording, const std::string& head, int length,
                           std::uint64_t seed, int threads)
{
    TrainingRequest request;
    request.sources.push_back({recording.train, {recording.normal}, {}});
    request.config = withSeed(headConfig(head, length), seed);
    request.config.threads = threads;
    request.device = Device::Cpu;
    const auto detector = Detector::train(request, {});
    if (!detector)
        return detector.error();
    const auto track =
        (*detector)->score(*recording.test, {.causal = false, .threads = threads}, {});
    if (!track)
        return track.error();
    const auto& samples = (*track)->samples;
    return HeadResult{recording.files.collection,
                      recording.files.name,
                      head,
                      length,
                      seed,
                      vusPrOf(recording, samples.total),
                      vusPrOf(recording, samples.dependence),
                      (*detector)->card().separationNetwork};
}

/// Of one head at one length in one collection, mean over its recordings and seeds.
double meanOf(const std::vector<HeadResult>& results, const HeadResult& of,
              double HeadResult::*figure)
{
    double sum = 0.0;
    int count = 0;
    for (const auto& result : results)
        if (result.collection == of.collection && result.head == of.head
            && result.length == of.length) {
            sum += result.*figure;
            ++count;
        }
    return count > 0 ? sum / count : std::nan("");
}

std::vector<std::string> collectionsOf(const std::vector<HeadResult>& results)
{
    std::vector<std::string> names;
    for (const auto& result : results)
        if (std::find(names.begin(), names.end(), result.collection) == names.end())
            names.push_back(result.collection);
    return names;
}

std::string tableOf(const std::vector<HeadResult>& results, const std::string& collection,
                    const char* title, double HeadResult::*figure)
{
    std::vector<std::string> head{title};
    for (const int length : kHeadLengths)
        head.push_back("L = " + std::to_string(length));
    std::string text = headRow(head);
    const auto at = [&](const std::string& name, int length) {
        HeadResult of;
        of.collection = collection;
        of.head = name;
        of.length = length;
        return meanOf(results, of, figure);
    };
    for (const auto& name : headNames()) {
        std::vector<std::string> cells{name};
        for (const int length : kHeadLengths) {
            const double own = at(name, length);
            const bool best =
                std::all_of(headNames().begin(), headNames().end(),
                            [&](const std::string& other) { return !(at(other, length) > own); });
            const std::string mark = best && !std::isnan(own) ? "**" : "";
            cells.push_back(mark + fixed(own, 3) + mark);
        }
        text += row(cells);
    }
    return text;
}

} // namespace

const std::vector<std::string>& headNames()
{
    static const auto names = [] {
        std::vector<std::string> all;
        for (const auto& head : heads())
            all.push_back(head.name);
        return all;
    }();
    return names;
}

DetectorConfig headConfig(const std::string& head, int length)
{
    const auto found = std::find_if(heads().begin(), heads().end(),
                                    [&](const Head& known) { return known.name == head; });
    assert(found != heads().end());
    auto config = configFor(Preset::Seed);
    config.windowLengths = {length};
    config.network.patch = length / kTokens;
    config.network.head = found->head;
    config.network.family = found->family;
    return config;
}

Result<std::vector<HeadResult>> compareHeads(const LabelledRecording& recording, std::uint64_t seed,
                                             int threads)
{
    std::vector<HeadResult> results;
    for (const auto& head : headNames()) {
        for (const int length : kHeadLengths) {
            auto result = runHead(recording, head, length, seed, threads);
            if (!result)
                return result.error();
            results.push_back(std::move(*result));
        }
    }
    return results;
}

std::string headsMarkdown(const std::vector<HeadResult>& results, const RunNote& note)
{
    auto text = "# Heads over window lengths\n\n" + noteLine(note)
        + "\n\nThe seed preset with four heads, at five window lengths; a window is cut into four "
          "tokens. Mean VUS-PR (window 100) over the recordings of a collection, offline: of the "
          "score, which holds the channels' own part too, and of the latents' part alone. "
          "Separation: AUC with which the latents tell held-out windows from channel-swapped ones. "
          "The best of each length in bold.\n";
    for (const auto& collection : collectionsOf(results)) {
        text += "\n## " + collection + "\n\n"
            + tableOf(results, collection, "VUS-PR of the score", &HeadResult::vusPr) + "\n"
            + tableOf(results, collection, "VUS-PR of the latents", &HeadResult::latentsVusPr)
            + "\n" + tableOf(results, collection, "separation", &HeadResult::separation);
    }
    return text;
}

std::string headsJson(const std::vector<HeadResult>& results, const RunNote& note)
{
    nlohmann::json all = nlohmann::json::array();
    for (const auto& result : results)
        all.push_back({{"collection", result.collection},
                       {"recording", result.recording},
                       {"head", result.head},
                       {"length", result.length},
                       {"seed", result.seed},
                       {"vusPr", result.vusPr},
                       {"latentsVusPr", result.latentsVusPr},
                       {"separation", result.separation}});
    return nlohmann::json{{"command", note.command},
                          {"date", note.date},
                          {"seconds", note.seconds},
                          {"heads", all}}
               .dump(2)
        + "\n";
}

} // namespace dissonance::quality
