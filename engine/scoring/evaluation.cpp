#include "engine/scoring/flagged_spans.h"
#include "engine/scoring/metrics.h"
#include "engine/scoring/ranking.h"

#include <algorithm>
#include <limits>

namespace dissonance {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSecondsPerDay = 86400.0;
constexpr std::ptrdiff_t kFewestIncidents = 3;
constexpr std::uint64_t kRandomSeed = 1;

Status checkShapes(const std::vector<double>& score, const std::vector<std::uint8_t>& flagged,
                   const std::vector<Label>& labels, const TimeAxis* clock)
{
    if (flagged.size() != score.size())
        return Error{ErrorCode::ShapeMismatch,
                     "There are " + std::to_string(score.size()) + " scores but "
                         + std::to_string(flagged.size()) + " flags."};
    if (clock && clock->size() != score.size())
        return Error{ErrorCode::ShapeMismatch,
                     "There are " + std::to_string(score.size()) + " scores but the clock has "
                         + std::to_string(clock->size()) + " samples."};
    const auto samples = std::ptrdiff_t(score.size());
    for (const auto& label : labels) {
        const auto& span = label.span;
        if (span.first < 0 || span.last > samples || span.size() <= 0)
            return Error{ErrorCode::InvalidArgument,
                         "The label from sample " + std::to_string(span.first) + " to "
                             + std::to_string(span.last) + " lies outside the "
                             + std::to_string(samples)
                             + " scored samples. Are these the labels of this recording?"};
    }
    return Done{};
}

IncidentDelay delayIn(const SampleSpan& span, const std::vector<std::uint8_t>& flagged,
                      const TimeAxis* clock)
{
    IncidentDelay delay;
    delay.span = span;
    const auto begin = flagged.begin() + span.first;
    const auto end = flagged.begin() + span.last;
    const auto alarm = std::find_if(begin, end, [](std::uint8_t flag) { return flag != 0; });
    delay.found = alarm != end;
    delay.delaySeconds = kNaN;
    if (!delay.found)
        return delay;

    delay.delaySamples = alarm - begin;
    if (clock && clock->kind() != TimeKind::SampleIndex) {
        const auto first = std::size_t(span.first);
        const auto ticks =
            clock->tick(first + std::size_t(delay.delaySamples)) - clock->tick(first);
        delay.delaySeconds = double(ticks) * 1e-9;
    }
    return delay;
}

double medianDelay(const std::vector<IncidentDelay>& delays)
{
    std::vector<double> samples;
    for (const auto& delay : delays)
        if (delay.found)
            samples.push_back(double(delay.delaySamples));
    if (samples.empty())
        return kNaN;
    std::sort(samples.begin(), samples.end());
    const auto middle = samples.size() / 2;
    return samples.size() % 2 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2.0;
}

void countIncidents(Evaluation& evaluation, const std::vector<std::uint8_t>& flagged,
                    const std::vector<Label>& labels, const TimeAxis* clock)
{
    evaluation.incidents = std::ptrdiff_t(labels.size());
    for (const auto& label : labels)
        evaluation.delays.push_back(delayIn(label.span, flagged, clock));
    evaluation.found = std::count_if(evaluation.delays.begin(), evaluation.delays.end(),
                                     [](const IncidentDelay& delay) { return delay.found; });
    evaluation.medianDelaySamples = medianDelay(evaluation.delays);
}

void countFalseAlarms(Evaluation& evaluation, const std::vector<SampleSpan>& alarms,
                      const std::vector<Label>& labels, std::ptrdiff_t normalSamples,
                      const TimeAxis* clock)
{
    evaluation.falseAlarms =
        std::count_if(alarms.begin(), alarms.end(), [&](const SampleSpan& alarm) {
            return std::none_of(labels.begin(), labels.end(),
                                [&](const Label& label) { return label.span.overlaps(alarm); });
        });
    const auto count = double(evaluation.falseAlarms);
    const bool timed = clock && clock->kind() != TimeKind::SampleIndex && normalSamples > 0;
    const double days =
        timed ? double(normalSamples) * double(clock->medianStep()) * 1e-9 / kSecondsPerDay : kNaN;
    evaluation.falseAlarmsPerDay = count / days;
    evaluation.falseAlarmsPer10k =
        normalSamples > 0 ? count * 10000.0 / double(normalSamples) : kNaN;
}

void countSamples(Evaluation& evaluation, const std::vector<std::uint8_t>& flagged,
                  const std::vector<std::uint8_t>& isAnomaly)
{
    double flaggedCount = 0.0;
    double anomalousCount = 0.0;
    double both = 0.0;
    for (std::size_t i = 0; i < flagged.size(); ++i) {
        flaggedCount += flagged[i] ? 1.0 : 0.0;
        anomalousCount += isAnomaly[i] ? 1.0 : 0.0;
        both += flagged[i] && isAnomaly[i] ? 1.0 : 0.0;
    }
    evaluation.flagged = std::ptrdiff_t(flaggedCount);
    evaluation.precision = kNaN;
    evaluation.recall = kNaN;
    evaluation.f1 = kNaN;
    if (anomalousCount == 0.0)
        return;
    evaluation.precision = flaggedCount > 0.0 ? both / flaggedCount : 0.0;
    evaluation.recall = both / anomalousCount;
    evaluation.f1 = 2.0 * both / (flaggedCount + anomalousCount);
}

} // namespace

std::vector<std::uint8_t> labelMask(const std::vector<Label>& labels, std::ptrdiff_t samples)
{
    std::vector<std::uint8_t> mask(std::size_t(std::max<std::ptrdiff_t>(samples, 0)));
    const auto size = std::ptrdiff_t(mask.size());
    for (const auto& label : labels) {
        const auto first = std::clamp<std::ptrdiff_t>(label.span.first, 0, size);
        const auto last = std::clamp<std::ptrdiff_t>(label.span.last, first, size);
        std::fill(mask.begin() + first, mask.begin() + last, std::uint8_t(1));
    }
    return mask;
}

Result<Evaluation> evaluate(const std::vector<double>& score,
                            const std::vector<std::uint8_t>& flagged,
                            const std::vector<Label>& labels, const TimeAxis* clock,
                            const EvaluationOptions& options)
{
    if (auto shapes = checkShapes(score, flagged, labels, clock); !shapes)
        return shapes.error();
    if (options.vusWindow < 0)
        return Error{ErrorCode::InvalidArgument, "The VUS-PR window must not be negative."};

    const auto isAnomaly = labelMask(labels, std::ptrdiff_t(score.size()));
    const auto normalSamples = std::count(isAnomaly.begin(), isAnomaly.end(), std::uint8_t(0));

    Evaluation evaluation;
    evaluation.samples = std::ptrdiff_t(score.size());
    countIncidents(evaluation, flagged, labels, clock);
    countFalseAlarms(evaluation, flaggedSpans(flagged, options.mergeGap), labels, normalSamples,
                     clock);
    countSamples(evaluation, flagged, isAnomaly);
    evaluation.vusPr = vusPr(score, isAnomaly, options.vusWindow);
    evaluation.aucPr = aucPr(score, isAnomaly);
    evaluation.vusPrOfRandom = kNaN;
    evaluation.aucPrOfRandom = kNaN;
    if (options.random) {
        const auto random = randomScore(score.size(), kRandomSeed);
        evaluation.vusPrOfRandom = vusPr(random, isAnomaly, options.vusWindow);
        evaluation.aucPrOfRandom = aucPr(random, isAnomaly);
    }
    evaluation.aucRoc = aucRoc(score, isAnomaly);
    evaluation.tooFewToJudge = evaluation.incidents < kFewestIncidents || normalSamples == 0;
    if (options.lenient) {
        evaluation.lenient = lenientMetrics(score, flagged, isAnomaly);
        evaluation.lenientOfRandom = lenientMetricsOfRandom(flagged, isAnomaly);
    }
    return evaluation;
}

Result<Evaluation> evaluateRandom(const std::vector<std::uint8_t>& flagged,
                                  const std::vector<Label>& labels, const TimeAxis* clock,
                                  const EvaluationOptions& options)
{
    const auto flags =
        std::count_if(flagged.begin(), flagged.end(), [](std::uint8_t flag) { return flag != 0; });
    const auto score = randomScore(flagged.size(), kRandomSeed);
    auto plain = options;
    plain.random = false;
    plain.lenient = false;
    return evaluate(score, flagHighest(score, flags), labels, clock, plain);
}

} // namespace dissonance
