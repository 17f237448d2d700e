#pragma once

#include "engine/base/result.h"

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <vector>

namespace dissonance::quality {

/// Data of which the copula is known: an equicorrelated Gaussian or Student-t copula, rho = .5.
struct FamilyCase
{
    Eigen::Index channels = 2;
    Eigen::Index samples = 2000;
    double memory = 0.0; ///< a of x_t = a x_(t-1) + e_t; 0: every sample is new
    int freedom = 0; ///< 0: Gaussian
};

/// Every second channel as it comes, the others bent (lognormal, cubic): no normal marginals.
Eigen::MatrixXf familyData(const FamilyCase& wanted, std::uint64_t seed);

/// How often the detector's channel copula is of the right family.
struct FamilyResult
{
    FamilyCase of;
    int runs = 0;
    int right = 0; ///< Gaussian for Gaussian, any finite freedom for Student-t
    double medianFreedom = 0.0; ///< of the fitted copulas; infinite: Gaussian
};

/// Gaussian and nu = 3, 5, 8; 2, 5 and 10 channels; 2,000 and 10,000 samples; with and without
/// memory.
std::vector<FamilyCase> familyCases();

/// Fits each case `runs` times, each with a seed of its own, several at once.
/// Errors: those of fitChannelDependence().
Result<std::vector<FamilyResult>> chooseFamilies(const std::vector<FamilyCase>& cases, int runs,
                                                 int jobs);

std::string familiesMarkdown(const std::vector<FamilyResult>& results);
std::string familiesJson(const std::vector<FamilyResult>& results);

} // namespace dissonance::quality
