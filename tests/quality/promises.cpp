#include "tests/quality/promises.h"

#include "engine/detector/detector.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>
#include <utility>

namespace dissonance::quality {

namespace {

constexpr double kLearned = 0.7; // of the train part
constexpr double kDay = 86'400.0;
constexpr double kThousand = 1'000.0;

/// A stretch of a recording in which alarms are counted.
struct Counting
{
    std::shared_ptr<const Recording> recording;
    SampleSpan counted;
    std::vector<Label> labels; ///< in samples of the recording
    bool ofTest = false;
};

bool touchesLabel(const SampleSpan& span, const std::vector<Label>& labels)
{
    return std::any_of(labels.begin(), labels.end(),
                       [&](const Label& label) { return span.overlaps(label.span); });
}

std::ptrdiff_t normalSamples(const Counting& counting)
{
    std::vector<Label> labels = counting.labels;
    for (auto& label : labels)
        label.span = {label.span.first - counting.counted.first,
                      label.span.last - counting.counted.first};
    const auto mask = labelMask(labels, counting.counted.size());
    return std::count(mask.begin(), mask.end(), 0);
}

/// NaN where neither the recording nor its source has one.
double stepSeconds(const TimeAxis& clock)
{
    return clock.kind() == TimeKind::SampleIndex ? std::numeric_limits<double>::quiet_NaN()
                                                 : double(clock.medianStep()) * 1e-9;
}

Result<Evaluation> judge(const LabelledRecording& recording, const ScoreTrack& track,
                         double threshold)
{
    const auto& total = track.samples.total;
    const std::vector<double> judged(total.begin() + recording.judgedFrom, total.end());
    return evaluate(judged, flagAbove(judged, threshold), recording.labels, recording.clock.get());
}

Status count(const Detector& detector, const LabelledRecording& recording, const Counting& counting,
             PromiseCount base, const HarnessOptions& options, std::vector<PromiseCount>& counts)
{
    const double step = stepSeconds(*recording.clock);
    const auto normal = double(normalSamples(counting));
    base.perDay = step > 0.0;
    base.ofTest = counting.ofTest;
    base.units = base.perDay ? normal * step / kDay : normal / kThousand;
    for (const bool causal : {true, false}) {
        const auto track =
            detector.score(*counting.recording, {.causal = causal, .threads = options.threads}, {});
        if (!track)
            return track.error();
        const auto& card = detector.card();
        const auto& law = causal ? card.causalAlarmRate : card.alarmRate;
        for (const double promised : kPromises) {
            const double threshold =
                law.thresholdFor(base.perDay ? promised * step / kDay : promised / kThousand);
            auto one = base;
            one.causal = causal;
            one.promised = promised;
            for (const auto& incident : findIncidents(**track, threshold))
                one.episodes += incident.span.first >= counting.counted.first
                    && !touchesLabel(incident.span, counting.labels);
            if (counting.ofTest) {
                auto judged = judge(recording, **track, threshold);
                if (!judged)
                    return judged.error();
                one.evaluation = std::move(*judged);
            }
            counts.push_back(std::move(one));
        }
    }
    return Done{};
}

} // namespace

RateInterval poissonRate(std::ptrdiff_t count, double units)
{
    using boost::math::chi_squared;
    const auto twice = 2.0 * double(count);
    const double low =
        count == 0 ? 0.0 : boost::math::quantile(chi_squared(twice), 0.05) / (2.0 * units);
    const double high = boost::math::quantile(chi_squared(twice + 2.0), 0.95) / (2.0 * units);
    return {double(count) / units, low, high};
}

Result<std::vector<PromiseCount>> keepPromises(const LabelledRecording& recording,
                                               const HarnessOptions& options)
{
    std::vector<PromiseCount> counts;
    for (const auto& variant : options.variants) {
        for (const bool ofTest : {false, true}) {
            auto normal = recording.normal;
            const auto learned = std::ptrdiff_t(kLearned * double(normal.size()));
            const auto config = withSeed(variant.config, options.seeds.front());
            const auto window =
                *std::max_element(config.windowLengths.begin(), config.windowLengths.end());
            Counting counting{recording.test,
                              {recording.judgedFrom, recording.test->sampleCount()},
                              recording.labels,
                              ofTest};
            if (!ofTest) {
                // No window that is counted holds a sample that was learned.
                counting = {recording.train, {learned + window, normal.last}, {}, false};
                normal.last = learned;
            }
            for (auto& label : counting.labels)
                label.span = {label.span.first + recording.judgedFrom,
                              label.span.last + recording.judgedFrom};
            TrainingRequest request;
            request.sources.push_back({recording.train, {normal}, {}});
            request.config = config;
            request.config.threads = options.threads;
            request.device = Device::Cpu;
            const auto detector = Detector::train(request, {});
            if (!detector)
                return detector.error();
            PromiseCount base;
            base.collection = recording.files.collection;
            base.recording = recording.files.name;
            base.method = variant.name;
            if (auto counted =
                    count(**detector, recording, counting, std::move(base), options, counts);
                !counted)
                return counted.error();
        }
    }
    return counts;
}

} // namespace dissonance::quality
