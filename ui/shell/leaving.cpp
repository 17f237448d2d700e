#include "ui/shell/leaving.h"

#include "ui/shell/file_dialogs.h"
#include "ui/shell/session.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace dissonance {

using namespace Qt::StringLiterals;

Leaving::Leaving(Session& session, FileDialogs& files, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_files(files)
    , m_window(window)
{
    connect(&session.jobs(), &JobRunner::finished, this, &Leaving::closeIfWritten);
}

bool Leaving::mayLeave()
{
    if (!m_discards && (m_session.isTraining() || m_session.hasUnsavedModel())) {
        auto* box = makeBox();
        connect(box, &QMessageBox::finished, this, &Leaving::takeAnswer);
        box->open();
        return false;
    }
    m_leaves = m_session.isWriting();
    return !m_leaves;
}

QMessageBox* Leaving::makeBox()
{
    auto* box = new QMessageBox(m_window);
    box->setIcon(QMessageBox::Question);
    box->setObjectName(u"unsavedBox"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    if (m_session.isTraining()) {
        box->setWindowTitle(tr("Stop training?"));
        box->setText(tr("A model is being trained. Closing stops it and loses what it learned."));
        box->setStandardButtons(QMessageBox::Discard | QMessageBox::Cancel);
        box->button(QMessageBox::Discard)->setText(tr("&Stop and close"));
        box->setDefaultButton(QMessageBox::Cancel);
        return box;
    }
    box->setWindowTitle(tr("Save the model?"));
    box->setText(tr("The trained model is not saved. Closing loses it."));
    box->setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    box->setDefaultButton(QMessageBox::Save);
    return box;
}

void Leaving::takeAnswer(int answer)
{
    if (answer == QMessageBox::Save) {
        // Without a name chosen the window stays.
        connect(m_files.saveModel(), &QFileDialog::fileSelected, this, [this] { m_leaves = true; });
    } else if (answer == QMessageBox::Discard) {
        m_discards = true;
        m_window->close();
    }
}

void Leaving::closeIfWritten()
{
    if (!m_leaves || m_session.isWriting())
        return;
    // Asks again where the model could not be written.
    m_leaves = false;
    QMetaObject::invokeMethod(m_window, &QWidget::close, Qt::QueuedConnection);
}

} // namespace dissonance
