#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

enum class Preset
{
    Default, ///< marginals, channel copula and network, fused
    Quick, ///< no network: closed form only
    Seed, ///< the network alone: the paper's detector by itself
    Thorough, ///< Default over several window lengths and seeds
};

enum class CopulaFamily
{
    Gaussian,
    StudentT
};

/// What turns the encoder's latents into one number per window (term N).
enum class NetworkHead
{
    LatentCopula, ///< log-density of the copula of the latents (the default)
    MultivariateNormal, ///< Gaussian copula with Gaussian marginals
    IndependentNormal, ///< Gaussian marginals alone: what the copula is worth
    DensityRatio, ///< a free scalar critic
};

enum class NetworkObjective
{
    NoiseContrastive, ///< logistic on the logit
    Hinge, ///< margin between the log-likelihoods of normal and negative windows
    Likelihood, ///< no contrast; latents collapse: to show what the contrast is worth
};

enum class Device
{
    Auto,
    Cpu,
    Cuda
};

/// How often each kind of negative window is drawn; need not sum to 1.
struct NegativeMix
{
    double swap = 1.0; ///< channels taken from other windows: only dependence breaks
    double lag = 0.0; ///< channels rotated in time
    double cutPaste = 0.0; ///< a piece pasted elsewhere, with a trend
    double level = 0.0; ///< level or scale changed by 0.5 to 2.5 standard deviations
};

struct NetworkConfig
{
    NetworkHead head = NetworkHead::LatentCopula;
    CopulaFamily family = CopulaFamily::StudentT;
    NetworkObjective objective = NetworkObjective::NoiseContrastive;
    NegativeMix negatives;
    double degreesOfFreedom = 8.0; ///< of the Student-t copula
    int patch = 4; ///< whitened coordinates per channel in one token
    /// Tokens hold how large each coordinate is beside the coordinate itself, so that relations
    /// without correlation (y = x^2, y = +-x) become ones that a linear map can see. Set by
    /// DetectorConfig::magnitudesBelow, and kept by each LengthModel.
    bool magnitudes = false;
    /// The log-likelihood of a window holds its channels' own as well, each a Student-t of its
    /// whitened coordinates whose scales the contrast learns: for a network without other terms.
    bool marginals = false;
    int modelWidth = 48;
    int layers = 2; ///< 0: a linear map of each token
    int heads = 4;
    int latents = 16; ///< per token
    double dropout = 0.1;
    double learningRate = 4e-3;
    double weightDecay = 1e-2;
    int warmUpSteps = 30;
    int batch = 64; ///< normal windows a step; as many negatives
    int maxSteps = 800;
    /// Steps between two measurements of the separation on held-out windows.
    int validationEvery = 50;
    /// Training ends early after this many measurements without growth.
    int patience = 4;
    /// Training ends after this many steps of its schedule, as if stopped there: for learning
    /// curves. 0: no such end.
    int endAfter = 0;
};

/// Everything that training depends on besides the data. Written into the model file.
struct DetectorConfig
{
    Preset preset = Preset::Default;
    /// Samples; several are averaged. Those without networks, but for the first, are left out where
    /// there are too few normal samples for them.
    std::vector<int> windowLengths{16, 32};
    /// The first so many of them have networks, at most; more cost time, the closed-form terms
    /// hardly any.
    int networkLengths = 1;
    std::vector<std::uint64_t> seeds{1}; ///< of the network; several are averaged (Thorough)
    bool useMarginal = true;
    bool useCopula = true;
    bool useNetwork = true;
    bool useState = true; ///< state channels apart: off, they are sensors like all others
    double clip = 3.0; ///< scaled values are cut to +-clip
    double rangeFloor = 0.1; ///< least scale where all training data lies in [-1, 1]
    double ridge = 0.01; ///< rho of the marginal whitening
    double marginalFreedom = 200.0; ///< nu of the marginal surprise
    int leading = 4; ///< r: whitened coordinates per channel in the channel copula
    double shrinkage = 0.05; ///< of the channel copula's correlation towards identity
    double copulaWeight = 0.5; ///< of k(T) in the fusion
    /// The network sees magnitudes where the channel copula tells channel-swapped windows apart
    /// with an AUC below this: there relations are not linear, and else they cost more than they
    /// bring. 0: never, 1: always.
    double magnitudesBelow = 0.75;
    double stateWeight = 0.5; ///< of k(S) in the fusion
    double networkShare = 0.6; ///< of k(N) in the larger of two alarms
    /// Of b(N), what the network finds beyond all held-out normal windows: broken relations stand
    /// out more, and so does normal operation that the network has not seen. Older detectors: 1.
    double beyondWeight = 0.5;
    double calibrationShare = 0.2; ///< last part of the normal data, held out
    NetworkConfig network;
    int threads = 0; ///< 0: chosen

    /// Whether the score has a marginal part: term M, or in its place the network's own.
    bool hasMarginal() const { return useMarginal || (useNetwork && network.marginals); }
};

/// The settings of a preset with one seed and family put in.
DetectorConfig configFor(Preset preset, std::uint64_t seed = 1,
                         CopulaFamily family = CopulaFamily::StudentT);

/// Window lengths that have networks, and the networks of all of them.
std::size_t lengthsWithNetworks(const DetectorConfig& config);
std::size_t networkCount(const DetectorConfig& config);

/// Errors: InvalidArgument naming the field and its bounds.
Status validate(const DetectorConfig& config);

/// "default", "quick", "seed", "thorough"; "gaussian", "student-t"; "auto", "cpu", "cuda".
std::string_view toText(Preset preset);
std::string_view toText(CopulaFamily family);
std::string_view toText(Device device);
std::optional<Preset> presetFromText(std::string_view text);
std::optional<CopulaFamily> copulaFamilyFromText(std::string_view text);
std::optional<Device> deviceFromText(std::string_view text);

/// The config as JSON text, and back with every field checked (model files are not trusted).
/// Errors: ModelMalformed naming the field.
std::string toJson(const DetectorConfig& config);
Result<DetectorConfig> configFromJson(std::string_view json);

} // namespace dissonance
