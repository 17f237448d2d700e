#include "app/cli/interrupt.h"

#include <array>
#include <pthread.h>
#include <unistd.h>

namespace dissonance {

namespace {

constexpr std::array kStopping{SIGINT, SIGTERM, SIGHUP};
/// Ends the waiting thread when the work is done.
constexpr int kFinished = SIGUSR1;

} // namespace

Interrupt::Interrupt()
{
    sigset_t awaited;
    sigemptyset(&awaited);
    for (const int number : kStopping)
        sigaddset(&awaited, number);
    sigaddset(&awaited, kFinished);
    pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
    m_thread = std::thread([this, awaited] { wait(awaited); });
}

Interrupt::~Interrupt()
{
    pthread_kill(m_thread.native_handle(), kFinished);
    m_thread.join();
}

void Interrupt::wait(sigset_t awaited)
{
    int number = 0;
    while (sigwait(&awaited, &number) == 0 && number != kFinished) {
        if (m_stop.stop_requested())
            ::_exit(128 + number);
        m_received = number;
        m_stop.request_stop();
    }
}

} // namespace dissonance
