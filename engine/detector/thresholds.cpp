#include "engine/detector/thresholds.h"

#include "engine/detector/fusion.h"
#include "engine/detector/sample_scores.h"
#include "engine/scoring/alarm_rate.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>
#include <sstream>

namespace dissonance {

namespace {

/// Share of held-out normal samples that count as calm.
constexpr double kCalmShare = 0.95;

/// Windows [first, first + count) of the parts.
WindowParts segment(const WindowParts& parts, Eigen::Index first, Eigen::Index count)
{
    return {parts.windowLength, parts.marginal.segment(first, count),
            parts.dependence.segment(first, count)};
}

const char* lawText(AlarmLaw law)
{
    switch (law) {
    case AlarmLaw::Gumbel:
        return "Gumbel law of the block maxima of the ";
    case AlarmLaw::Tail:
        return "exponential law of the largest tenth of the block maxima of the ";
    case AlarmLaw::Largest:
        break;
    }
    return "a guess, for want of more, from the largest score of the ";
}

/// What `share` of the scores are at most; NaN where there are none.
double scoreQuantile(const std::vector<double>& scores, double share)
{
    std::vector<float> known;
    for (const double score : scores)
        if (!std::isnan(score))
            known.push_back(float(score));
    if (known.empty())
        return std::numeric_limits<double>::quiet_NaN();
    return quantile(Eigen::Map<const Eigen::ArrayXf>(known.data(), Eigen::Index(known.size())),
                    share);
}

} // namespace

CalibrationScores calibrationScores(const std::vector<SampleSpan>& calibration,
                                    const std::vector<WindowParts>& parts, int longest)
{
    CalibrationScores joined;
    std::vector<Eigen::Index> at(parts.size(), 0);
    for (const auto& span : calibration) {
        std::vector<WindowParts> own;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto count = std::max<Eigen::Index>(0, span.size() - parts[i].windowLength + 1);
            own.push_back(segment(parts[i], at[i], count));
            at[i] += count;
        }
        if (span.size() < longest)
            continue;
        const auto scores = stretchScores(own, span.size());
        joined.offline.insert(joined.offline.end(), scores.offline.total.begin(),
                              scores.offline.total.end());
        joined.causal.insert(joined.causal.end(), scores.causal.total.begin(),
                             scores.causal.total.end());
    }
    return joined;
}

void setThresholds(const CalibrationScores& scores, int longest, double rate, ModelCard& card)
{
    card.alarmRate = fitAlarmRate(scores.offline, longest);
    card.causalAlarmRate = fitAlarmRate(scores.causal, longest);
    card.threshold = card.alarmRate.thresholdFor(rate);
    card.causalThreshold = card.causalAlarmRate.thresholdFor(rate);
    card.alarmInterval = alarmInterval(scores.offline, longest, card.threshold);
    card.causalAlarmInterval = alarmInterval(scores.causal, longest, card.causalThreshold);
    card.calm = scoreQuantile(scores.offline, kCalmShare);
    card.causalCalm = scoreQuantile(scores.causal, kCalmShare);
    std::ostringstream rule;
    rule << "One false alarm in " << std::llround(1.0 / rate)
         << " samples is expected in normal operation: " << lawText(card.alarmRate.law)
         << scores.offline.size() << " held-out normal samples.";
    // Few of them: the honest answer is wide.
    if (const auto& likely = card.alarmInterval; likely.high > 0.0) {
        const bool timed = card.medianStepSeconds > 0.0;
        const double counted = timed ? 86'400.0 / card.medianStepSeconds : 1'000.0;
        rule << std::setprecision(2) << " That is " << rate * counted
             << (timed ? " a day" : " in 1,000 samples") << "; block bootstrap says "
             << likely.low * counted << " to " << likely.high * counted << " (90 %).";
    }
    card.thresholdRule = rule.str();
}

} // namespace dissonance
