#pragma once

class QString;

namespace dissonance {

class MainWindow;
class Session;

/// Once nothing runs any more: inspects the strongest incident, waits for its explanation,
/// writes the window as PNG and ends the program; with exit code 1 and a line on stderr when
/// anything failed on the way.
void takeScreenshotWhenDone(Session& session, MainWindow& window, const QString& file);

} // namespace dissonance
