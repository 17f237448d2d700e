#pragma once

#include <QObject>

#include <memory>

class QFileDialog;
class QMenu;
class QWidget;

namespace dissonance {

class Detector;
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
    /// The dialog, open; it deletes itself.
    QFileDialog* saveModel(const std::shared_ptr<const Detector>& model);
    void exportScores();

    /// Opens recordings, and loads models (*.dissonance, *.model), whatever is among the files.
    void openFiles(const QStringList& files);

    void fillRecent(QMenu* menu);

signals:
    void asked(); ///< for files to be read
    void recentChanged();

private:
    QFileDialog* make(const char* name, const QString& title, const QString& filter);
    QString suggestion(const QString& suffix) const;

    Session& m_session;
    QWidget* m_window = nullptr;
};

} // namespace dissonance
