#include "engine/detector/length_model.h"

#include "engine/base/parallel.h"
#include "engine/detector/left_out.h"
#include "engine/detector/whiten_block.h"
#include "engine/detector/window_runs.h"

#include <algorithm>

namespace dissonance {

namespace {

constexpr Eigen::Index kBlock = 128; ///< windows that one thread takes at a time
constexpr Eigen::Index kChunkFloats = 4'000'000; ///< coordinates held at once: 16 MB

Eigen::Index chunkWindows(Eigen::Index coordinates)
{
    const auto fitting = std::clamp<Eigen::Index>(kChunkFloats / coordinates, kBlock, 4096);
    return fitting / kBlock * kBlock;
}

/// Whitens one chunk and evaluates the closed-form terms on the way; coordinates stay for the
/// network.
class ChunkTerms
{
public:
    ChunkTerms(const LengthModel& model, const DetectorConfig& config,
               const Eigen::MatrixXf& scaled, const std::vector<std::vector<WindowRun>>& leftOut)
        : m_model(model)
        , m_config(config)
        , m_scaled(scaled)
        , m_leftOut(leftOut)
    {
    }

    /// Terms of `run` into [at, at + run.count) of `terms`.
    void evaluate(WindowRun run, Eigen::Index at, RawTerms& terms, Eigen::MatrixXf& coordinates,
                  int threads, const RunContext& context) const
    {
        const auto blocks = cutRuns({{0, run.count}}, kBlock);
        parallelFor(std::ptrdiff_t(blocks.size()), threads,
                    [&](std::ptrdiff_t first, std::ptrdiff_t last) {
                        for (auto b = first; b < last && !context.stopRequested(); ++b) {
                            const auto& block = blocks[std::size_t(b)];
                            evaluateBlock({run.first + block.first, block.count}, at + block.first,
                                          terms, coordinates.middleCols(block.first, block.count));
                        }
                    });
    }

private:
    void evaluateBlock(WindowRun run, Eigen::Index at, RawTerms& terms,
                       const Eigen::Ref<Eigen::MatrixXf>& coordinates) const
    {
        const auto length = m_model.windowLength();
        whitenInto(m_model.whitening, m_scaled, run, length, coordinates);
        const auto missing = missingSpans(m_leftOut, run);
        leaveOut(missing, m_model.copula, length, coordinates);
        if (m_config.hasMarginal()) {
            auto surprise = channelSurprise(coordinates, length, m_model.marginal.freedom,
                                            m_model.marginal.scale);
            for (const auto& span : missing)
                for (const auto c : span.channels)
                    surprise.row(c)
                        .segment(span.first, span.count)
                        .setConstant(m_model.marginal.expected[c]);
            terms.marginal.segment(at, run.count) = surprise.colwise().sum().transpose();
        }
        if (m_config.useCopula)
            terms.copula.segment(at, run.count) =
                copulaTerms(m_model.copula, coordinates, length).joint;
        if (!m_model.state.channels.empty())
            terms.state.segment(at, run.count) =
                stateTerm(stateSurprise(m_model.state, m_scaled, run, length, missing));
    }

    const LengthModel& m_model;
    const DetectorConfig& m_config;
    const Eigen::MatrixXf& m_scaled;
    const std::vector<std::vector<WindowRun>>& m_leftOut;
};

} // namespace

Result<RawTerms> rawTerms(const LengthModel& model, const DetectorConfig& config,
                          const Eigen::MatrixXf& scaled,
                          const std::vector<std::vector<WindowRun>>& leftOut,
                          const std::vector<WindowRun>& runs, int threads,
                          const RunContext& context)
{
    const auto windows = windowCount(runs);
    RawTerms terms;
    if (config.hasMarginal())
        terms.marginal.resize(windows);
    if (config.useCopula)
        terms.copula.resize(windows);
    if (!model.state.channels.empty())
        terms.state.resize(windows);
    terms.networks.assign(model.networks.size(), Eigen::ArrayXf(windows));

    const auto size = model.windowLength() * model.whitening.channelCount();
    const ChunkTerms chunkTerms(model, config, scaled, leftOut);
    Eigen::MatrixXf coordinates;
    Eigen::Index at = 0;
    for (const auto& chunk : cutRuns(runs, chunkWindows(size))) {
        coordinates.resize(size, chunk.count);
        chunkTerms.evaluate(chunk, at, terms, coordinates, threads, context);
        if (context.stopRequested())
            return cancelled();
        const auto along = [&](std::size_t networks) {
            const double share = double(networks) / double(model.networks.size());
            return (double(at) + share * double(chunk.count)) / double(windows);
        };
        for (std::size_t i = 0; i < model.networks.size(); ++i) {
            auto surprise = model.networks[i].network->surpriseOf(
                coordinates, threads, context.part(along(i), along(i + 1)));
            if (!surprise)
                return surprise.error();
            terms.networks[i].segment(at, chunk.count) = *surprise;
        }
        at += chunk.count;
        context.report(double(at) / double(windows), "scoring windows");
    }
    return terms;
}

Eigen::VectorXf learnedScale(const std::vector<NetworkMember>& networks)
{
    Eigen::VectorXf scale = networks.front().network->marginalScale();
    for (std::size_t i = 1; i < networks.size(); ++i)
        scale += networks[i].network->marginalScale();
    return scale / float(networks.size());
}

Eigen::Index windowsTogether(const LengthModel& model)
{
    if (model.networks.empty())
        return kBlock;
    const auto chunk = chunkWindows(model.windowLength() * model.whitening.channelCount());
    const auto batch = model.networks.front().network->windowsAtOnce();
    return batch % kBlock == 0 && chunk % batch == 0 ? batch : chunk;
}

Eigen::Index windowsWithoutNumber(const RawTerms& terms)
{
    Eigen::Array<bool, Eigen::Dynamic, 1> none;
    const auto look = [&](const Eigen::ArrayXf& values) {
        if (none.size() == 0)
            none.setConstant(values.size(), false);
        if (values.size() > 0)
            none = none || values.isNaN();
    };
    look(terms.marginal.size() > 0 ? terms.marginal : terms.copula);
    look(terms.copula);
    for (const auto& network : terms.networks)
        look(network);
    return none.count();
}

WindowParts fuse(const LengthModel& model, const DetectorConfig& config, const RawTerms& terms)
{
    const auto windows =
        std::max({terms.marginal.size(), terms.copula.size(),
                  terms.networks.empty() ? Eigen::Index(0) : terms.networks.front().size()});
    WindowParts parts{model.windowLength(), Eigen::ArrayXd::Zero(windows),
                      Eigen::ArrayXd::Zero(windows)};
    if (config.hasMarginal())
        parts.marginal = calibrated(terms.marginal, model.marginalCalibration);
    if (terms.state.size() > 0)
        parts.marginal += config.stateWeight * calibrated(terms.state, model.stateCalibration);
    if (config.useCopula)
        parts.dependence = config.copulaWeight * calibrated(terms.copula, model.copulaCalibration);
    if (terms.networks.empty())
        return parts;

    Eigen::ArrayXd steady = Eigen::ArrayXd::Zero(windows);
    Eigen::ArrayXd added = Eigen::ArrayXd::Zero(windows);
    const double share = 1.0 / double(terms.networks.size());
    for (std::size_t i = 0; i < terms.networks.size(); ++i) {
        const auto& member = model.networks[i];
        const Eigen::ArrayXd surprise = calibrated(terms.networks[i], member.calibration);
        steady += share * config.networkShare * member.steadiness * surprise;
        const Calibration beyond{
            member.largest, member.largest + member.calibration.upper - member.calibration.median};
        added += share
            * (config.beyondWeight * member.steadiness * calibrated(terms.networks[i], beyond))
                  .max(model.networkWeight * surprise);
    }
    // Of the mean over all window lengths the network gets what it would of those that have one.
    const auto lengths = std::max<std::size_t>(1, lengthsWithNetworks(config));
    const double times = double(config.windowLengths.size()) / double(lengths);
    // A NaN of the network stays one through the second term, even at weight 0.
    parts.dependence += times * ((steady - parts.marginal - parts.dependence).max(0.0) + added);
    return parts;
}

} // namespace dissonance
