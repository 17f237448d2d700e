#pragma once

#include "engine/recording/recording.h"
#include "engine/scoring/incident.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// One channel's values in a span beside what the other channels make one expect.
struct ChannelExpectation
{
    std::string channel;
    std::vector<double> observed; ///< per sample of the span, in the channel's unit
    std::vector<double> expected; ///< given the other channels at that instant
    std::vector<double> lower; ///< 95 % band of what is expected
    std::vector<double> upper;
};

/// What a span would score with a small set of channels replaced by what the others make one
/// expect.
struct WhatIf
{
    std::vector<std::string> channels; ///< replaced; empty: none needed, or none of any use
    double before = 0.0; ///< peak sample score of the span
    double after = 0.0; ///< with the channels replaced
    /// What normal operation stays below: 99 % of normal stretches as long as the span do, or
    /// the detector's threshold where that is lower.
    double limit = 0.0;
    bool limitIsThreshold = false;

    bool isInside() const { return after <= limit; }
};

/// Why a span is flagged, in terms of observed channels. It names what is
/// inconsistent, never what is the cause.
///
/// Matrices are (D x D) over `channels`, symmetric, diagonal 1 where they are correlations.
struct Explanation
{
    SampleSpan span;
    std::vector<std::string> channels; ///< channels of the matrices, in model order
    std::vector<std::string> leftOut; ///< constant in training: not in the matrices
    /// Of two values in training, one of them rare: judged, as constant channels are, by the
    /// states they are in and not by how they move. Empty where the detector has no such term.
    std::vector<std::string> states;
    std::vector<std::vector<std::string>> duplicates; ///< near-duplicate channels, as groups

    Eigen::MatrixXd normal; ///< dependence in normal operation, -1 to 1
    Eigen::MatrixXd window; ///< the span's; NaN of under three samples
    Eigen::MatrixXd difference; ///< window - normal
    /// 1 where the difference is significant (Fisher z at the effective sample size, two-sided
    /// 1 %, Benjamini-Hochberg over the pairs), else 0.
    Eigen::MatrixXi significant;
    Eigen::MatrixXd pairSurprise; ///< E[ln c_ij] - ln c_ij, nats; 0 on the diagonal
    /// Nonlinear dependence (distance correlation, 0 to 1) in normal operation and in the span.
    Eigen::MatrixXd nonlinearNormal;
    Eigen::MatrixXd nonlinearWindow;

    /// Dependence of the channels' temporal patterns in normal operation, so at any lag within a
    /// window: largest canonical correlation of their leading coordinates, 0 to 1; empty where
    /// the detector has no channel copula.
    Eigen::MatrixXd temporalNormal;

    std::vector<ChannelContribution> ranked; ///< most inconsistent first
    std::vector<PairContribution> pairs; ///< those that the network names first, then by surprise
    std::vector<ChannelExpectation> expectations; ///< of the first few ranked channels

    WhatIf whatIf;

    double marginalShare = 0.0; ///< of the score over the span, 0 to 1
    double dependenceShare = 0.0;
    double networkShare = 0.0; ///< of the dependence share, what the network adds to the rest
    std::string family; ///< "Student-t, nu = 8"
    double conditionNumber = 0.0; ///< of the fitted copula's correlation
    std::vector<std::string> remarks; ///< English sentences, such as "A temporal pattern that …"
};

/// Two channels against each other, for a scatter plot with the learned dependence.
struct PairDensity
{
    std::string first;
    std::string second;
    std::string firstUnit;
    std::string secondUnit;
    std::vector<double> normalFirst; ///< a sample of normal operation, at most 2,000 points
    std::vector<double> normalSecond;
    std::vector<double> windowFirst; ///< the span's samples
    std::vector<double> windowSecond;

    /// The learned joint density (marginals and copula) on a grid, relative to its maximum.
    std::vector<double> gridFirst; ///< (G) axis values
    std::vector<double> gridSecond; ///< (G)
    Eigen::MatrixXd density; ///< (G x G), density(i, j) at gridFirst[i], gridSecond[j]
    /// Density levels that enclose 50, 90 and 99 % of the learned distribution.
    std::vector<double> levels;

    double normalDependence = 0.0; ///< correlation of normal scores in normal operation
    double windowDependence = 0.0;
    double tailDependence = 0.0; ///< of the fitted copula, 0 for Gaussian
    std::string family;
};

} // namespace dissonance
