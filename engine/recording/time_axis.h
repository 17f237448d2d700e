#pragma once

#include "engine/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dissonance {

/// What the ticks of a time axis count.
enum class TimeKind
{
    SampleIndex, ///< plain sample numbers; there is no clock
    Elapsed, ///< nanoseconds since some start
    Utc, ///< nanoseconds since the Unix epoch
};

/// The instants of the samples of one or more channels. Immutable, shared.
///
/// Units: ticks are sample numbers or nanoseconds (see TimeKind), strictly increasing.
class TimeAxis
{
public:
    /// Errors: ShapeMismatch when ticks are not strictly increasing.
    static Result<std::shared_ptr<const TimeAxis>> create(TimeKind kind,
                                                          std::vector<std::int64_t> ticks);

    /// The axis 0, 1, 2, … of a table without a time column.
    static std::shared_ptr<const TimeAxis> sampleIndex(std::size_t count);

    TimeKind kind() const { return m_kind; }
    std::size_t size() const { return m_ticks.size(); }
    std::int64_t tick(std::size_t sample) const { return m_ticks[sample]; }
    const std::vector<std::int64_t>& ticks() const { return m_ticks; }

    /// Median step between neighbours, in ticks (see stepBetween()); 0 with fewer than two samples.
    std::int64_t medianStep() const { return m_medianStep; }

    /// First sample at or after `tick`; size() when there is none.
    std::size_t sampleAtOrAfter(std::int64_t tick) const;

    /// Ticks as the number people read: sample number, or seconds (Utc: Unix seconds).
    double toDisplay(std::int64_t tick) const
    {
        return m_kind == TimeKind::SampleIndex ? double(tick) : double(tick) / 1e9;
    }
    std::int64_t fromDisplay(double value) const;

private:
    TimeAxis(TimeKind kind, std::vector<std::int64_t> ticks);

    TimeKind m_kind;
    std::vector<std::int64_t> m_ticks;
    std::int64_t m_medianStep = 0;
};

/// later - earlier, or the largest 64-bit number where that would be beyond it.
std::int64_t stepBetween(std::int64_t earlier, std::int64_t later);

/// One tick in words: "1234", "12.345 s", "2026-11-24T03:55:10.250Z".
std::string formatTick(TimeKind kind, std::int64_t tick);

} // namespace dissonance
