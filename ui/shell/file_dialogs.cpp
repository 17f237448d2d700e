#include "ui/shell/file_dialogs.h"

#include "ui/settings/distinct_names.h"
#include "ui/settings/settings.h"
#include "ui/shell/session.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

const auto kModelSuffix = u"dissonance"_s;

/// The command line leaves the name to people, and many write pump.model.
QStringList modelSuffixes()
{
    return {kModelSuffix, u"model"_s};
}

} // namespace

FileDialogs::FileDialogs(Session& session, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
{
    // What could not be read is not worth coming back to.
    connect(&session, &Session::imported, this, [this](const QString& file) {
        Settings().addRecentFile(file);
        emit recentChanged();
    });
}

QFileDialog* FileDialogs::make(const char* name, const QString& title, const QString& filter)
{
    auto* dialog = new QFileDialog(m_window, title, Settings().lastFolder(), filter);
    dialog->setObjectName(QString::fromLatin1(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::accepted, this,
            [dialog] { Settings().setLastFolder(dialog->directory().absolutePath()); });
    return dialog;
}

QString FileDialogs::suggestion(const QString& suffix) const
{
    const auto* entry = m_session.current();
    const auto stem = entry ? QFileInfo(entry->file).completeBaseName() : u"model"_s;
    return stem + u'.' + suffix;
}

void FileDialogs::open()
{
    auto* dialog = make("openDialog", tr("Open recordings"),
                        tr("Tables (*.csv *.tsv *.txt *.dat);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &FileDialogs::openFiles);
    dialog->open();
}

void FileDialogs::loadModel()
{
    auto* dialog =
        make("loadModelDialog", tr("Load a model"),
             tr("Models (%1);;All files (*)").arg(u"*."_s + modelSuffixes().join(u" *."_s)));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &FileDialogs::asked);
    connect(dialog, &QFileDialog::fileSelected, &m_session, &Session::loadModel);
    dialog->open();
}

QFileDialog* FileDialogs::saveModel(const std::shared_ptr<const Detector>& model)
{
    // Under the name of the present model the previous one would take its place on the disk.
    const bool isPresent = model == m_session.detector();
    auto* dialog =
        make("saveModelDialog", tr("Save the model"), tr("Models (*.%1)").arg(kModelSuffix));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(kModelSuffix);
    dialog->selectFile(suggestion(isPresent ? kModelSuffix : u"previous."_s + kModelSuffix));
    connect(dialog, &QFileDialog::fileSelected, &m_session,
            [this, model](const QString& file) { m_session.saveModel(model, file); });
    dialog->open();
    return dialog;
}

void FileDialogs::exportScores()
{
    auto* dialog = make("exportScoresDialog", tr("Export scores"), tr("Tables (*.csv)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(suggestion(u"scores.csv"_s));
    connect(dialog, &QFileDialog::fileSelected, &m_session, &Session::exportScores);
    dialog->open();
}

void FileDialogs::openFiles(const QStringList& files)
{
    emit asked();
    QStringList recordings;
    for (const auto& file : files) {
        if (modelSuffixes().contains(QFileInfo(file).suffix(), Qt::CaseInsensitive))
            m_session.loadModel(file);
        else
            recordings.append(file);
    }
    m_session.open(recordings);
}

void FileDialogs::fillRecent(QMenu* menu)
{
    menu->clear();
    const auto files = Settings().recentFiles();
    const auto names = distinctNames(files);
    for (qsizetype i = 0; i < files.size(); ++i) {
        const auto& file = files.at(i);
        // The first nine have a digit to press.
        const auto key = i < 9 ? u"&%1  "_s.arg(i + 1) : QString();
        auto name = names.at(i);
        name.replace(u'&', u"&&"_s);
        auto* action = menu->addAction(key + name, this, [this, file] { openFiles({file}); });
        action->setStatusTip(file);
    }
    menu->setEnabled(!files.isEmpty());
    if (files.isEmpty())
        return;
    menu->addSeparator();
    auto* clear = menu->addAction(tr("&Clear the list"));
    clear->setObjectName(u"clearRecent"_s);
    // Filling the menu anew deletes the action, which has to come home first.
    const auto forget = [this] {
        Settings().clearRecentFiles();
        emit recentChanged();
    };
    connect(clear, &QAction::triggered, this, forget, Qt::QueuedConnection);
}

} // namespace dissonance
