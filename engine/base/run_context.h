#pragma once

#include "engine/base/result.h"

#include <functional>
#include <limits>
#include <stop_token>
#include <string>

namespace dissonance {

/// How far a long call has come.
struct Progress
{
    double fraction = 0.0; ///< of the whole call, 0 to 1
    std::string what; ///< the present step, English, for people: "reading rows"
    /// Seconds left as far as known, else NaN.
    double secondsLeft = std::numeric_limits<double>::quiet_NaN();
};

/// What every long call takes: a stop request that it polls (at least every 100 ms of work)
/// and a progress callback. The callback runs on the calling thread of the long call, or on a
/// thread of its own making; it must be cheap and must not throw.
struct RunContext
{
    std::stop_token stop;
    std::function<void(const Progress&)> progress;

    bool stopRequested() const { return stop.stop_requested(); }

    void report(double fraction, std::string what,
                double secondsLeft = std::numeric_limits<double>::quiet_NaN()) const
    {
        if (progress)
            progress({fraction, std::move(what), secondsLeft});
    }

    /// A context whose 0..1 is [from, to] of this one: for a step of a longer call.
    RunContext part(double from, double to) const
    {
        RunContext inner{stop, {}};
        if (progress)
            inner.progress = [outer = progress, from, to](const Progress& p) {
                outer({from + (to - from) * p.fraction, p.what, p.secondsLeft});
            };
        return inner;
    }
};

/// The answer of a call that saw its stop request.
inline Error cancelled()
{
    return {ErrorCode::Cancelled, "Stopped on request."};
}

} // namespace dissonance
