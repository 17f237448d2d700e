#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector_config.h"
#include "engine/detector/explanation.h"
#include "engine/recording/recording.h"
#include "engine/scoring/alarm_rate.h"
#include "engine/scoring/drift.h"
#include "engine/scoring/incident.h"
#include "engine/scoring/score_track.h"

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dissonance {

/// Most that TrainingSource::weight may be.
inline constexpr int kMostWeight = 100;

/// A recording to learn from, and which of its samples are normal.
struct TrainingSource
{
    std::shared_ptr<const Recording> recording;
    std::vector<SampleSpan> normal; ///< empty: all of it
    std::vector<SampleSpan> excluded; ///< taken out of `normal`
    /// How often each of its samples counts, 1 to kMostWeight: in scales, relations and all that is
    /// learned of windows, as often as the network draws them, and in calibration and thresholds.
    /// It is as if the normal samples stood there so many times. What the bootstrap says of the
    /// thresholds' rates takes the copies for news, and is as much too sure.
    int weight = 1;
};

/// One report of the network's training.
struct TrainingStep
{
    int step = 0; ///< 1-based
    int steps = 0; ///< at most
    int network = 1; ///< 1-based, of those that learn one after the other
    int networks = 1;
    double loss = 0.0;
    double contrastive = 0.0; ///< part of the loss
    double likelihood = 0.0; ///< part of the loss
    double gradientNorm = 0.0; ///< before clipping
    /// AUC with which the network tells held-out normal windows from negatives; NaN before the
    /// first measurement.
    double separation = 0.0;
    double secondsLeft = 0.0; ///< of all networks, at most
};

struct TrainingRequest
{
    std::vector<TrainingSource> sources;
    DetectorConfig config;
    Device device = Device::Auto;
    /// Called on the training thread; must be cheap and must not throw.
    std::function<void(const TrainingStep&)> onStep;
    /// What the thresholds promise; without it defaultAlarmRate().
    std::optional<AlarmPromise> alarms = std::nullopt;
};

struct ScoringOptions
{
    bool causal = false; ///< score of the window that ends at the sample (live use, delay)
    int threads = 0; ///< 0: chosen
    /// On the sample score; without it the model's own.
    std::optional<double> threshold = std::nullopt;
    /// Sample scores are re-centred where their level has moved: DriftFilter. Windows' are not.
    bool driftAware = false;
};

/// One channel as the model knows it.
struct ModelChannel
{
    std::string name;
    std::string unit;
    bool constant = false; ///< did not move in training
};

/// A recording that a model learned from, or was adapted to.
struct ModelSource
{
    std::string name;
    std::string sha256;
    std::vector<SampleSpan> normal; ///< samples that were learned from
    int weight = 1; ///< TrainingSource::weight
};

/// What a model is, beside its weights: never weights without a card.
struct ModelCard
{
    DetectorConfig config;
    std::vector<ModelChannel> channels;
    using Source = ModelSource;
    std::vector<Source> sources;
    /// Whose normal span the model was adapted to; none for one as trained.
    std::optional<Source> adaptedTo;
    bool recalibrated = false; ///< its thresholds, too, are from that span
    std::string version; ///< of Dissonance that trained it
    std::string created; ///< UTC, ISO 8601
    std::ptrdiff_t trainingSamples = 0; ///< each counted once, whatever its weight; so the next
    std::ptrdiff_t calibrationSamples = 0;
    double medianStepSeconds = 0.0; ///< of the training clock; NaN without one
    /// How often normal operation rises above a threshold, from the calibration slice.
    AlarmRate alarmRate; ///< of the offline sample score
    AlarmRate causalAlarmRate; ///< of the causal sample score
    double threshold = 0.0; ///< on the offline sample score: alarmRate at the rate asked for
    double causalThreshold = 0.0; ///< on the causal sample score, likewise
    AlarmInterval alarmInterval; ///< at `threshold`; NaN: older files do not say
    AlarmInterval causalAlarmInterval; ///< at causalThreshold
    std::string thresholdRule; ///< English: how the thresholds were set
    /// What 95 % of held-out normal samples score at most: between two alarms that are one
    /// incident the score does not fall below. NaN: older files do not say.
    double calm = std::numeric_limits<double>::quiet_NaN(); ///< of the offline sample score
    double causalCalm = std::numeric_limits<double>::quiet_NaN(); ///< of the causal one
    double networkWeight = 0.0; ///< w_N of the fusion
    double separationCopula = 0.0; ///< AUC_T on channel-swapped calibration windows
    double separationNetwork = 0.0; ///< AUC_N
    std::string sha256; ///< of the model file's bytes
};

/// The threshold on the model's sample score that keeps a promise.
/// Errors: those of AlarmPromise::perSample().
Result<double> promisedThreshold(const ModelCard& card, const AlarmPromise& promise, bool causal);

/// What re-centres the model's sample scores as they come.
/// Errors: InvalidArgument for a model file that does not say what is calm.
Result<DriftFilter> driftFilter(const ModelCard& card, bool causal);

/// What an adapted model says of itself; empty for one as trained.
std::string adaptationNotice(const ModelCard& card);

/// A trained detector: immutable, shared as std::shared_ptr<const Detector>.
///
/// Tensor work happens inside, on the calling thread and threads of its own; hand it to the
/// engine thread rather than calling it from the GUI's.
class Detector
{
public:
    /// Learns the normal joint behaviour. Bit-identical for the same data, config (seed) and
    /// thread count.
    ///
    /// Errors: TooShort (says how many samples are needed), InvalidArgument, ChannelsDiffer
    /// (names the source and how its channels are not the first one's), DeviceUnavailable,
    /// TrainingDiverged, Cancelled, OutOfMemory.
    static Result<std::shared_ptr<const Detector>> train(const TrainingRequest& request,
                                                         const RunContext& context);

    /// Reads a model file. Executes nothing, allocates no more than the file's size allows.
    /// Errors: the file errors; ModelMalformed saying what is wrong; ModelTooNew.
    static Result<std::shared_ptr<const Detector>> load(const std::filesystem::path& file);

    /// Writes a model file, whole or not at all. Errors: FileUnwritable.
    Status save(const std::filesystem::path& file) const;

    const ModelCard& card() const;

    /// This detector at the operating point of samples that are known to be normal: every channel
    /// whose median there lies outside the central 90 % of its training moves by what lies between
    /// the two medians; scales and relations stay. One that stood still in training moves where
    /// it stands elsewhere throughout the span. Where the span then scores above what is calm in
    /// training, and is long enough to say how far, it sets the thresholds, too.
    ///
    /// What lies outside the span plays no part.
    /// Errors: as score(); InvalidArgument when the span is empty or outside.
    Result<std::shared_ptr<const Detector>> adapted(const Recording& recording,
                                                    const SampleSpan& normal,
                                                    const RunContext& context,
                                                    int threads = 0) const;

    /// This detector with its networks on a device, for whatever it is then asked; all else runs on
    /// the processor. By rounding scores differ from device to device, and only then. As loaded or
    /// trained a detector is on the processor; one that is adapted stays where it was.
    /// Errors: DeviceUnavailable, OutOfMemory.
    Result<std::shared_ptr<const Detector>> on(Device device) const;

    /// Scores a recording. Channels are matched by name, in any order; channels the model does
    /// not know are ignored with a notice.
    /// Errors: ChannelsDiffer (names them), TooShort, Cancelled, OutOfMemory; driftFilter()'s.
    Result<std::shared_ptr<const ScoreTrack>> score(const Recording& recording,
                                                    const ScoringOptions& options,
                                                    const RunContext& context) const;

    /// Why a span is unusual. Errors: as score(); InvalidArgument when the span is empty or
    /// outside.
    ///
    /// @param threads  cores to use, 0 for all; so in pair() and incidents().
    Result<std::shared_ptr<const Explanation>> explain(const Recording& recording,
                                                       const SampleSpan& span,
                                                       const RunContext& context,
                                                       int threads = 0) const;

    /// Two of the model's channels against each other over a span.
    /// Errors: as explain(); InvalidArgument when a channel is unknown or was constant.
    Result<std::shared_ptr<const PairDensity>>
    pair(const Recording& recording, const SampleSpan& span, const std::string& first,
         const std::string& second, const RunContext& context = {}, int threads = 0) const;

    /// findIncidents(), each explained: channels ranked, broken pairs named.
    Result<std::vector<Incident>> incidents(const Recording& recording, const ScoreTrack& track,
                                            double threshold, const RunContext& context,
                                            int threads = 0) const;

    struct State;
    explicit Detector(std::unique_ptr<const State> state);
    ~Detector();
    Detector(const Detector&) = delete;
    Detector& operator=(const Detector&) = delete;

private:
    friend class StreamScorer;
    std::unique_ptr<const State> m_state;
};

} // namespace dissonance
