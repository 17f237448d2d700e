#pragma once

#include "engine/scoring/affiliation.h"

#include <cstdint>
#include <vector>

namespace dissonance {

/// Best F1 over all thresholds after point adjustment: an incident of which more than `percent`
/// of the samples are flagged counts as found in full (PA%K; at 0 one sample is enough).
///
/// Rewards noise (at 0 a random score reaches 0.76 on SMD), so it is shown beside that only.
/// @param percent  K, 0 to under 100.
/// @return NaN without an anomalous sample.
/// Source: Xu et al. (2018), WWW; Kim et al. (2022), AAAI, who criticise it and add K.
double pointAdjustedF1(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly,
                       double percent = 0.0);

/// The measures that flatter.
struct LenientMetrics
{
    double pointAdjustedF1 = 0.0;
    double pointAdjustedF1At20 = 0.0; ///< PA%K with K = 20 %
    Affiliation affiliation; ///< of the flags
};

LenientMetrics lenientMetrics(const std::vector<double>& score,
                              const std::vector<std::uint8_t>& flagged,
                              const std::vector<std::uint8_t>& isAnomaly);

/// The same for uniform random scores that flag as many samples: the mean of five seeded draws.
LenientMetrics lenientMetricsOfRandom(const std::vector<std::uint8_t>& flagged,
                                      const std::vector<std::uint8_t>& isAnomaly);

} // namespace dissonance
