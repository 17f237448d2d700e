#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace dissonance {

/// Turns Ctrl-C (and SIGTERM, SIGHUP) into a stop request, so that what is being written is
/// never left half written. A second one ends the program at once.
///
/// Make it before any other thread: they inherit the blocked signals.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

    /// The exit code of a program that a signal stopped: 130 after Ctrl-C.
    int exitCode() const { return 128 + m_received; }

private:
    void wait(sigset_t awaited);

    std::stop_source m_stop;
    std::atomic<int> m_received{SIGINT};
    std::thread m_thread;
};

} // namespace dissonance
