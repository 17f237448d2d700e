// The steps of a MainWindow's tour, and when they are done.

#include "ui/shell/actions.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/session.h"
#include "ui/shell/start_page.h"
#include "ui/shell/tour.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QToolBar>

namespace dissonance {

namespace {

/// In the order of the steps.
enum TourStep
{
    Open,
    Look,
    Train,
    Follow,
    Why
};

} // namespace

void MainWindow::makeTour()
{
    m_tour = new Tour(this);
    connect(m_actions->tour, &QAction::triggered, this, &MainWindow::startTour);
    connect(m_start, &StartPage::tourRequested, this, &MainWindow::startTour);
    connect(m_tour, &Tour::stepChanged, this, [this](int step) {
        auto* dock = step == Follow ? m_incidentsDock : step == Why ? m_whyDock : nullptr;
        if (dock) {
            dock->show();
            dock->raise();
        }
        if (step < 0 && m_tour->isAncestorOf(QApplication::focusWidget()))
            focusCentre();
    });
    connect(&m_session, &Session::currentChanged, m_tour, [this] {
        m_tour->refresh();
        if (m_session.current())
            m_tour->stepDone(Open);
    });
    connect(&m_session, &Session::scoresChanged, m_tour, [this] {
        m_tour->refresh();
        if (m_session.current() && m_session.current()->scores)
            m_tour->stepDone(Train);
    });
}

void MainWindow::startTour()
{
    const auto button = [this](QAction* action) {
        return m_actions->toolBar->widgetForAction(action);
    };
    m_tour->start({
        {tr("Open"),
         tr("Press Open the sample incident: a simulated pump and cooling loop with incidents of "
            "known truth. Or drop a CSV of your own on the window."),
         [this, button] {
             return m_session.current() ? button(m_actions->open) : m_start->sampleButton();
         },
         [this] {
             return m_session.current() != nullptr;
         }},
        {tr("Look"),
         tr("The wheel zooms at the pointer, dragging moves, Ctrl-dragging zooms into a span, a "
            "double click shows everything. The strip on top is the whole recording."),
         [this] { return m_plots; },
         {}},
        {tr("Train"),
         tr("Shift-drag over a stretch that you call normal, and press Train. Of the sample the "
            "normal span is known. The work goes on in the background; Cancel stops it."),
         [this, button] { return button(m_actions->train); },
         {}},
        {tr("Follow"),
         tr("N and P walk the incidents, or click one. In the score, blue is the marginal part "
            "(channels on their own), vermilion the dependence part (channels together). The "
            "slider in the tool bar moves the threshold."),
         [this] { return m_incidents; },
         {}},
        {tr("Ask why"),
         tr("Here the channels are ranked that are inconsistent with the others. Below is the "
            "dependence in normal operation, in this window, and the difference; a click on a "
            "cell shows the pair with what was learned."),
         [this] { return m_whyDock; },
         {}},
    });
}

} // namespace dissonance
