#pragma once

#include "tests/quality/data_set.h"
#include "tests/quality/report.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dissonance::quality {

/// Window lengths that heads are compared at.
inline constexpr int kHeadLengths[] = {8, 16, 32, 64, 128};

/// Student-t copula, Gaussian copula, multivariate normal, independent normals: what the seed
/// preset can make of its latents.
const std::vector<std::string>& headNames();

/// The seed preset with this head and window length. A window is always cut into four tokens.
DetectorConfig headConfig(const std::string& head, int length);

/// What a head reaches on one recording.
struct HeadResult
{
    std::string collection;
    std::string recording;
    std::string head;
    int length = 0;
    std::uint64_t seed = 0;
    double vusPr = 0.0; ///< of the score
    double latentsVusPr = 0.0; ///< of the latents' part of it, without the channels' own
    double separation = 0.0; ///< held-out windows against channel-swapped ones, by the latents
};

/// Every head at every length. Errors: those of the detector and of evaluate().
Result<std::vector<HeadResult>> compareHeads(const LabelledRecording& recording, std::uint64_t seed,
                                             int threads);

/// Means over the recordings of a collection, heads by lengths, the best of a length in bold.
std::string headsMarkdown(const std::vector<HeadResult>& results, const RunNote& note);
std::string headsJson(const std::vector<HeadResult>& results, const RunNote& note);

} // namespace dissonance::quality
