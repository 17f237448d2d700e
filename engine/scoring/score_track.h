#pragma once

#include "engine/recording/recording.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dissonance {

/// Anomaly scores and their two parts, one value per sample or per window.
///
/// Unit: calibrated surprise; 0 at or below the median of held-out normal data, ln 2 at its
/// 99 % quantile per part before weighting (see Calibration). total = marginal + dependence.
/// NaN: no window covers (offline) or ends at (causal) this sample.
struct ScoreSeries
{
    std::vector<double> total;
    std::vector<double> marginal; ///< channels on their own
    std::vector<double> dependence; ///< channels together

    std::size_t size() const { return total.size(); }
};

/// The scores of one recording by one detector. Immutable once made; shared.
struct ScoreTrack
{
    std::shared_ptr<const TimeAxis> clock; ///< samples.size() instants
    std::ptrdiff_t windowLength = 0; ///< samples
    bool causal = false; ///< sample score is that of the window ending there, else window mean
    ScoreSeries samples; ///< T values
    ScoreSeries windows; ///< T - windowLength + 1 values; window w is [w, w + windowLength)
    double threshold = 0.0; ///< on samples.total
    std::vector<std::uint8_t> flagged; ///< T values, 1 where samples.total > threshold
    std::string recordingSha256; ///< what was scored
    std::string modelSha256; ///< by what: hash of the model's weights and header
    std::vector<std::string> notices; ///< English: extra channels ignored, channels mostly missing
};

/// flagged for another threshold: 1 where total > threshold; NaN is never flagged.
std::vector<std::uint8_t> flagAbove(const std::vector<double>& total, double threshold);

} // namespace dissonance
