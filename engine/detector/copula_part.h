#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/whitening.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Term T: linear dependence between the channels' temporal patterns, with heavy
/// tails.
///
///     f = r leading coordinates of every channel, in R^{rD}
///     R = (1 - shrinkage) E[f f'] + shrinkage I = V diag(e) V'
///     p = diag(e)^(-1/2) V' f
///     T = sum over i of 3.5 ln(1 + p_i^2 / 6)
///     dep = (|p|^2 - |f|^2) / (2 sqrt(rD))
struct CopulaPart
{
    Eigen::Index leading = 4; ///< r
    Eigen::MatrixXf transform; ///< (rD x rD) diag(e)^(-1/2) V'
};

/// What the part says of N windows.
struct CopulaTerms
{
    Eigen::ArrayXf joint; ///< (N) T
    Eigen::ArrayXf dependence; ///< (N) dep: is there more in it than the channels on their own?
};

/// r for that many channels: r D is kept to a size whose eigenvectors can be had.
Eigen::Index leadingFor(Eigen::Index wanted, Eigen::Index channels, Eigen::Index windowLength);

/// Errors: Cancelled; Internal when the eigenvalues do not converge.
Result<CopulaPart> fitCopulaPart(const Eigen::MatrixXf& scaled, const Whitening& whitening,
                                 const std::vector<WindowRun>& runs, Eigen::Index leading,
                                 double shrinkage, int threads, const RunContext& context);

/// @param coordinates  (L * C) x N whitened coordinates, as whiten() lays them out.
CopulaTerms copulaTerms(const CopulaPart& part,
                        const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                        Eigen::Index windowLength);

/// Gives channels that are missing from windows the leading coordinates that the others lead to
/// expect, E[f_m | f_rest] under R: at their mean they would contradict the others.
///
/// @param coordinates  as for copulaTerms(), 0 where the channels are missing.
void expectMissing(const CopulaPart& part, const std::vector<Eigen::Index>& missing,
                   Eigen::Index windowLength, Eigen::Ref<Eigen::MatrixXf> coordinates);

/// dep of many windows, in blocks. Errors: Cancelled.
Result<Eigen::ArrayXf> copulaDependence(const CopulaPart& part, const Eigen::MatrixXf& coordinates,
                                        Eigen::Index windowLength, int threads,
                                        const RunContext& context);

} // namespace dissonance
