#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/copula_part.h"
#include "engine/detector/detector_config.h"
#include "engine/detector/fusion.h"
#include "engine/detector/gaps.h"
#include "engine/detector/marginal_part.h"
#include "engine/detector/network.h"
#include "engine/detector/state_part.h"
#include "engine/detector/whitening.h"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace dissonance {

/// A trained network and the scale of its surprise.
struct NetworkMember
{
    std::shared_ptr<const Network> network;
    Calibration calibration;
    double steadiness = 0.0; ///< s, networkSteadiness(); 0 where the network is the only term
    double largest = 1.0; ///< surprise of the held-out windows, not below calibration.upper
};

/// Most windows in LengthModel::reference.
inline constexpr Eigen::Index kMostReferenceWindows = 2048;

/// All that was learned for one window length.
struct LengthModel
{
    Whitening whitening;
    MarginalPart marginal;
    Calibration marginalCalibration;
    CopulaPart copula; ///< empty transform where the config leaves it out
    Calibration copulaCalibration;
    StatePart state; ///< its channels have no coordinates; empty where there are none
    Calibration stateCalibration;
    std::vector<NetworkMember> networks; ///< one a seed; empty where left out or skipped
    double networkWeight = 0.0; ///< w_N
    bool magnitudes = false; ///< whether the networks see magnitudes
    /// ((L C) x W) coordinates of normal windows, to put in the place of a channel's own when
    /// the network is asked what it minds; empty without networks.
    Eigen::MatrixXf reference;
    double separationCopula = 0.5; ///< AUC_T on channel-swapped calibration windows
    double separationNetwork = 0.0; ///< AUC_N, NaN without a network

    Eigen::Index windowLength() const { return whitening.windowLength(); }
};

/// The terms of N windows, uncalibrated. A term that the model lacks is empty.
struct RawTerms
{
    Eigen::ArrayXf marginal; ///< (N) M
    Eigen::ArrayXf copula; ///< (N) T
    Eigen::ArrayXf state; ///< (N) S
    std::vector<Eigen::ArrayXf> networks; ///< (N) each
};

/// The two parts of the score of N windows.
struct WindowParts
{
    Eigen::Index windowLength = 0;
    Eigen::ArrayXd marginal; ///< (N) k(M) + stateWeight k(S)
    Eigen::ArrayXd dependence; ///< (N) the weighted rest
};

/// Terms of the windows of the runs, one after the other.
///
/// @param scaled   (T x C).
/// @param leftOut  windows that a channel takes no part in: leftOutWindows().
/// Errors: Cancelled, and the network's.
Result<RawTerms> rawTerms(const LengthModel& model, const DetectorConfig& config,
                          const Eigen::MatrixXf& scaled,
                          const std::vector<std::vector<WindowRun>>& leftOut,
                          const std::vector<WindowRun>& runs, int threads,
                          const RunContext& context);

/// (L) Network::marginalScale(), the networks averaged; there is one at least.
Eigen::VectorXf learnedScale(const std::vector<NetworkMember>& networks);

/// Windows, counted from the first of a run, that are computed together: to the last bit what a
/// window's terms are depends on its place among so many, and on nothing beyond.
Eigen::Index windowsTogether(const LengthModel& model);

/// Windows of which some term is NaN: weights that are finite, but far too large.
Eigen::Index windowsWithoutNumber(const RawTerms& terms);

/// k(M) + stateWeight k(S) =: m, and the rest of
///
///     max(m + copulaWeight k(T), networkShare s k(N)) + max(w_N k(N), beyondWeight s b(N))
///
///     b(N) = ln(1 + max(0, (N - largest) / (upper - median)))
///
/// each averaged over the networks. b counts what lies beyond all held-out normal windows, once
/// more. The larger of two alarms rather than their sum: where the network has nothing to say it
/// adds no noise, and where it alone sees that relations break, the closed-form terms do not dilute
/// it. Where only some window lengths have networks, what those add is as much larger.
WindowParts fuse(const LengthModel& model, const DetectorConfig& config, const RawTerms& terms);

} // namespace dissonance
