#include "engine/detector/training_data.h"

#include "engine/detector/channel_offset.h"
#include "engine/detector/clock_jumps.h"
#include "engine/detector/training_sources.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_set>
#include <utility>

namespace dissonance {

namespace {

/// Windows, in window lengths, that each part must hold: fewer say nothing about a covariance
/// or a 99 % quantile.
constexpr std::ptrdiff_t kLeastFit = 8;
constexpr std::ptrdiff_t kLeastCalibration = 2;

/// Values of a channel from which its offset is taken.
constexpr std::ptrdiff_t kOffsetValues = 20'000;

std::string spanText(const SampleSpan& span)
{
    return std::to_string(span.first) + ":" + std::to_string(span.last);
}

Status checkSpans(const std::vector<SampleSpan>& spans, const char* what, std::ptrdiff_t samples)
{
    for (const auto& span : spans)
        if (span.first < 0 || span.last > samples || span.size() <= 0)
            return Error{ErrorCode::InvalidArgument,
                         std::string(what) + " span " + spanText(span)
                             + " is empty or outside the recording's " + std::to_string(samples)
                             + " samples."};
    return Done{};
}

std::vector<SampleSpan> merged(std::vector<SampleSpan> spans)
{
    std::sort(spans.begin(), spans.end(),
              [](const SampleSpan& a, const SampleSpan& b) { return a.first < b.first; });
    std::vector<SampleSpan> out;
    for (const auto& span : spans) {
        if (!out.empty() && span.first <= out.back().last)
            out.back().last = std::max(out.back().last, span.last);
        else
            out.push_back(span);
    }
    return out;
}

void addStates(const Recording& recording, const ChannelMatch& match,
               std::vector<ChannelTraits>& traits)
{
    for (std::size_t c = 0; c < match.indices.size(); ++c) {
        auto& known = traits[c].states;
        std::unordered_set<std::string> names(known.begin(), known.end());
        for (const auto& state : recording.channel(match.indices[c]).states)
            if (names.insert(state).second)
                known.push_back(state);
    }
}

/// Gaps of the recording cut to `span`, moved to start at row `at`.
void appendGaps(const Gaps& from, const SampleSpan& span, std::ptrdiff_t at, Gaps& to)
{
    for (std::size_t c = 0; c < from.size(); ++c) {
        for (const auto& gap : from[c]) {
            const auto first = std::max(gap.first, span.first);
            const auto last = std::min(gap.last, span.last);
            if (first < last)
                to[c].push_back({at + first - span.first, at + last - span.first});
        }
    }
}

std::ptrdiff_t totalSize(const std::vector<SampleSpan>& spans)
{
    std::ptrdiff_t size = 0;
    for (const auto& span : spans)
        size += span.size();
    return size;
}

/// What of the spans lies within [first, last) of their samples counted through.
std::vector<SampleSpan> countedPart(const std::vector<SampleSpan>& spans, std::ptrdiff_t first,
                                    std::ptrdiff_t last)
{
    std::vector<SampleSpan> out;
    std::ptrdiff_t count = 0;
    for (const auto& span : spans) {
        const auto from = std::max<std::ptrdiff_t>(first - count, 0);
        const auto to = std::min(last - count, span.size());
        if (from < to)
            out.push_back({span.first + from, span.first + to});
        count += span.size();
    }
    return out;
}

void appendTimes(const std::vector<SampleSpan>& spans, int times, std::vector<SampleSpan>& to)
{
    for (int i = 0; i < times; ++i)
        to.insert(to.end(), spans.begin(), spans.end());
}

struct Source
{
    std::shared_ptr<const Recording> recording;
    ChannelMatch match;
    std::vector<SampleSpan> normal;
    int weight = 1;
};

/// A channel at 1e9 that moves by 1 must not be rounded to nothing.
void setOffsets(const std::vector<Source>& sources, std::ptrdiff_t rows, TrainingData& data)
{
    const auto stride = std::size_t(std::max<std::ptrdiff_t>(1, rows / kOffsetValues));
    for (std::size_t c = 0; c < data.traits.size(); ++c) {
        if (data.traits[c].kind != ChannelKind::Continuous)
            continue;
        std::vector<double> values;
        for (const auto& source : sources) {
            const auto& recording = *source.recording;
            addSample(recording.channel(source.match.indices[c]), *recording.clock(), source.normal,
                      stride, values);
        }
        data.traits[c].offset = channelOffset(std::move(values));
    }
}

/// Checks that the sources go together and collects what is to be read.
Result<std::vector<Source>> checkedSources(const TrainingRequest& request, TrainingData& data)
{
    auto common = commonChannels(request.sources);
    if (!common)
        return common.error();
    data.channels = std::move(common->channels);
    data.medianStepSeconds = common->medianStepSeconds;
    for (const auto& channel : data.channels)
        data.traits.push_back({channel.kind, {}, 0, 0.0, channel.measured});
    std::vector<Source> sources;
    for (const auto& source : request.sources) {
        const auto& recording = *source.recording;
        auto match = matchChannels(data.channels, recording);
        if (!match)
            return match.error();
        auto normal = normalSpans(source.normal, source.excluded, recording.sampleCount());
        if (!normal)
            return Error{normal.error().code,
                         '"' + sourceName(recording) + "\": " + normal.error().detail};
        if (source.weight < 1 || source.weight > kMostWeight)
            return Error{ErrorCode::InvalidArgument,
                         '"' + sourceName(recording) + "\" cannot count "
                             + std::to_string(source.weight) + " times: a weight is from 1 to "
                             + std::to_string(kMostWeight) + "."};
        addStates(recording, *match, data.traits);
        data.sources.push_back(
            {recording.name(), recording.provenance().sha256, *normal, source.weight});
        sources.push_back({source.recording, std::move(*match), std::move(*normal), source.weight});
    }
    if (data.channels.size() < 2)
        return Error{ErrorCode::InvalidArgument,
                     "Joint behaviour needs at least two channels; the recording has "
                         + std::to_string(data.channels.size()) + "."};
    return sources;
}

} // namespace

Result<std::vector<SampleSpan>> normalSpans(const std::vector<SampleSpan>& normal,
                                            const std::vector<SampleSpan>& excluded,
                                            std::ptrdiff_t samples)
{
    if (auto status = checkSpans(normal, "Normal", samples); !status)
        return status.error();
    if (auto status = checkSpans(excluded, "Excluded", samples); !status)
        return status.error();
    auto kept = normal.empty() ? std::vector<SampleSpan>{{0, samples}} : merged(normal);
    for (const auto& hole : excluded) {
        std::vector<SampleSpan> rest;
        for (const auto& span : kept) {
            if (!span.overlaps(hole)) {
                rest.push_back(span);
                continue;
            }
            if (span.first < hole.first)
                rest.push_back({span.first, hole.first});
            if (hole.last < span.last)
                rest.push_back({hole.last, span.last});
        }
        kept = std::move(rest);
    }
    return kept;
}

Result<TrainingData> gatherTrainingData(const TrainingRequest& request, int threads,
                                        const RunContext& context)
{
    TrainingData data;
    const auto sources = checkedSources(request, data);
    if (!sources)
        return sources.error();

    std::ptrdiff_t rows = 0;
    for (const auto& source : *sources)
        rows += totalSize(source.normal);
    if (rows == 0)
        return Error{ErrorCode::TooShort,
                     "No sample of normal operation is left after the exclusions."};

    setOffsets(*sources, rows, data);
    data.gaps.resize(data.channels.size());
    std::ptrdiff_t at = 0;
    for (const auto& source : *sources) {
        auto read = modelValues(*source.recording, source.match, data.traits, threads, context);
        if (!read)
            return read.error();
        const bool whole = sources->size() == 1 && rows == source.recording->sampleCount();
        if (whole)
            data.values = std::move(read->values);
        else if (data.values.size() == 0)
            data.values.resize(rows, Eigen::Index(data.channels.size()));
        for (const auto& span : source.normal) {
            for (Eigen::Index c = 0; c < data.values.cols() && !whole; ++c) {
                data.values.col(c).segment(at, span.size()) =
                    read->values.col(c).segment(span.first, span.size());
                if (context.stopRequested())
                    return cancelled();
            }
            appendGaps(read->gaps, span, at, data.gaps);
            for (const auto& piece : cutAtJumps(span, read->jumps)) {
                data.stretches.push_back(
                    {at + piece.first - span.first, at + piece.last - span.first});
                data.weights.push_back(source.weight);
            }
            at += span.size();
        }
        context.report(double(at) / double(rows), "gathering normal operation");
    }
    for (std::size_t c = 0; c < data.traits.size(); ++c)
        data.traits[c].usualGap = usualGap(data.gaps[c]);
    return data;
}

std::vector<SampleSpan> thinnedSpans(const std::vector<SampleSpan>& spans, std::ptrdiff_t most,
                                     std::ptrdiff_t piece)
{
    const auto total = totalSize(spans);
    if (total <= most)
        return spans;
    const auto pieces = std::max<std::ptrdiff_t>(1, most / piece);
    const auto beginsSpan = [&spans](const SampleSpan& part) {
        return std::any_of(spans.begin(), spans.end(),
                           [&](const SampleSpan& span) { return span.first == part.first; });
    };
    std::vector<SampleSpan> thinned;
    for (std::ptrdiff_t i = 0; i < pieces; ++i) {
        const auto first = std::ptrdiff_t(double(total) * double(i) / double(pieces));
        for (const auto& part : countedPart(spans, first, first + piece)) {
            if (!thinned.empty() && thinned.back().last == part.first && !beginsSpan(part))
                thinned.back().last = part.last;
            else
                thinned.push_back(part);
        }
    }
    return thinned;
}

Result<TrainingSplit> splitTraining(const std::vector<SampleSpan>& stretches,
                                    const std::vector<int>& weights, double share, int longest)
{
    std::map<int, std::vector<SampleSpan>> weighed;
    for (std::size_t i = 0; i < stretches.size(); ++i)
        weighed[weights[i]].push_back(stretches[i]);

    TrainingSplit split;
    Eigen::Index fit = 0;
    Eigen::Index calibration = 0;
    for (const auto& [weight, group] : weighed) {
        const auto size = totalSize(group);
        const auto cut = size - std::ptrdiff_t(std::floor(share * double(size)));
        const auto learned = countedPart(group, 0, cut);
        const auto held = countedPart(group, cut + longest, size);
        fit += windowCount(windowRuns(learned, longest));
        calibration += windowCount(windowRuns(held, longest));
        appendTimes(learned, weight, split.fit);
        appendTimes(held, weight, split.calibration);
    }
    if (fit >= kLeastFit * longest && calibration >= kLeastCalibration * longest)
        return split;

    const auto samples = totalSize(stretches);
    const double forFit = double((kLeastFit + 1) * longest) / (1.0 - share);
    const double forCalibration = double((kLeastCalibration + 2) * longest) / share;
    const auto needed = std::ptrdiff_t(std::ceil(std::max(forFit, forCalibration)));
    auto detail = "Training with windows of " + std::to_string(longest) + " samples needs about "
        + std::to_string(needed) + " samples of normal operation; there are "
        + std::to_string(samples) + ".";
    if (samples >= needed)
        detail += " They lie in " + std::to_string(stretches.size())
            + " pieces, of which too few hold a whole window.";
    return Error{ErrorCode::TooShort, detail};
}

DetectorConfig withoutTooLong(DetectorConfig config, const std::vector<SampleSpan>& stretches,
                              const std::vector<int>& weights)
{
    auto& lengths = config.windowLengths;
    const auto kept = std::max<std::size_t>(1, lengthsWithNetworks(config));
    const auto isTooLong = [&](int length) {
        return !splitTraining(stretches, weights, config.calibrationShare, length);
    };
    lengths.erase(std::remove_if(lengths.begin() + std::ptrdiff_t(kept), lengths.end(), isTooLong),
                  lengths.end());
    return config;
}

std::ptrdiff_t coveredSamples(std::vector<SampleSpan> spans)
{
    return totalSize(merged(std::move(spans)));
}

} // namespace dissonance
