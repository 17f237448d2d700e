#pragma once

#include <QObject>

class QFileDialog;
class QMenu;
class QWidget;

namespace dissonance {

class Session;

/// Asks for the files to open and to write, without stopping the rest of the window, and keeps
/// the recent ones.
class FileDialogs : public QObject
{
    Q_OBJECT

public:
    FileDialogs(Session& session, QWidget* window);

    void open();
    void loadModel();
    QFileDialog* saveModel(); ///< the dialog, open; it deletes itself
    void exportScores();

    /// Opens recordings, and loads models (*.dissonance, *.model), whatever is among the files.
    void openFiles(const QStringList& files);

    void fillRecent(QMenu* menu);

signals:
    void recentChanged();

private:
    QFileDialog* make(const char* name, const QString& title, const QString& filter);
    QString suggestion(const QString& suffix) const;

    Session& m_session;
    QWidget* m_window = nullptr;
};

} // namespace dissonance
