// The docks of a MainWindow: what is in them, where they are, and how large.

#include "ui/models/channel_model.h"
#include "ui/settings/settings.h"
#include "ui/shell/actions.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/inspection_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/session.h"
#include "ui/shell/statistics_panel.h"
#include "ui/views/shared_time.h"

#include <QDockWidget>
#include <QMenu>

#include <algorithm>

namespace dissonance {

namespace {

constexpr QSize kFirstSize(1280, 800);
// Pixels, which fit into that.
constexpr int kLeastChannels = 250;
constexpr int kLeastWhy = 360;
constexpr int kLeastIncidents = 170;

} // namespace

QDockWidget* MainWindow::addDock(Qt::DockWidgetArea area, const char* name, const QString& title,
                                 QWidget* content)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setWidget(content);
    addDockWidget(area, dock);
    m_actions->viewMenu->addAction(dock->toggleViewAction());
    return dock;
}

void MainWindow::makeDocks()
{
    m_channels = new ChannelsPanel(m_session, this);
    m_why = new InspectionPanel(m_session, *m_inspection, this);
    m_incidents = new IncidentsPanel(m_session, *m_inspection, this);
    m_problems = new ProblemsPanel(m_session, this);
    m_channelsDock = addDock(Qt::LeftDockWidgetArea, "channels", tr("Channels"), m_channels);
    m_whyDock = addDock(Qt::RightDockWidgetArea, "why", tr("Why"), m_why);
    m_incidentsDock = addDock(Qt::BottomDockWidgetArea, "incidents", tr("Incidents"), m_incidents);
    m_problemsDock = addDock(Qt::BottomDockWidgetArea, "messages", tr("Messages"), m_problems);
    m_statistics = new StatisticsPanel(m_session, m_plots->time(), this);
    auto* statistics =
        addDock(Qt::BottomDockWidgetArea, "statisticsDock", tr("Statistics"), m_statistics);
    tabifyDockWidget(m_incidentsDock, statistics);
    tabifyDockWidget(statistics, m_problemsDock);
    m_incidentsDock->raise();
    resizeDocks({m_channelsDock, m_whyDock}, {kLeastChannels, kLeastWhy}, Qt::Horizontal);
    resizeDocks({m_incidentsDock}, {kLeastIncidents}, Qt::Vertical);

    connect(&m_plots->time(), &SharedTime::cursorChanged, m_channels->model(),
            [this] { m_channels->model()->setCursor(m_plots->time().cursor()); });
    connect(m_channels, &ChannelsPanel::channelActivated, m_plots, &PlotsArea::showChannel);
    connect(m_channels, &ChannelsPanel::filterAccepted, m_plots, &PlotsArea::focusTracks);
    connect(m_channels->model(), &ChannelModel::shownChanged, this, [this] {
        m_plots->setChannels(m_channels->model()->shown());
        m_statistics->setChannels(m_channels->model()->shown());
    });
    connect(m_statistics, &StatisticsPanel::channelActivated, m_plots, &PlotsArea::showChannel);
    connect(m_why, &InspectionPanel::channelActivated, this, [this](const QString& name) {
        const auto* entry = m_session.current();
        const auto channel = entry ? entry->recording->indexOf(name.toStdString()) : -1;
        if (channel < 0)
            return;
        auto shown = m_channels->model()->shown();
        shown.push_back(std::size_t(channel));
        m_channels->model()->setShown(shown);
        m_plots->showChannel(std::size_t(channel));
    });
}

/// The first recording says how long the names are, and by now the window has its size. Later,
/// and where a layout was kept, the docks are as people have left them.
void MainWindow::fitDocks()
{
    m_hasLayout = true;
    const int letter = fontMetrics().horizontalAdvance(u'0');
    const int channels = std::clamp(m_channels->wantedWidth(), kLeastChannels,
                                    std::max(kLeastChannels, width() * 22 / 100));
    const int why = std::clamp(width() * 28 / 100, kLeastWhy, std::max(kLeastWhy, 70 * letter));
    const int incidents = std::clamp(height() / 5, kLeastIncidents, 2 * kLeastIncidents);
    resizeDocks({m_channelsDock, m_whyDock}, {channels, why}, Qt::Horizontal);
    resizeDocks({m_incidentsDock}, {incidents}, Qt::Vertical);
}

void MainWindow::restoreLayout()
{
    const Settings settings;
    if (!restoreGeometry(settings.windowGeometry()))
        resize(kFirstSize);
    m_hasLayout = restoreState(settings.windowState(), kDockLayoutVersion);
}

} // namespace dissonance
