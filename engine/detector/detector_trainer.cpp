#include "engine/detector/detector_trainer.h"

#include "engine/base/parallel.h"
#include "engine/detector/dependence_file.h"
#include "engine/detector/fusion.h"
#include "engine/detector/network_turns.h"
#include "engine/detector/separation.h"
#include "engine/detector/thresholds.h"
#include "engine/detector/training_data.h"
#include "engine/detector/window_runs.h"
#include "engine/scoring/alarm_rate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <limits>
#include <utility>

namespace dissonance {

namespace {

/// Windows of the calibration slice on which separations are measured.
constexpr Eigen::Index kSeparationWindows = 2048;

/// Size of the normal windows that are kept beside networks: 4 MB.
constexpr Eigen::Index kReferenceFloats = 1'000'000;

/// Samples that windows are learned from, and held out, at most: what is learned of more of them
/// is the same, and training takes as long for a week as for a year. In so many pieces that no
/// mode of operation is passed over.
constexpr std::ptrdiff_t kMostSamples = 50'000;
constexpr std::ptrdiff_t kPiece = 1000;

struct Fitting
{
    const TrainingRequest& request;
    const DetectorConfig& config; ///< of the request, without lengths that are too long
    const Eigen::MatrixXf& scaled;
    const std::vector<SampleSpan>& fit;
    const std::vector<SampleSpan>& calibration;
    const Scaling& scaling;
    const Gaps& gaps;
    const std::vector<std::ptrdiff_t>& usual;
    int threads = 1;
    NetworkTurns& turns;
};

std::string utcNow()
{
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char text[32] = {};
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

/// Coordinates of windows spread over the runs: (L * C) x N.
Eigen::MatrixXf spreadCoordinates(const Whitening& whitening, const Eigen::MatrixXf& scaled,
                                  const std::vector<WindowRun>& runs, Eigen::Index most)
{
    const auto windows = thinnedWindows(runs, most);
    const auto length = whitening.windowLength();
    Eigen::MatrixXf coordinates(length * whitening.channelCount(), Eigen::Index(windows.size()));
    for (std::size_t i = 0; i < windows.size(); ++i)
        coordinates.col(Eigen::Index(i)) = whiten(whitening, scaled, {windows[i], 1}, length);
    return coordinates;
}

Status trainNetworks(const Fitting& fitting, const std::vector<WindowRun>& fitRuns,
                     const std::vector<WindowRun>& calibrationRuns, const Eigen::MatrixXf& real,
                     const Eigen::MatrixXf& swapped, LengthModel& model, const RunContext& context)
{
    const auto& config = fitting.config;
    const auto count = double(config.seeds.size());
    const bool alone = !config.hasMarginal() && !config.useCopula;
    const auto learned =
        spreadCoordinates(model.whitening, fitting.scaled, fitRuns, kSeparationWindows);
    const RunContext silent{context.stop, {}}; // too short to be a step of its own
    auto networkConfig = config.network;
    model.magnitudes = networkConfig.magnitudes =
        std::max(model.separationCopula, 0.5) < config.magnitudesBelow;
    model.separationNetwork = 0.0;
    for (std::size_t i = 0; i < config.seeds.size(); ++i) {
        fitting.turns.begin();
        auto network = Network::train(
            {fitting.scaled, model.whitening, fitRuns, calibrationRuns}, networkConfig,
            config.seeds[i], fitting.request.device, fitting.turns.steps(fitting.request.onStep),
            fitting.turns.progress(context.part(double(i) / count, double(i + 1) / count)));
        if (!network)
            return network.error();
        const auto onReal = (*network)->surpriseOf(real, fitting.threads, silent);
        if (!onReal)
            return onReal.error();
        const auto onSwapped = (*network)->surpriseOf(swapped, fitting.threads, silent);
        if (!onSwapped)
            return onSwapped.error();
        const auto onLearned = (*network)->surpriseOf(learned, fitting.threads, silent);
        if (!onLearned)
            return onLearned.error();
        model.separationNetwork += separation(*onReal, *onSwapped) / count;
        model.networks.push_back(
            {*network, {}, alone ? 0.0 : networkSteadiness(*onLearned, *onReal)});
    }
    const auto size = model.windowLength() * model.whitening.channelCount();
    model.reference = spreadCoordinates(
        model.whitening, fitting.scaled, fitRuns,
        std::clamp<Eigen::Index>(kReferenceFloats / size, 128, kMostReferenceWindows));
    model.networkWeight =
        alone ? 1.0 : networkWeight(model.separationCopula, model.separationNetwork);
    return Done{};
}

/// Sets the scales of the terms on the calibration windows and returns what they then score.
Result<WindowParts> calibrate(const Fitting& fitting, const std::vector<WindowRun>& runs,
                              LengthModel& model, const RunContext& context)
{
    const auto& config = fitting.config;
    const auto leftOut = leftOutWindows(fitting.gaps, fitting.usual, model.windowLength());
    const auto terms =
        rawTerms(model, config, fitting.scaled, leftOut, runs, fitting.threads, context);
    if (!terms)
        return terms.error();
    if (windowsWithoutNumber(*terms) > 0)
        return Error{ErrorCode::TrainingDiverged,
                     "The trained detector gives no number for some held-out normal windows; train "
                     "with a smaller learning rate."};
    if (config.hasMarginal())
        model.marginalCalibration = fitCalibration(terms->marginal);
    if (config.useCopula)
        model.copulaCalibration = fitCalibration(terms->copula);
    if (terms->state.size() > 0)
        model.stateCalibration = fitCalibration(terms->state, kRareNats);
    for (std::size_t i = 0; i < model.networks.size(); ++i) {
        auto& member = model.networks[i];
        member.calibration = fitCalibration(terms->networks[i]);
        member.largest = std::max(member.calibration.upper, double(terms->networks[i].maxCoeff()));
    }
    return fuse(model, config, *terms);
}

struct FittedLength
{
    LengthModel model;
    WindowParts calibration; ///< of all calibration windows, run by run
};

Result<FittedLength> fitLength(const Fitting& fitting, std::size_t index, const RunContext& context)
{
    const auto& config = fitting.config;
    const int length = config.windowLengths[index];
    // What scoring leaves out teaches nothing: values that are only held.
    const auto fitRuns = wholeWindows(windowRuns(fitting.fit, length),
                                      leftOutWindows(fitting.gaps, fitting.usual, length));
    const auto calibrationRuns = windowRuns(fitting.calibration, length);

    context.report(0.0, "learning the channels' own patterns");
    FittedLength fitted;
    auto& model = fitted.model;
    if (config.useState)
        model.state = fitStatePart(fitting.scaled, fitting.fit, fitting.scaling);
    model.whitening = fitWhitening(fitting.scaled, fitRuns, length, config.ridge, fitting.threads,
                                   context, model.state.indices());
    if (context.stopRequested())
        return cancelled();
    const auto real =
        spreadCoordinates(model.whitening, fitting.scaled, calibrationRuns, kSeparationWindows);
    const auto swapped = channelSwapped(real, length, config.seeds.front());
    model.marginal = fitMarginalPart(real, length, config.marginalFreedom);

    // The network alone wants to know, too, whether relations are linear.
    if (config.useCopula || config.useNetwork) {
        context.report(0.05, "learning the dependence between channels");
        auto copula = fitCopulaPart(fitting.scaled, model.whitening, fitRuns,
                                    leadingFor(config.leading, fitting.scaled.cols(), length),
                                    config.shrinkage, fitting.threads, context);
        if (!copula)
            return copula.error();
        model.copula = std::move(*copula);
        const auto onReal = copulaDependence(model.copula, real, length, fitting.threads, context);
        const auto onSwapped =
            copulaDependence(model.copula, swapped, length, fitting.threads, context);
        if (!onReal || !onSwapped)
            return cancelled();
        model.separationCopula = separation(*onReal, *onSwapped);
        if (!config.useCopula)
            model.copula = {};
    }

    model.separationNetwork = std::numeric_limits<double>::quiet_NaN();
    if (index < lengthsWithNetworks(config)) {
        context.report(0.1, "training the network");
        if (auto status = trainNetworks(fitting, fitRuns, calibrationRuns, real, swapped, model,
                                        context.part(0.1, 0.9));
            !status)
            return status.error();
        if (!config.useMarginal && config.network.marginals)
            model.marginal =
                fitMarginalPart(real, length, config.marginalFreedom, learnedScale(model.networks));
    }
    auto calibration = calibrate(fitting, calibrationRuns, model, context.part(0.9, 1.0));
    if (!calibration)
        return calibration.error();
    fitted.calibration = std::move(*calibration);
    return fitted;
}

void describe(const TrainingData& data, const TrainingSplit& split, Detector::State& state)
{
    auto& card = state.card;
    for (std::size_t c = 0; c < data.channels.size(); ++c)
        card.channels.push_back(
            {data.channels[c].name, data.channels[c].unit, state.scaling.constant[c]});
    card.sources = data.sources;
    card.version = DISSONANCE_VERSION;
    card.created = utcNow();
    card.trainingSamples = coveredSamples(split.fit);
    card.calibrationSamples = coveredSamples(split.calibration);
    card.medianStepSeconds = data.medianStepSeconds;
    // Beside a network's separation stands that of the copula it is weighed against.
    const auto networks = lengthsWithNetworks(card.config);
    const auto lengths = networks > 0 ? networks : state.models.size();
    for (std::size_t i = 0; i < lengths; ++i) {
        const auto& model = state.models[i];
        card.separationCopula += model.separationCopula / double(lengths);
        card.separationNetwork += model.separationNetwork / double(lengths);
        card.networkWeight += model.networkWeight / double(lengths);
    }
}

/// What is learned of channels before any window: their scales, which are then applied to `data`,
/// and how they depend on each other.
Status fitChannels(TrainingData& data, const std::vector<SampleSpan>& fit,
                   const DetectorConfig& config, int threads, const RunContext& context,
                   Detector::State& state)
{
    state.card.config = config;
    state.traits = data.traits;
    std::vector<double> offsets;
    offsets.reserve(data.traits.size());
    for (const auto& traits : data.traits)
        offsets.push_back(traits.offset);
    state.scaling =
        fitScaling(data.values, fit, config.clip, config.rangeFloor, threads, context, offsets);
    if (context.stopRequested())
        return cancelled();
    if (std::all_of(state.scaling.constant.begin(), state.scaling.constant.end(),
                    [](bool constant) { return constant; }))
        return Error{ErrorCode::InvalidArgument,
                     "No channel moves in the normal samples: there is nothing to learn."};
    context.report(0.05, "learning the relations between channels");
    auto dependence =
        fitChannelDependence(data.values, fit, state.scaling.constant, config.network.family,
                             threads, context.part(0.05, 0.06));
    if (!dependence)
        return dependence.error();
    dependence = asFileKeeps(*dependence);
    if (!dependence)
        return dependence.error();
    state.dependence = std::move(*dependence);
    applyScaling(state.scaling, data.values, threads, context);
    if (context.stopRequested())
        return cancelled();
    return Done{};
}

} // namespace

Result<std::unique_ptr<Detector::State>> trainState(const TrainingRequest& request,
                                                    const RunContext& context)
{
    if (auto status = validate(request.config); !status)
        return status.error();
    // Asked of closed-form detectors too: who wants a device that is not there should know.
    if (auto status = Network::checkDevice(request.device); !status)
        return status.error();
    const int threads = threadCount(request.config.threads);
    auto data = gatherTrainingData(request, threads, context.part(0.0, 0.05));
    if (!data)
        return data.error();
    const auto config = withoutTooLong(request.config, data->stretches, data->weights);
    const int longest = longestWindow(config);
    // A promise that cannot be kept should not cost the training first.
    const auto rate = request.alarms ? request.alarms->perSample(data->medianStepSeconds)
                                     : Result<double>(defaultAlarmRate(data->medianStepSeconds));
    if (!rate)
        return rate.error();
    auto split = splitTraining(data->stretches, data->weights, config.calibrationShare, longest);
    if (!split)
        return split.error();
    split->calibration = thinnedSpans(split->calibration, kMostSamples, kPiece);
    const auto windowed = thinnedSpans(split->fit, kMostSamples, kPiece);

    auto state = std::make_unique<Detector::State>();
    if (auto status = fitChannels(*data, split->fit, config, threads, context, *state); !status)
        return status.error();

    const auto usual = usualGapsOf(data->traits);
    NetworkTurns turns(int(networkCount(config)));
    const Fitting fitting{request,        config,     data->values, windowed, split->calibration,
                          state->scaling, data->gaps, usual,        threads,  turns};
    std::vector<WindowParts> calibration;
    const auto count = double(config.windowLengths.size());
    for (std::size_t i = 0; i < config.windowLengths.size(); ++i) {
        const auto from = 0.06 + 0.93 * double(i) / count;
        auto fitted = fitLength(fitting, i, context.part(from, from + 0.93 / count));
        if (!fitted)
            return fitted.error();
        state->models.push_back(std::move(fitted->model));
        calibration.push_back(std::move(fitted->calibration));
    }
    describe(*data, *split, *state);
    setThresholds(calibrationScores(split->calibration, calibration, longest), longest, *rate,
                  state->card);
    const auto file = toModelFile(*state);
    if (!file)
        return file.error();
    state->card.sha256 = modelSha256(*file);
    context.report(1.0, "trained", 0.0);
    return state;
}

} // namespace dissonance
