#pragma once

#include <cstdint>
#include <vector>

namespace dissonance {

/// How near flags lie to incidents, measured against a flag put anywhere by chance.
struct Affiliation
{
    double precision = 0.0; ///< 0 to 1; NaN when nothing is flagged
    double recall = 0.0; ///< 0 to 1; NaN without an incident
    double f1 = 0.0; ///< harmonic mean; NaN where one of the two is, 0 where both are 0
};

/// Affiliation precision and recall, counted in samples.
///
/// Every sample belongs to the incident that is nearest to it. Precision is the chance that a
/// sample drawn from an incident's surroundings lies at least as far from it as a flag does,
/// mean over its flags, then over the incidents with flags; recall the chance that it lies at
/// least as far from a sample of the incident as the nearest flag does, mean over samples, then
/// over all incidents. A flag just outside an incident so counts nearly in full, and random
/// flags reach about a half: shown beside a random score's value only.
/// Source: Huet, Navarro, Rossi (2022), KDD, equations 3 to 8.
Affiliation affiliation(const std::vector<std::uint8_t>& flagged,
                        const std::vector<std::uint8_t>& isAnomaly);

} // namespace dissonance
