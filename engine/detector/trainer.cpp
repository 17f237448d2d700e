#include "engine/detector/trainer.h"

#include "engine/detector/negatives.h"
#include "engine/detector/objective.h"
#include "engine/detector/optimiser.h"
#include "engine/detector/separation.h"
#include "engine/detector/window_runs.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kStatisticsMomentum = 0.05;
constexpr Eigen::Index kValidationWindows = 512;
constexpr Eigen::Index kPrecisionWindows = 4096;
constexpr double kShrinkage = 0.05;
/// Growth of the separation that counts as growth: more than the noise of a measurement near 1,
/// and no more than 0.016 in the network's weight.
constexpr double kLeastGrowth = 2e-3;

/// Random streams apart, so that a change in one leaves the others alone.
enum class Stream : std::uint64_t
{
    Weights = 1,
    Dropout,
    Batches,
    Validation
};

std::uint64_t streamSeed(std::uint64_t seed, Stream stream)
{
    return seed * 0x9E3779B97F4A7C15ULL + std::uint64_t(stream);
}

class Trainer
{
public:
    Trainer(const NetworkData& data, const NetworkConfig& config, std::uint64_t seed,
            at::Device device);

    Result<NetworkModel> run(const std::function<void(const TrainingStep&)>& onStep,
                             const RunContext& context);

private:
    at::Tensor drawTokens(const WindowSource& source, const NegativeMaker& maker, Eigen::Index half,
                          RandomSource& random);
    TrainingStep step(int number);
    void updateStatistics(const LatentStatistics& statistics);
    double measureSeparation();
    bool keepIfBest(double separation);

    const NetworkData& m_data;
    const NetworkConfig& m_config;
    at::TensorOptions m_options;
    NetworkModel m_model;
    at::Tensor m_flat;
    AdamW m_optimiser;
    DropoutPool m_dropout;
    WindowSource m_training;
    WindowSource m_validation;
    NegativeMaker m_negatives;
    RandomSource m_random;
    WindowBatch m_batch;
    at::Tensor m_validationTokens; ///< normal windows, then as many negatives

    double m_best = -std::numeric_limits<double>::infinity();
    double m_grown = -std::numeric_limits<double>::infinity();
    at::Tensor m_bestFlat;
    std::vector<at::Tensor> m_bestStatistics;
};

TokenLayout layoutOf(const NetworkData& data, const NetworkConfig& config)
{
    return {data.whitening.channelCount(), data.whitening.windowLength(), config.patch};
}

NetworkModel makeModel(const NetworkConfig& config, const TokenLayout& layout,
                       const at::TensorOptions& options)
{
    return {config, layout, planWeights(config, layout), LikelihoodHead(config, options), {}};
}

/// inv(R) - I of every channel's leading coordinates, R = .95 E[f f'] + .05 I: what the critic
/// knows of linear dependence in closed form.
at::Tensor leadingPrecision(const NetworkData& data, Eigen::Index leading)
{
    const auto windows = thinnedWindows(data.training, kPrecisionWindows);
    const auto size = leading * data.whitening.channelCount();
    Eigen::MatrixXd correlation = kShrinkage * Eigen::MatrixXd::Identity(size, size);
    const double share = (1.0 - kShrinkage) / double(windows.size());
    for (const auto window : windows) {
        const Eigen::VectorXd f =
            whiten(data.whitening, data.scaled, {window, 1}, leading).cast<double>();
        correlation.selfadjointView<Eigen::Lower>().rankUpdate(f, share);
    }
    const Eigen::LLT<Eigen::MatrixXd> factor(correlation);
    Eigen::MatrixXd precision = factor.solve(Eigen::MatrixXd::Identity(size, size));
    precision.diagonal().array() -= 1.0;
    // Symmetric, so column-major is row-major.
    return at::from_blob(precision.data(), {size, size}, at::kDouble).to(at::kFloat);
}

std::int64_t widestDropout(const NetworkConfig& config, const TokenLayout& layout)
{
    return 2 * std::int64_t(config.batch) * layout.tokens() * 2 * config.modelWidth;
}

Trainer::Trainer(const NetworkData& data, const NetworkConfig& config, std::uint64_t seed,
                 at::Device device)
    : m_data(data)
    , m_config(config)
    , m_options(at::TensorOptions(at::kFloat).device(device))
    , m_model(makeModel(config, layoutOf(data, config), m_options))
    , m_flat(drawWeights(m_model.plan, streamSeed(seed, Stream::Weights)).to(m_options))
    , m_optimiser(config, m_flat)
    , m_dropout(config.dropout, widestDropout(config, m_model.layout),
                streamSeed(seed, Stream::Dropout), m_options)
    , m_training(data.scaled, data.training, data.whitening.windowLength())
    , m_validation(data.scaled, data.validation, data.whitening.windowLength())
    , m_negatives(m_training, config.negatives)
    , m_random(streamSeed(seed, Stream::Batches))
{
    auto statistics = initialStatistics(m_model.plan);
    for (auto& statistic : statistics)
        statistic = statistic.to(m_options);
    if (config.head == NetworkHead::DensityRatio)
        statistics.at(0) = leadingPrecision(data, config.patch).to(m_options);
    m_model.weights = bindWeights(config, m_model.plan, m_flat, std::move(statistics), true);

    if (m_validation.count() > 0) {
        RandomSource random(streamSeed(seed, Stream::Validation));
        const NegativeMaker maker(m_validation, config.negatives);
        const auto half = std::min(kValidationWindows, m_validation.count());
        m_validationTokens = drawTokens(m_validation, maker, half, random);
    }
}

/// Whitened tokens (2 half x T x token width): normal windows, then as many negatives.
at::Tensor Trainer::drawTokens(const WindowSource& source, const NegativeMaker& maker,
                               Eigen::Index half, RandomSource& random)
{
    std::vector<Eigen::Index> rows(static_cast<std::size_t>(2 * half));
    for (auto& row : rows)
        row = source.drawRow(random);
    m_batch.resize(source.windowLength(), source.channelCount(), 2 * half);
    maker.copyNormal(rows, 0, m_batch);
    maker.spoil(half, half, m_batch, random);

    const auto& layout = m_model.layout;
    auto tokens = at::empty({2 * half, layout.tokens(), layout.width()}, at::kFloat);
    whitenToTokens(m_batch, m_data.whitening, layout, tokens.data_ptr<float>());
    return tokens.to(m_options);
}

TrainingStep Trainer::step(int number)
{
    const auto half = Eigen::Index(m_config.batch);
    const auto tokens = drawTokens(m_training, m_negatives, half, m_random);
    auto& weights = m_model.weights;

    const auto features = encode(tokens, weights.encoder, m_config.heads, &m_dropout);
    const auto latents = m_model.head.latents(features, weights.head);
    LatentStatistics statistics;
    if (m_config.head != NetworkHead::DensityRatio) {
        statistics = latentStatistics(latents.narrow(0, 0, half * m_model.layout.tokens()));
        updateStatistics(statistics);
    }
    const auto likelihood = m_model.head.logLikelihood(latents, tokens, statistics, weights.head);
    const auto value = objective(likelihood.narrow(0, 0, half), likelihood.narrow(0, half, half),
                                 m_config, weights.head);

    auto gradients = torch::autograd::grad({value.loss}, weights.learned, {},
                                           /*retain_graph=*/false, /*create_graph=*/false,
                                           /*allow_unused=*/true);
    for (std::size_t i = 0; i < gradients.size(); ++i)
        if (!gradients[i].defined()) // the hinge has no use for the logit's scale and offset
            gradients[i] = at::zeros_like(weights.learned[i]);
    TrainingStep report;
    report.step = number;
    report.steps = m_config.maxSteps;
    report.loss = value.loss.item<double>();
    report.contrastive = value.contrastive.item<double>();
    report.likelihood = value.likelihood.defined() ? value.likelihood.item<double>() : 0.0;
    report.gradientNorm = m_optimiser.step(number, gradients, m_flat);
    report.separation = std::numeric_limits<double>::quiet_NaN();
    return report;
}

void Trainer::updateStatistics(const LatentStatistics& statistics)
{
    const torch::NoGradGuard noGradients;
    auto& head = m_model.weights.head;
    head.mean.lerp_(statistics.mean.detach(), kStatisticsMomentum);
    head.deviation.lerp_(statistics.deviation.detach(), kStatisticsMomentum);
}

double Trainer::measureSeparation()
{
    if (!m_validationTokens.defined())
        return std::numeric_limits<double>::quiet_NaN();
    const c10::InferenceMode inference;
    const auto surprise =
        m_model.surprise(m_validationTokens, Part::Whole).to(at::kCPU).contiguous();
    const float* values = surprise.data_ptr<float>();
    const auto half = surprise.numel() / 2;
    using Values = Eigen::Map<const Eigen::ArrayXf>;
    return separation(Values(values, half), Values(values + half, half));
}

/// Whether the separation has grown.
bool Trainer::keepIfBest(double measured)
{
    // Slow growth adds up: it is held against the last that counted.
    const bool grown = measured > m_grown + kLeastGrowth;
    if (grown)
        m_grown = measured;
    if (measured > m_best) {
        m_best = measured;
        m_bestFlat = m_flat.clone();
        m_bestStatistics.clear();
        for (const auto& statistic : m_model.weights.measured)
            m_bestStatistics.push_back(statistic.clone());
    }
    return grown;
}

Result<NetworkModel> Trainer::run(const std::function<void(const TrainingStep&)>& onStep,
                                  const RunContext& context)
{
    const auto start = Clock::now();
    double measured = std::numeric_limits<double>::quiet_NaN();
    int withoutGrowth = 0;
    const int last =
        m_config.endAfter > 0 ? std::min(m_config.endAfter, m_config.maxSteps) : m_config.maxSteps;
    for (int number = 1; number <= last; ++number) {
        if (context.stopRequested())
            return cancelled();
        auto report = step(number);
        if (!std::isfinite(report.loss) || !std::isfinite(report.gradientNorm))
            return Error{ErrorCode::TrainingDiverged,
                         "The network's loss is not finite at step " + std::to_string(number)
                             + "; train with a smaller learning rate."};

        if (number % m_config.validationEvery == 0 || number == last) {
            measured = measureSeparation();
            withoutGrowth = keepIfBest(measured) ? 0 : withoutGrowth + 1;
        }
        const auto seconds = std::chrono::duration<double>(Clock::now() - start).count();
        report.separation = measured;
        report.secondsLeft = seconds / number * (last - number);
        if (onStep)
            onStep(report);
        context.report(double(number) / last, "training the network", report.secondsLeft);
        if (m_validationTokens.defined() && withoutGrowth >= m_config.patience)
            break;
    }

    const auto onCpu = at::TensorOptions(at::kFloat).device(at::kCPU);
    const auto flat = (m_bestFlat.defined() ? m_bestFlat : m_flat).to(onCpu).clone();
    auto statistics = m_bestStatistics.empty() ? m_model.weights.measured : m_bestStatistics;
    for (auto& statistic : statistics)
        statistic = statistic.to(onCpu).clone();
    auto model = makeModel(m_config, m_model.layout, onCpu);
    model.weights = bindWeights(m_config, model.plan, flat, std::move(statistics), false);
    return model;
}

} // namespace

Result<NetworkModel> trainNetwork(const NetworkData& data, const NetworkConfig& config,
                                  std::uint64_t seed, at::Device device,
                                  const std::function<void(const TrainingStep&)>& onStep,
                                  const RunContext& context)
{
    const TorchThreads torchThreads(1);
    const at::AutoGradMode gradients(true);
    Trainer trainer(data, config, seed, device);
    return trainer.run(onStep, context);
}

} // namespace dissonance
