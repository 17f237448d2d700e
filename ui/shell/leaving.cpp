#include "ui/shell/leaving.h"

#include "ui/shell/file_dialogs.h"
#include "ui/shell/session.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace dissonance {

using namespace Qt::StringLiterals;

Leaving::Leaving(Session& session, FileDialogs& files, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_files(files)
    , m_window(window)
{
    connect(&session.jobs(), &JobRunner::finished, this, &Leaving::closeIfWritten);
    // The answer was about that training, not about the next one.
    connect(&session, &Session::trainingFinished, this, [this] { m_stopsTraining = false; });
}

bool Leaving::mayLeave()
{
    if (m_box) {
        m_box->raise();
        m_box->activateWindow();
        return false;
    }
    if (m_session.isTraining() && !m_stopsTraining) {
        askAboutTraining();
        return false;
    }
    for (const auto& model : m_session.unsavedModels()) {
        if (std::find(m_discarded.begin(), m_discarded.end(), model) == m_discarded.end()) {
            askAboutModel(model);
            return false;
        }
    }
    m_leaves = m_session.isWriting();
    // What else waits in the queue would only delay the writing.
    if (m_leaves)
        m_session.cancelAllButWrites();
    return !m_leaves;
}

QMessageBox* Leaving::makeBox(const QString& title, const QString& text,
                              const std::function<void(int)>& takeAnswer)
{
    auto* box = new QMessageBox(m_window);
    box->setIcon(QMessageBox::Question);
    box->setObjectName(u"unsavedBox"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(title);
    box->setText(text);
    connect(box, &QMessageBox::finished, this, [this, takeAnswer](int answer) {
        m_box.clear();
        takeAnswer(answer);
    });
    m_box = box;
    return box;
}

void Leaving::askAboutTraining()
{
    auto* box = makeBox(tr("Stop training?"),
                        tr("A model is being trained. Closing stops it and loses what it learned."),
                        [this](int answer) {
                            if (answer != QMessageBox::Discard)
                                return stay();
                            m_stopsTraining = true;
                            m_window->close();
                        });
    box->setStandardButtons(QMessageBox::Discard | QMessageBox::Cancel);
    box->button(QMessageBox::Discard)->setText(tr("&Stop and close"));
    box->setDefaultButton(QMessageBox::Cancel);
    box->open();
}

void Leaving::askAboutModel(const Model& model)
{
    const bool isPresent = model == m_session.detector();
    auto* box =
        makeBox(isPresent ? tr("Save the model?") : tr("Save the previous model?"),
                isPresent ? tr("The trained model is not saved. Closing loses it.")
                          : tr("The model before this one (Detector > Previous Model) is not "
                               "saved. Closing loses it."),
                [this, model](int answer) {
                    if (answer == QMessageBox::Save)
                        return save(model);
                    if (answer != QMessageBox::Discard)
                        return stay();
                    m_discarded.push_back(model);
                    m_window->close();
                });
    box->setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    box->setDefaultButton(QMessageBox::Save);
    box->open();
}

void Leaving::save(const Model& model)
{
    auto* dialog = m_files.saveModel(model);
    connect(dialog, &QFileDialog::fileSelected, this, &Leaving::closeLater);
    // Without a name chosen the window stays.
    connect(dialog, &QFileDialog::rejected, this, &Leaving::stay);
}

/// Asks again where a model could not be written.
void Leaving::closeLater()
{
    QMetaObject::invokeMethod(m_window, &QWidget::close, Qt::QueuedConnection);
}

void Leaving::closeIfWritten()
{
    if (!m_leaves || m_session.isWriting())
        return;
    m_leaves = false;
    closeLater();
}

void Leaving::stay()
{
    m_leaves = false;
    m_stopsTraining = false;
    m_discarded.clear();
}

} // namespace dissonance
