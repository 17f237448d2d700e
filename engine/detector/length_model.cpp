#include "engine/detector/length_model.h"

#include "engine/base/parallel.h"
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

/// Columns [first, first + count) of a block, from which the same channels are missing.
struct MissingSpan
{
    Eigen::Index first = 0;
    Eigen::Index count = 0;
    std::vector<Eigen::Index> channels;
};

std::vector<MissingSpan> missingSpans(const std::vector<std::vector<WindowRun>>& leftOut,
                                      WindowRun run)
{
    std::vector<MissingSpan> single; // of one channel each
    std::vector<Eigen::Index> edges;
    forLeftOut(leftOut, run, [&](Eigen::Index c, Eigen::Index first, Eigen::Index count) {
        single.push_back({first, count, {c}});
        edges.insert(edges.end(), {first, first + count});
    });
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());

    std::vector<MissingSpan> spans;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        MissingSpan span{edges[i], edges[i + 1] - edges[i], {}};
        for (const auto& part : single)
            if (part.first <= span.first && span.first < part.first + part.count)
                span.channels.push_back(part.channels.front());
        span.channels.erase(std::unique(span.channels.begin(), span.channels.end()),
                            span.channels.end());
        if (!span.channels.empty())
            spans.push_back(std::move(span));
    }
    return spans;
}

/// A missing channel is as usual as can be in every term: its coordinates are 0, the mean, or
/// what the others lead to expect; its own surprise is what it is on average.
void leaveOut(const std::vector<MissingSpan>& missing, const LengthModel& model,
              const DetectorConfig& config, Eigen::Ref<Eigen::MatrixXf> coordinates)
{
    const auto length = model.windowLength();
    for (const auto& span : missing) {
        for (const auto c : span.channels)
            coordinates.block(c * length, span.first, length, span.count).setZero();
        if (config.useCopula)
            expectMissing(model.copula, span.channels, length,
                          coordinates.middleCols(span.first, span.count));
    }
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
                       Eigen::Ref<Eigen::MatrixXf> coordinates) const
    {
        const auto length = m_model.windowLength();
        whitenInto(m_model.whitening, m_scaled, run, length, coordinates);
        const auto missing = missingSpans(m_leftOut, run);
        leaveOut(missing, m_model, m_config, coordinates);
        if (m_config.useMarginal) {
            auto surprise = channelSurprise(coordinates, length, m_model.marginal.freedom);
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
    }

    const LengthModel& m_model;
    const DetectorConfig& m_config;
    const Eigen::MatrixXf& m_scaled;
    const std::vector<std::vector<WindowRun>>& m_leftOut;
};

/// max(w_N k(N), b(N)) of one network.
Eigen::ArrayXd networkSurprise(const LengthModel& model, std::size_t member,
                               const Eigen::ArrayXf& values)
{
    const auto& calibration = model.networks[member].calibration;
    Eigen::ArrayXd surprise(values.size());
    for (Eigen::Index i = 0; i < values.size(); ++i)
        surprise[i] = std::max(model.networkWeight * calibrated(double(values[i]), calibration),
                               beyondNormal(double(values[i]), calibration));
    return surprise;
}

} // namespace

Result<RawTerms> rawTerms(const LengthModel& model, const DetectorConfig& config,
                          const Eigen::MatrixXf& scaled,
                          const std::vector<std::vector<WindowRun>>& leftOut,
                          const std::vector<WindowRun>& runs, int threads,
                          const RunContext& context)
{
    const auto windows = windowCount(runs);
    RawTerms terms;
    if (config.useMarginal)
        terms.marginal.resize(windows);
    if (config.useCopula)
        terms.copula.resize(windows);
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

WindowParts fuse(const LengthModel& model, const DetectorConfig& config, const RawTerms& terms)
{
    const auto windows =
        std::max({terms.marginal.size(), terms.copula.size(),
                  terms.networks.empty() ? Eigen::Index(0) : terms.networks.front().size()});
    WindowParts parts{model.windowLength(), Eigen::ArrayXd::Zero(windows),
                      Eigen::ArrayXd::Zero(windows)};
    if (config.useMarginal)
        parts.marginal = calibrated(terms.marginal, model.marginalCalibration);
    if (config.useCopula)
        parts.dependence += config.copulaWeight * calibrated(terms.copula, model.copulaCalibration);
    for (std::size_t i = 0; i < terms.networks.size(); ++i)
        parts.dependence +=
            networkSurprise(model, i, terms.networks[i]) / double(terms.networks.size());
    return parts;
}

} // namespace dissonance
