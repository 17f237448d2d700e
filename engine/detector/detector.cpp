#include "engine/detector/detector.h"

#include "engine/base/atomic_file.h"
#include "engine/base/parallel.h"
#include "engine/detector/clock_jumps.h"
#include "engine/detector/detector_state.h"
#include "engine/detector/detector_trainer.h"
#include "engine/detector/guarded.h"
#include "engine/detector/sample_scores.h"
#include "engine/detector/window_runs.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace dissonance {

namespace {

std::ptrdiff_t gapSize(const std::vector<SampleSpan>& gaps)
{
    std::ptrdiff_t size = 0;
    for (const auto& gap : gaps)
        size += gap.size();
    return size;
}

std::vector<std::string> gapNotices(const Detector::State& state, const Gaps& gaps,
                                    std::ptrdiff_t samples)
{
    std::vector<std::string> notices;
    for (std::size_t c = 0; c < gaps.size(); ++c) {
        const auto missing = gapSize(gaps[c]);
        if (2 * missing <= samples)
            continue;
        const auto percent = 100 * missing / samples;
        notices.push_back("Channel \"" + state.card.channels[c].name + "\" is missing in "
                          + std::to_string(percent)
                          + " % of the samples; in long gaps it counts as usual.");
    }
    return notices;
}

std::string jumpNotice(std::size_t jumps)
{
    return "The clock jumps " + (jumps == 1 ? "once" : std::to_string(jumps) + " times")
        + " by more than " + std::to_string(int(kJumpSteps))
        + " of its usual steps; no window reaches across, and pieces shorter than a window have no "
          "score.";
}

} // namespace

std::string stepNotice(const Detector::State& state, const Recording& recording)
{
    const double learned = state.card.medianStepSeconds;
    const auto& clock = *recording.clock();
    const double step = double(clock.medianStep()) * 1e-9;
    if (clock.kind() == TimeKind::SampleIndex || !isOtherStep(learned, step))
        return {};
    std::ostringstream notice;
    notice << "This recording has a sample every " << step
           << " s, the model learned from one every " << learned
           << " s: its scores mean little. Train on a recording of the same rate.";
    return notice.str();
}

Result<double> promisedThreshold(const ModelCard& card, const AlarmPromise& promise, bool causal)
{
    const auto rate = promise.perSample(card.medianStepSeconds);
    if (!rate)
        return rate.error();
    return (causal ? card.causalAlarmRate : card.alarmRate).thresholdFor(*rate);
}

Result<DriftFilter> driftFilter(const ModelCard& card, bool causal)
{
    const double calm = causal ? card.causalCalm : card.calm;
    if (std::isnan(calm))
        return Error{ErrorCode::InvalidArgument,
                     "The model was trained by an older version and does not say what scores are "
                     "calm: train it again to have drift followed."};
    return DriftFilter(calm, driftMemory(card.medianStepSeconds));
}

int longestWindow(const DetectorConfig& config)
{
    return *std::max_element(config.windowLengths.begin(), config.windowLengths.end());
}

Result<ChannelMatch> matchedChannels(const Detector::State& state, const Recording& recording)
{
    std::vector<WantedChannel> wanted;
    for (std::size_t c = 0; c < state.traits.size(); ++c)
        wanted.push_back({state.card.channels[c].name, state.card.channels[c].unit,
                          state.traits[c].kind, state.traits[c].measured});
    return matchChannels(wanted, recording);
}

namespace {

Result<ReadRecording> read(const Detector::State& state, const Recording& recording,
                           ChannelMatch channels, int threads, const RunContext& context)
{
    auto values = modelValues(recording, channels, state.traits, threads, context);
    if (!values)
        return values.error();
    return ReadRecording{std::move(*values), std::move(channels.notices)};
}

} // namespace

Result<ReadRecording> matchedValues(const Detector::State& state, const Recording& recording,
                                    int threads, const RunContext& context)
{
    auto channels = matchedChannels(state, recording);
    if (!channels)
        return channels.error();
    return read(state, recording, *std::move(channels), threads, context);
}

Result<ReadRecording> readRecording(const Detector::State& state, const Recording& recording,
                                    int threads, const RunContext& context)
{
    auto channels = matchedChannels(state, recording);
    if (!channels)
        return channels.error();
    const int longest = longestWindow(state.card.config);
    if (recording.sampleCount() < longest)
        return Error{ErrorCode::TooShort,
                     "\"" + recording.name() + "\" has " + std::to_string(recording.sampleCount())
                         + " samples; the model's windows need at least " + std::to_string(longest)
                         + "."};
    return read(state, recording, *std::move(channels), threads, context);
}

Result<PreparedRecording> prepare(const Detector::State& state, const Recording& recording,
                                  int threads, const RunContext& context)
{
    auto read = readRecording(state, recording, threads, context);
    if (!read)
        return read.error();
    PreparedRecording prepared{std::move(read->model.values), std::move(read->model.gaps),
                               std::move(read->model.jumps), std::move(read->notices)};
    applyScaling(state.scaling, prepared.scaled, threads, context);
    if (context.stopRequested())
        return cancelled();
    if (auto notice = adaptationNotice(state.card); !notice.empty())
        prepared.notices.push_back(std::move(notice));
    if (auto notice = stepNotice(state, recording); !notice.empty())
        prepared.notices.push_back(std::move(notice));
    if (!prepared.jumps.empty())
        prepared.notices.push_back(jumpNotice(prepared.jumps.size()));
    for (auto& notice : gapNotices(state, prepared.gaps, recording.sampleCount()))
        prepared.notices.push_back(std::move(notice));
    return prepared;
}

Detector::Detector(std::unique_ptr<const State> state)
    : m_state(std::move(state))
{
}

Detector::~Detector() = default;

const ModelCard& Detector::card() const
{
    return m_state->card;
}

Result<std::shared_ptr<const Detector>> Detector::train(const TrainingRequest& request,
                                                        const RunContext& context)
{
    return guarded([&]() -> Result<std::shared_ptr<const Detector>> {
        auto state = trainState(request, context);
        if (!state)
            return state.error();
        return std::make_shared<const Detector>(std::unique_ptr<const State>(std::move(*state)));
    });
}

namespace {

Result<std::vector<WindowParts>> windowParts(const Detector::State& state,
                                             const PreparedRecording& prepared, int threads,
                                             const RunContext& context,
                                             std::vector<std::string>& notices)
{
    const auto usual = usualGapsOf(state.traits);
    const SampleSpan all{0, prepared.scaled.rows()};
    std::vector<WindowParts> parts;
    const auto count = double(state.models.size());
    for (const auto& model : state.models) {
        const auto length = model.windowLength();
        const auto from = 0.1 + 0.9 * double(parts.size()) / count;
        const auto runs = windowRuns(cutAtJumps(all, prepared.jumps), length);
        if (runs.empty())
            return Error{ErrorCode::TooShort,
                         "Between the jumps of the clock no piece holds a window of "
                             + std::to_string(length) + " samples."};
        const auto terms = rawTerms(model, state.card.config, prepared.scaled,
                                    leftOutWindows(prepared.gaps, usual, length), runs, threads,
                                    context.part(from, from + 0.9 / count));
        if (!terms)
            return terms.error();
        if (const auto none = windowsWithoutNumber(*terms); none > 0)
            notices.push_back("The model gives no number for " + std::to_string(none) + " of "
                              + std::to_string(windowCount(runs))
                              + " windows, which so have no score: it is damaged; train it again.");
        parts.push_back(placedParts(fuse(model, state.card.config, *terms), runs, all));
    }
    return parts;
}

} // namespace

Result<std::shared_ptr<const Detector>> Detector::on(Device device) const
{
    return guarded([&]() -> Result<std::shared_ptr<const Detector>> {
        // Asked of closed-form detectors too: who wants a device that is not there should know.
        if (auto status = Network::checkDevice(device); !status)
            return status.error();
        auto state = std::make_unique<State>(*m_state);
        for (auto& model : state->models) {
            for (auto& member : model.networks) {
                auto network = Network::on(member.network, device);
                if (!network)
                    return network.error();
                member.network = *std::move(network);
            }
        }
        return std::make_shared<const Detector>(std::unique_ptr<const State>(std::move(state)));
    });
}

Result<std::shared_ptr<const ScoreTrack>> Detector::score(const Recording& recording,
                                                          const ScoringOptions& options,
                                                          const RunContext& context) const
{
    return guarded([&]() -> Result<std::shared_ptr<const ScoreTrack>> {
        const int threads = threadCount(options.threads);
        context.report(0.0, "preparing the recording");
        auto prepared = prepare(*m_state, recording, threads, context);
        if (!prepared)
            return prepared.error();
        const auto parts = windowParts(*m_state, *prepared, threads, context, prepared->notices);
        if (!parts)
            return parts.error();

        auto scores = stretchScores(*parts, recording.sampleCount());
        auto track = std::make_shared<ScoreTrack>();
        track->clock = recording.clock();
        track->windowLength = longestWindow(m_state->card.config);
        track->causal = options.causal;
        track->samples = std::move(options.causal ? scores.causal : scores.offline);
        track->windows = std::move(scores.windows);
        const auto& card = m_state->card;
        track->threshold =
            options.threshold.value_or(options.causal ? card.causalThreshold : card.threshold);
        track->calm = options.causal ? m_state->card.causalCalm : m_state->card.calm;
        if (options.driftAware) {
            auto filter = driftFilter(card, options.causal);
            if (!filter)
                return filter.error();
            filter->apply(track->samples);
        }
        track->flagged = flagAbove(track->samples.total, track->threshold);
        track->recordingSha256 = recording.provenance().sha256;
        track->modelSha256 = m_state->card.sha256;
        track->notices = std::move(prepared->notices);
        context.report(1.0, "scored", 0.0);
        return std::shared_ptr<const ScoreTrack>(std::move(track));
    });
}

} // namespace dissonance
