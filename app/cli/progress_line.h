#pragma once

#include "engine/base/run_context.h"

#include <chrono>
#include <mutex>
#include <string>

namespace dissonance {

/// "12 s", "3 min 05 s", "2 h 10 min"; under ten seconds with a decimal where `fine`.
std::string secondsText(double seconds, bool fine = false);

/// One line on standard error that shows how far the work has come and how long it still takes,
/// drawn over itself and cut to the terminal's width. Silent where standard error is no terminal.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    bool isShown() const { return m_isTerminal; }

    /// May be called from any thread.
    void show(const Progress& progress);

    /// Removes the line, before something else is printed.
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    const bool m_isTerminal;
    const Clock::time_point m_start = Clock::now();
    std::mutex m_mutex;
    Clock::time_point m_lastDrawn;
    bool m_isDrawn = false;
};

} // namespace dissonance
