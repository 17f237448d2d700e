#include "engine/detector/adaptation.h"

#include "engine/base/parallel.h"
#include "engine/detector/channel_offset.h"
#include "engine/detector/clock_jumps.h"
#include "engine/detector/fusion.h"
#include "engine/detector/guarded.h"
#include "engine/detector/span_data.h"
#include "engine/detector/thresholds.h"
#include "engine/detector/window_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace dissonance {

namespace {

constexpr double kOuter = 0.05; ///< of a channel's law, on either side of what is usual
constexpr double kKnownLevel = 0.05; ///< share of training that a level is known from

/// Half of them are less; NaN without any.
double medianOf(std::vector<double>& values)
{
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 != 0)
        return *middle;
    return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

/// Of a channel that stood still in training: did it stand there, too? What it does from there is
/// its first movement, which another centre would hide.
///
/// @param values  of the span. @param usual  where it stood.
bool stoodThere(const std::vector<double>& values, double usual)
{
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *low <= usual && usual <= *high;
}

/// Is a median nothing new: in the central nine tenths of what training saw, or a level of its own
/// there, as of a switch? A tenth of a recording has its own course, of the day or of the load, and
/// is no other operating point for it. Measured: moving all that lies outside the central half
/// costs smd up to .03 VUS-PR, moving switches asd .014, and neither gains anything.
bool isUsual(const Marginal& marginal, double median)
{
    const double place = marginal.cdf(median);
    if (place > kOuter && place < 1.0 - kOuter)
        return true;
    const auto level = float(median);
    const auto& knots = marginal.knots();
    const auto there = std::count_if(knots.begin(), knots.end(),
                                     [level](double knot) { return float(knot) == level; });
    return double(there) >= kKnownLevel * double(knots.size());
}

/// Is there a reason to move a channel?
bool isElsewhere(const Detector::State& state, std::size_t channel,
                 const std::vector<double>& values, double median)
{
    const double offset = state.traits[channel].offset;
    if (state.scaling.constant[channel])
        return !stoodThere(values, offset + double(state.scaling.median[Eigen::Index(channel)]));
    const auto& known = state.dependence.channels;
    const auto at = std::lower_bound(known.begin(), known.end(), Eigen::Index(channel));
    return at == known.end() || *at != Eigen::Index(channel)
        || !isUsual(state.dependence.marginals[std::size_t(at - known.begin())], median - offset);
}

/// Moves the channels that are elsewhere, so that their medians are those of training.
void recentre(const Recording& span, const ChannelMatch& match, Detector::State& state)
{
    const SampleSpan all{0, span.sampleCount()};
    for (std::size_t c = 0; c < state.traits.size(); ++c) {
        auto& traits = state.traits[c];
        const auto& channel = span.channel(match.indices[c]);
        if (traits.kind != ChannelKind::Continuous || channel.kind != ChannelKind::Continuous
            || !traits.measured)
            continue;
        std::vector<double> values;
        addSample(channel, *span.clock(), {all}, 1, values);
        std::erase_if(values, [](double value) { return !std::isfinite(value); });
        const double median = medianOf(values);
        if (!std::isnan(median) && isElsewhere(state, c, values, median))
            traits.offset = median - double(state.scaling.median[Eigen::Index(c)]);
    }
}

/// Scores of the pieces of a span, one after the other.
Result<CalibrationScores> scoresOf(const Detector::State& state, const PreparedRecording& span,
                                   int threads, const RunContext& context)
{
    const auto pieces = cutAtJumps({0, span.scaled.rows()}, span.jumps);
    const auto usual = usualGapsOf(state.traits);
    const auto count = double(state.models.size());
    std::vector<WindowParts> parts;
    for (const auto& model : state.models) {
        const auto length = model.windowLength();
        const auto done = double(parts.size()) / count;
        const auto terms = rawTerms(
            model, state.card.config, span.scaled, leftOutWindows(span.gaps, usual, length),
            windowRuns(pieces, length), threads, context.part(done, done + 1.0 / count));
        if (!terms)
            return terms.error();
        parts.push_back(fuse(model, state.card.config, *terms));
    }
    return calibrationScores(pieces, parts, longestWindow(state.card.config));
}

/// Sets the thresholds by the span, where training's would not do.
void recalibrate(const CalibrationScores& scores, Detector::State& state)
{
    auto& card = state.card;
    const int longest = longestWindow(card.config);
    // The scales of the terms stay: what a tenth of a recording says of a 99 % quantile is worse.
    if (std::ptrdiff_t(scores.offline.size()) < kLeastSpanWindows * longest
        || !(shareAbove(scores.offline, card.calm) > kMostRestless))
        return;
    setThresholds(scores, longest, card.alarmRate.perSample(card.threshold), card);
    card.recalibrated = true;
}

} // namespace

double shareAbove(const std::vector<double>& scores, double level)
{
    std::ptrdiff_t known = 0;
    std::ptrdiff_t above = 0;
    for (const double score : scores) {
        known += std::isnan(score) ? 0 : 1;
        above += score > level ? 1 : 0;
    }
    return known > 0 ? double(above) / double(known) : 0.0;
}

std::shared_ptr<const Recording> partOf(const Recording& recording, const SampleSpan& span)
{
    const auto& clock = recording.clock();
    const auto from = clock->tick(std::size_t(span.first));
    const auto to = clock->tick(std::size_t(span.last - 1));
    std::vector<std::pair<const TimeAxis*, std::shared_ptr<const TimeAxis>>> axes;
    std::vector<Channel> channels;
    for (const auto& channel : recording.channels()) {
        const auto& ticks = channel.time->ticks();
        const auto first = std::lower_bound(ticks.begin(), ticks.end(), from) - ticks.begin();
        const auto last = std::upper_bound(ticks.begin(), ticks.end(), to) - ticks.begin();
        auto axis = std::find_if(axes.begin(), axes.end(), [&](const auto& known) {
            return known.first == channel.time.get();
        });
        if (axis == axes.end())
            axis = axes.emplace(axes.end(), channel.time.get(),
                                *TimeAxis::create(channel.time->kind(),
                                                  {ticks.begin() + first, ticks.begin() + last}));
        auto& part = channels.emplace_back(Channel{channel.name,
                                                   channel.unit,
                                                   channel.group,
                                                   channel.kind,
                                                   axis->second,
                                                   {},
                                                   channel.states});
        part.values.assign(channel.values.begin() + first, channel.values.begin() + last);
    }
    return *Recording::create(recording.name(), std::move(channels), recording.provenance());
}

Result<std::unique_ptr<Detector::State>> adaptedState(const Detector::State& state,
                                                      const Recording& recording,
                                                      const SampleSpan& normal, int threads,
                                                      const RunContext& context)
{
    if (auto status = checkSpan(normal, recording.sampleCount()); !status)
        return status.error();
    const auto span = partOf(recording, normal);
    const auto channels = matchedChannels(state, *span);
    if (!channels)
        return channels.error();
    auto adapted = std::make_unique<Detector::State>(state);
    recentre(*span, *channels, *adapted);
    adapted->card.adaptedTo =
        ModelCard::Source{recording.name(), recording.provenance().sha256, {normal}};
    adapted->card.recalibrated = false;

    const auto prepared = prepare(*adapted, *span, threads, context.part(0.0, 0.1));
    if (!prepared)
        return prepared.error();
    const auto scores = scoresOf(*adapted, *prepared, threads, context.part(0.1, 1.0));
    if (!scores)
        return scores.error();
    recalibrate(*scores, *adapted);
    const auto file = toModelFile(*adapted);
    if (!file)
        return file.error();
    adapted->card.sha256 = modelSha256(*file);
    return adapted;
}

std::string adaptationNotice(const ModelCard& card)
{
    if (!card.adaptedTo)
        return {};
    std::ostringstream notice;
    notice << "Scores are re-centred on the normal samples ";
    const char* separator = "";
    for (const auto& span : card.adaptedTo->normal) {
        notice << separator << span.first << ':' << span.last;
        separator = ", ";
    }
    notice << " of \"" << card.adaptedTo->name << '"'
           << (card.recalibrated ? "; the threshold, too, is of what they score."
                                 : "; the threshold is that of training.");
    return notice.str();
}

Result<std::shared_ptr<const Detector>> Detector::adapted(const Recording& recording,
                                                          const SampleSpan& normal,
                                                          const RunContext& context,
                                                          int threads) const
{
    return guarded([&]() -> Result<std::shared_ptr<const Detector>> {
        auto state = adaptedState(*m_state, recording, normal, threadCount(threads), context);
        if (!state)
            return state.error();
        return std::make_shared<const Detector>(std::unique_ptr<const State>(std::move(*state)));
    });
}

} // namespace dissonance
