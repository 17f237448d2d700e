#pragma once

#include <chrono>

class QWidget;

namespace dissonance {

/// Once the window has been painted and the event loop is free for input: prints how long that
/// took since `start`, and ends the program.
void printStartTime(QWidget& window, std::chrono::steady_clock::time_point start);

} // namespace dissonance
