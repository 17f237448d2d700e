#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/recording/label.h"
#include "engine/recording/recording.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace dissonance {

/// The bundled sample: a simulated plant with incidents of which the truth is known.
struct SampleIncident
{
    std::shared_ptr<const Recording> recording;
    std::vector<Label> labels; ///< `kind`: "relation" (only a relation breaks) or "marginal" …
    SampleSpan normal; ///< operation without incidents, to train on
};

struct SampleOptions
{
    std::uint64_t seed = 235;
};

/// Simulates the plant. The same bytes for the same seed, on every machine.
SampleIncident makeSampleIncident(const SampleOptions& options = {});

/// Writes `sample.csv` and `sample.labels.csv` into a folder (made when absent).
/// Errors: FileUnwritable, Cancelled.
Status writeSampleIncident(const std::filesystem::path& folder, const SampleOptions& options,
                           const RunContext& context);

} // namespace dissonance
