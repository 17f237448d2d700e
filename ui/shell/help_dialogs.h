#pragma once

class QMainWindow;

namespace dissonance {

/// The keys of the window's actions, and what the mouse does on the plots.
void showShortcuts(QMainWindow* window);

/// Version, licence and what the detector is after.
void showAbout(QMainWindow* window);

} // namespace dissonance
