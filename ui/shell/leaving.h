#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

class QMessageBox;
class QWidget;

namespace dissonance {

class Detector;
class FileDialogs;
class Session;

/// Closing the window loses nothing unasked: a training that runs, each model that is not saved,
/// a file that is being written. One question at a time; Cancel takes all answers back.
class Leaving : public QObject
{
    Q_OBJECT

public:
    Leaving(Session& session, FileDialogs& files, QWidget* window);

    /// Whether the window may close now. If not, it asks or waits, and closes the window after
    /// the last answer or the writing.
    bool mayLeave();

private:
    using Model = std::shared_ptr<const Detector>;

    void askAboutTraining();
    void askAboutModel(const Model& model);
    QMessageBox* makeBox(const QString& title, const QString& text,
                         const std::function<void(int)>& takeAnswer);
    void save(const Model& model);
    void closeLater();
    void closeIfWritten();
    void stay();

    Session& m_session;
    FileDialogs& m_files;
    QWidget* m_window = nullptr;
    QPointer<QMessageBox> m_box; ///< the question that is open
    bool m_leaves = false; ///< once nothing is being written
    bool m_stopsTraining = false;
    std::vector<Model> m_discarded;
};

} // namespace dissonance
