#pragma once

#include <QObject>

class QMessageBox;
class QWidget;

namespace dissonance {

class FileDialogs;
class Session;

/// Closing the window loses nothing unasked: a model that is not saved, a training that runs,
/// a file that is being written.
class Leaving : public QObject
{
    Q_OBJECT

public:
    Leaving(Session& session, FileDialogs& files, QWidget* window);

    /// Whether the window may close now. If not, it asks or waits, and closes the window after
    /// the answer or the writing.
    bool mayLeave();

private:
    QMessageBox* makeBox();
    void takeAnswer(int answer);
    void closeIfWritten();

    Session& m_session;
    FileDialogs& m_files;
    QWidget* m_window = nullptr;
    bool m_leaves = false; ///< once nothing is being written
    bool m_discards = false; ///< what is not saved, or being learned
};

} // namespace dissonance
