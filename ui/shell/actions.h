#pragma once

#include <QString>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;
class QToolBar;

namespace dissonance {

/// Everything that can be done, once: menus, tool bar and keyboard share these.
struct Actions
{
    explicit Actions(QMainWindow* window);

    /// Fills the menu bar and the tool bar; docks add themselves to viewMenu.
    void place(QMainWindow* window);

    QAction* open = nullptr;
    QAction* openSample = nullptr;
    QAction* closeRecording = nullptr;
    QAction* exportScores = nullptr;
    QAction* quit = nullptr;
    QAction* train = nullptr;
    QAction* trainOnSpan = nullptr;
    QAction* normalSpan = nullptr;
    QAction* score = nullptr;
    QAction* loadModel = nullptr;
    QAction* saveModel = nullptr;
    QAction* previousModel = nullptr;
    QAction* resetThreshold = nullptr;
    QAction* nextIncident = nullptr;
    QAction* previousIncident = nullptr;
    QAction* explainSpan = nullptr;
    QAction* clearSpan = nullptr;
    QAction* fit = nullptr;
    QAction* zoomIn = nullptr;
    QAction* zoomOut = nullptr;
    QAction* panLeft = nullptr;
    QAction* panRight = nullptr;
    QAction* back = nullptr;
    QAction* forward = nullptr;
    QAction* goTo = nullptr;
    QAction* markA = nullptr;
    QAction* markB = nullptr;
    QAction* clearMarks = nullptr;
    QAction* keepRanges = nullptr;
    QAction* freeRanges = nullptr;
    QAction* fitTracks = nullptr;
    QActionGroup* timeStyles = nullptr; ///< the actions' data: toText(TimeStyle)
    QAction* nextTimeStyle = nullptr;
    QAction* filter = nullptr;
    QAction* fullScreen = nullptr;
    QAction* stop = nullptr;
    QAction* escape = nullptr; ///< by key alone
    QAction* tour = nullptr;
    QAction* method = nullptr;
    QAction* shortcuts = nullptr;
    QAction* about = nullptr;

    void makeTimeActions(QMainWindow* window);

    QMenu* recentMenu = nullptr;
    QMenu* viewMenu = nullptr;
    QToolBar* toolBar = nullptr;
};

/// The actions with a shortcut, as an HTML table for the help.
QString shortcutTable(const QMainWindow& window);

} // namespace dissonance
