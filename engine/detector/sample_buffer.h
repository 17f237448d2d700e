#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector_state.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dissonance {

/// The last samples of a stream as the detector eats them: scaled, gaps filled as prepare() fills
/// those of a whole recording. Samples are numbered from the stream's start.
class SampleBuffer
{
public:
    /// @param room  rows of zeros that stand behind the last sample at all times.
    SampleBuffer(const Detector::State& state, Eigen::Index room, int threads);

    /// Errors: ChannelsDiffer, Cancelled.
    Status add(const Recording& samples, const RunContext& context);

    /// Forgets the samples before `sample`, at its own time.
    void dropBefore(std::ptrdiff_t sample);

    std::ptrdiff_t first() const { return m_first; } ///< kept
    std::ptrdiff_t count() const { return m_count; } ///< of the stream
    const Eigen::MatrixXf& rows() const { return m_rows; } ///< row 0 is sample first()

    /// Windows that each channel takes no part in, as rows of rows().
    std::vector<std::vector<WindowRun>> leftOut(Eigen::Index windowLength) const;

    /// Whether more samples cannot change what leftOut() says of the windows before `window`.
    bool isLeftOutKnown(std::ptrdiff_t window, Eigen::Index windowLength) const;

    /// Jumps of the clock in the samples of the last add(), ascending.
    const std::vector<std::ptrdiff_t>& jumps() const { return m_jumps; }
    const std::vector<std::string>& notices() const { return m_notices; }

private:
    struct ChannelEnd
    {
        bool wasPresent = false;
        float held = 0.0F; ///< scaled
    };

    void findJumps(const TimeAxis& clock);
    void makeRoom(Eigen::Index samples);
    void append(const ModelValues& values);

    const Detector::State& m_state;
    Eigen::Index m_room = 0;
    int m_threads = 0;
    Eigen::MatrixXf m_rows;
    std::ptrdiff_t m_first = 0;
    std::ptrdiff_t m_count = 0;
    Gaps m_gaps;
    std::vector<std::ptrdiff_t> m_usual;
    std::vector<ChannelEnd> m_ends;
    std::vector<std::int64_t> m_steps; ///< for the usual one
    double m_usualStep = 0.0;
    std::size_t m_nextLook = 0; ///< number of steps
    std::int64_t m_lastTick = 0;
    std::vector<std::ptrdiff_t> m_jumps;
    std::vector<std::string> m_notices;
};

} // namespace dissonance
