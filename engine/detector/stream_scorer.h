#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector.h"
#include "engine/recording/recording.h"
#include "engine/scoring/score_track.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dissonance {

/// Causal scores of samples [first, first + ticks.size()) of a stream.
struct StreamScores
{
    std::ptrdiff_t first = 0;
    std::vector<std::int64_t> ticks;
    ScoreSeries scores;
};

/// Scores a recording that is still being written, piece by piece, as Detector::score() with
/// `causal` scores all of it. Memory is that of a few windows and one piece, however long the
/// recording gets.
///
/// A score is told twice. `latest` has it as soon as its sample is known. `settled` has it once it
/// is, to the last bit, that of the whole recording: windows are computed some hundred together,
/// and whether a channel's gap is a long one may show only as it goes on.
///
/// What a jump of the clock is follows from the steps of the pieces so far (of the first 100,000
/// samples); Detector::score() looks at those of the whole recording.
class StreamScorer
{
public:
    explicit StreamScorer(const std::shared_ptr<const Detector>& detector, int threads = 0);
    ~StreamScorer();
    StreamScorer(const StreamScorer&) = delete;
    StreamScorer& operator=(const StreamScorer&) = delete;

    struct Scores
    {
        StreamScores latest; ///< follows on that of the call before, as settled does
        StreamScores settled;
    };

    /// Scores the samples that follow on those so far. All channels share one time axis.
    /// Errors: ChannelsDiffer, Cancelled, OutOfMemory.
    Result<Scores> add(const Recording& samples, const RunContext& context);

    /// The recording ends here: the rest of the scores.
    /// Errors: TooShort where there was no window; Cancelled, OutOfMemory.
    Result<Scores> finish(const RunContext& context);

    std::ptrdiff_t sampleCount() const;

    /// Sentences about the samples of the first piece: channels ignored, another step.
    const std::vector<std::string>& notices() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace dissonance
