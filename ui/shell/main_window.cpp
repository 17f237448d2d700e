#include "ui/shell/main_window.h"

#include "ui/models/channel_model.h"
#include "ui/models/problem_model.h"
#include "ui/render/colours.h"
#include "ui/settings/settings.h"
#include "ui/shell/actions.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/file_dialogs.h"
#include "ui/shell/help_dialogs.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/inspection.h"
#include "ui/shell/leaving.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/method_window.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/session.h"
#include "ui/shell/start_page.h"
#include "ui/shell/status_line.h"
#include "ui/shell/threshold_control.h"
#include "ui/shell/tour.h"
#include "ui/shell/train_dialog.h"
#include "ui/views/shared_time.h"

#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolBar>
#include <QUrl>
#include <QVBoxLayout>

#include <limits>
#include <memory>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

QStringList localFiles(const QMimeData* data)
{
    QStringList files;
    const auto urls = data->urls();
    for (const auto& url : urls)
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    return files;
}

QString problemsText(const QString& file, std::size_t count)
{
    return count == 1
        ? MainWindow::tr("%1: one place could not be read or looks wrong; see Messages.").arg(file)
        : MainWindow::tr("%1: %2 places could not be read or look wrong; see Messages.")
              .arg(file, QLocale().toString(qulonglong(count)));
}

} // namespace

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_actions(std::make_unique<Actions>(this))
    , m_inspection(new Inspection(session, this))
    , m_files(new FileDialogs(session, this))
    , m_leaving(new Leaving(session, *m_files, this))
{
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowTabbedDocks);
    // The details reach down to the status bar: a heatmap and a scatter plot want height.
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    makeCentre();
    m_actions->place(this);
    m_actions->toolBar->addWidget(new ThresholdControl(session, this));
    makeDocks();
    m_status = new StatusLine(session, m_plots->time(), this);
    setStatusBar(m_status);
    makeTour();
    connectActions();
    connectPlotActions();
    connectSession();
    restoreLayout();
    m_start->setFocus();
    updateColours();
    updateActions();
    updateTitle();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeCentre()
{
    m_message = new MessageBar(this);
    m_start = new StartPage(m_session.jobs(), this);
    m_plots = new PlotsArea(m_session, *m_inspection, this);
    m_centre = new QStackedWidget(this);
    m_centre->addWidget(m_start);
    m_centre->addWidget(m_plots);
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_centre, 1);
    setCentralWidget(centre);

    m_start->setRecentFiles(Settings().recentFiles());
    connect(m_start, &StartPage::openRequested, m_files, &FileDialogs::open);
    connect(m_start, &StartPage::sampleRequested, &m_session, &Session::openSample);
    connect(m_start, &StartPage::fileRequested, this,
            [this](const QString& file) { openFiles({file}); });
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction* action, auto&& call) {
        connect(action, &QAction::triggered, this, call);
    };
    on(m_actions->open, [this] { m_files->open(); });
    on(m_actions->openSample, [this] { m_session.openSample(); });
    on(m_actions->closeRecording, [this] { m_session.closeCurrent(); });
    on(m_actions->exportScores, [this] { m_files->exportScores(); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->train, [this] { showTrainDialog(); });
    on(m_actions->trainOnSpan, [this] {
        showTrainDialog();
        m_train->takeSelection();
    });
    on(m_actions->normalSpan, [this] {
        if (const auto span = m_plots->time().selection())
            m_session.adapt(*span);
    });
    on(m_actions->score, [this] { m_session.score(); });
    on(m_actions->loadModel, [this] { m_files->loadModel(); });
    on(m_actions->saveModel, [this] { m_files->saveModel(m_session.detector()); });
    on(m_actions->previousModel, [this] { m_session.takePreviousModel(); });
    on(m_actions->resetThreshold,
       [this] { m_session.setThreshold(std::numeric_limits<double>::quiet_NaN()); });
    on(m_actions->filter, [this] {
        m_channelsDock->show();
        m_channelsDock->raise();
        m_channels->focusFilter();
    });
    on(m_actions->fullScreen,
       [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
    on(m_actions->stop, [this] { m_session.jobs().cancelCurrent(); });
    on(m_actions->escape, [this] { clearOrStop(); });
    on(m_actions->method, [this] { showMethod(this); });
    on(m_actions->shortcuts, [this] { showShortcuts(this); });
    on(m_actions->about, [this] { showAbout(this); });
    connect(m_files, &FileDialogs::recentChanged, this, [this] {
        m_files->fillRecent(m_actions->recentMenu);
        m_start->setRecentFiles(Settings().recentFiles());
    });
    m_files->fillRecent(m_actions->recentMenu);
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::failed, this, &MainWindow::showFailure);
    connect(m_inspection, &Inspection::failed, this, &MainWindow::showFailure);
    connect(&m_session, &Session::done, m_status, &StatusLine::say);
    connect(&m_session, &Session::imported, this,
            [this](const QString& file, const ImportReport& report) {
                if (report.problems.count > 0)
                    m_status->say(problemsText(QFileInfo(file).fileName(), report.problems.count));
            });
    connect(&m_session, &Session::noticed, this,
            [this](const QString&, const QString& notice) { m_status->say(notice); });
    const auto count = [this] {
        const int messages = m_problems->model()->rowCount();
        m_problemsDock->setWindowTitle(messages > 0 ? tr("Messages (%1)").arg(messages)
                                                    : tr("Messages"));
    };
    connect(m_problems->model(), &QAbstractItemModel::rowsInserted, this, count);
    connect(m_problems->model(), &QAbstractItemModel::rowsRemoved, this, count);
    connect(m_problems->model(), &QAbstractItemModel::modelReset, this, count);
    // What failed before is read, or answered by this; the list keeps it.
    const auto forget = [this] {
        m_message->hide();
    };
    connect(m_files, &FileDialogs::asked, this, forget);
    connect(&m_session, &Session::trainingStarted, this, forget);
    for (auto* action : {m_actions->openSample, m_actions->closeRecording, m_actions->score})
        connect(action, &QAction::triggered, this, forget);
    connect(m_start, &StartPage::sampleRequested, this, forget);
    connect(m_message, &MessageBar::detailsRequested, this, [this] {
        m_problemsDock->show();
        m_problemsDock->raise();
        m_problems->showLatest();
    });
    const auto refresh = [this] {
        showCentre();
        updateActions();
        updateTitle();
    };
    connect(&m_session, &Session::currentChanged, this, refresh);
    connect(&m_session, &Session::detectorChanged, this, refresh);
    connect(&m_session, &Session::scoresChanged, this, refresh);
    connect(&m_session, &Session::incidentsChanged, this, refresh);
    connect(&m_session, &Session::trainingStarted, this, &MainWindow::updateActions);
    connect(&m_session, &Session::trainingFinished, this, &MainWindow::updateActions);
    connect(&m_session.jobs(), &JobRunner::started, this, &MainWindow::updateActions);
    connect(&m_session.jobs(), &JobRunner::becameIdle, this, &MainWindow::updateActions);
}

void MainWindow::focusCentre()
{
    if (m_session.current())
        m_plots->focusTracks();
    else
        m_start->setFocus();
}

/// The keys are the plots' as soon as there are some: a letter is to step through the incidents,
/// not to end up in the filter.
void MainWindow::showCentre()
{
    auto* wanted = m_session.current() ? static_cast<QWidget*>(m_plots) : m_start;
    if (m_centre->currentWidget() == wanted)
        return;
    m_centre->setCurrentWidget(wanted);
    focusCentre();
    if (wanted == m_plots && !m_hasLayout)
        fitDocks();
}

void MainWindow::openFiles(const QStringList& files)
{
    m_files->openFiles(files);
}

void MainWindow::updateActions()
{
    const auto* entry = m_session.current();
    const bool scored = entry && entry->scores;
    const bool detector = m_session.detector() != nullptr;
    const bool any = scored && !entry->incidents.empty();
    for (auto* action :
         {m_actions->closeRecording, m_actions->train, m_actions->fit, m_actions->zoomIn,
          m_actions->zoomOut, m_actions->panLeft, m_actions->panRight, m_actions->filter,
          m_actions->goTo, m_actions->keepRanges, m_actions->freeRanges, m_actions->fitTracks})
        action->setEnabled(entry != nullptr);
    const bool selected = m_plots->time().selection().has_value();
    m_actions->exportScores->setEnabled(scored);
    m_actions->trainOnSpan->setEnabled(selected);
    m_actions->normalSpan->setEnabled(selected && detector);
    m_actions->score->setEnabled(entry && detector && entry->scoredBy != m_session.detector()
                                 && !m_session.isScoring());
    m_actions->previousModel->setEnabled(m_session.hasPreviousModel());
    m_actions->saveModel->setEnabled(detector);
    m_actions->resetThreshold->setEnabled(scored && entry->threshold != entry->scores->threshold);
    m_actions->nextIncident->setEnabled(any);
    m_actions->previousIncident->setEnabled(any);
    m_actions->explainSpan->setEnabled(scored);
    m_actions->clearSpan->setEnabled(selected);
    m_actions->stop->setEnabled(!m_session.jobs().isIdle());
}

void MainWindow::updateTitle()
{
    const auto* entry = m_session.current();
    setWindowModified(m_session.hasUnsavedModel());
    setWindowTitle(entry ? tr("%1[*] – Dissonance").arg(QFileInfo(entry->file).fileName())
                         : tr("Dissonance[*]"));
}

void MainWindow::updateColours()
{
    m_channels->model()->setDark(isDarkPalette(palette()));
}

void MainWindow::showTrainDialog()
{
    if (!m_train) {
        m_train = new TrainDialog(m_session, this);
        m_train->setSelection(m_plots->time().selection());
    }
    m_train->show();
    m_train->raise();
    m_train->activateWindow();
}

void MainWindow::showFailure(const QString& headline, const QString& text)
{
    m_message->showMessage(headline, text);
    m_problems->model()->add(ProblemModel::Kind::Failure, QString(), headline + u' ' + text);
}

/// What is nearest goes first; work in the background last.
void MainWindow::clearOrStop()
{
    if (m_channels->clearFilter())
        return;
    if (m_message->isVisible())
        m_message->hide();
    else if (m_tour->step() >= 0)
        m_tour->leave();
    else if (m_plots->time().selection())
        m_plots->time().setSelection(std::nullopt);
    else
        m_session.cancelWork();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_leaving->mayLeave()) {
        event->ignore();
        return;
    }
    m_session.jobs().cancelAll();
    Settings settings;
    settings.setWindowGeometry(saveGeometry());
    if (m_hasLayout)
        settings.setWindowState(saveState(kDockLayoutVersion));
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    openFiles(localFiles(event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_channels)
        updateColours();
    if (event->type() == QEvent::WindowStateChange)
        m_actions->fullScreen->setChecked(isFullScreen());
}

} // namespace dissonance
