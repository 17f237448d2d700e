#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dissonance::quality {

/// Processes whose channels depend on one another while their pairwise correlation is near zero.
///
/// "square", "product", "regime", "fold": pairs of the prototype's test (x, x^2 - 1), (a, a b),
/// (x, sign of a slow regime times x), (x, |x|); "saturation": x^2 held at an upper bound;
/// "hysteresis": a switch with two thresholds, which turns a second slow signal; "state": a
/// shown state that turns the relation; "lag": a square that comes five samples late; "mixed":
/// the first four together, eight channels.
const std::vector<std::string>& nonlinearProcesses();

/// (rows x C), C the process's own, with a twentieth of noise.
Eigen::MatrixXd nonlinearProcess(const std::string& name, Eigen::Index rows, std::uint64_t seed);

/// Pairs of its channels that depend on each other, the smaller number first.
std::vector<std::pair<Eigen::Index, Eigen::Index>> nonlinearRelations(const std::string& name);

/// Pearson's correlation of largest size between two channels.
double largestCorrelation(const Eigen::MatrixXd& values);

} // namespace dissonance::quality
