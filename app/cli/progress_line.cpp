#include "app/cli/progress_line.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace dissonance {

namespace {

constexpr auto kBetweenDrawings = std::chrono::milliseconds(100);
/// An estimate from less than this has no worth.
constexpr double kSecondsToJudge = 0.5;
constexpr double kShareToJudge = 0.02;

void toTerminal(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

/// Asked each time: terminals change their size.
std::size_t terminalColumns()
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// The first so many characters, the last one "…" where some are left out.
std::string cutTo(const std::string& text, std::size_t most)
{
    std::size_t characters = 0;
    std::size_t kept = 0; // bytes before the last character that may stay
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U)
            continue;
        if (characters + 1 == most)
            kept = i;
        if (characters++ == most)
            return text.substr(0, kept) + (most > 0 ? "…" : "");
    }
    return text;
}

} // namespace

std::string secondsText(double seconds, bool fine)
{
    std::array<char, 48> text{};
    if (fine && seconds < 10.0) {
        std::snprintf(text.data(), text.size(), "%.3g s", seconds);
    } else if (seconds < 60.0) {
        std::snprintf(text.data(), text.size(), "%.0f s", std::floor(seconds));
    } else if (seconds < 3600.0) {
        const auto whole = std::int64_t(seconds);
        std::snprintf(text.data(), text.size(), "%d min %02d s", int(whole / 60), int(whole % 60));
    } else if (seconds < 86400.0) {
        const auto minutes = std::int64_t(seconds / 60.0);
        std::snprintf(text.data(), text.size(), "%d h %02d min", int(minutes / 60),
                      int(minutes % 60));
    } else {
        std::snprintf(text.data(), text.size(), "%.1f d", seconds / 86400.0);
    }
    return text.data();
}

ProgressLine::ProgressLine()
    : m_isTerminal(::isatty(STDERR_FILENO) == 1)
{
}

ProgressLine::~ProgressLine()
{
    clear();
}

void ProgressLine::show(const Progress& progress)
{
    if (!m_isTerminal)
        return;
    const std::lock_guard lock(m_mutex);
    const auto now = Clock::now();
    if (m_isDrawn && now - m_lastDrawn < kBetweenDrawings)
        return;

    const double elapsed = std::chrono::duration<double>(now - m_start).count();
    const double fraction = std::clamp(progress.fraction, 0.0, 1.0);
    double left = progress.secondsLeft;
    if (std::isnan(left) && elapsed > kSecondsToJudge && fraction > kShareToJudge)
        left = elapsed * (1.0 - fraction) / fraction;

    std::array<char, 16> percent{};
    std::snprintf(percent.data(), percent.size(), "%3.0f %%  ", 100.0 * fraction);
    const auto ending =
        std::isfinite(left) ? ", " + secondsText(std::ceil(left)) + " left" : std::string();
    // A full last column makes some terminals go to the next line.
    const auto columns = terminalColumns() - 1;
    const auto around = std::string_view(percent.data()).size() + ending.size();
    const auto what = cutTo(progress.what, columns > around ? columns - around : 0);
    toTerminal("\r\033[K" + cutTo(percent.data() + what + ending, columns));
    m_lastDrawn = now;
    m_isDrawn = true;
}

void ProgressLine::clear()
{
    const std::lock_guard lock(m_mutex);
    if (m_isDrawn)
        toTerminal("\r\033[K");
    m_isDrawn = false;
}

} // namespace dissonance
