#pragma once

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Autocorrelation of a series at the given lags, 0 where it does not vary or is too short.
Eigen::VectorXd autocorrelation(const Eigen::Ref<const Eigen::VectorXf>& series,
                                const std::vector<Eigen::Index>& lags);

/// Whole lags, nearly geometric, 1 up to `most`.
std::vector<Eigen::Index> geometricLags(Eigen::Index most, std::size_t count);

/// Effective sample size of the correlation of every pair of columns over n samples, (D x D),
/// between 1 and n.
///
///     n_eff = n / (1 + 2 sum_k (1 - k/n) rho_i(k) rho_j(k))
///
/// @param autocorrelations  (lags x D), linear between lags, 0 beyond the last.
/// @param step              between the n samples, in the lags' unit; above 1 where thinned.
/// Source: Pyper and Peterman (1998), Can. J. Fish. Aquat. Sci. 55(9), 2127-2140.
Eigen::MatrixXd effectiveSampleSize(const Eigen::Ref<const Eigen::MatrixXd>& autocorrelations,
                                    const std::vector<Eigen::Index>& lags, Eigen::Index samples,
                                    double step = 1.0);

/// Two-sided p-value of two correlations being one (Fisher's z), each with its effective sample
/// size; 1 where a size is 4 or less.
double fisherDifference(double first, double firstSize, double second, double secondSize);

/// Which of the p-values are significant at a false discovery rate, NaN never.
/// Source: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57(1), 289-300.
std::vector<bool> benjaminiHochberg(const std::vector<double>& pValues, double rate);

} // namespace dissonance
