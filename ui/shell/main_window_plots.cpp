// What the menus and keys of a MainWindow do to its plots.

#include "ui/models/incident_model.h"
#include "ui/settings/settings.h"
#include "ui/shell/actions.h"
#include "ui/shell/go_to_dialog.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/inspection.h"
#include "ui/shell/inspection_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/status_line.h"
#include "ui/shell/train_dialog.h"
#include "ui/views/shared_time.h"
#include "ui/views/zoom_history.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

namespace dissonance {

void MainWindow::connectPlotActions()
{
    constexpr double kZoom = 0.5;
    constexpr double kPan = 0.25;
    auto* time = &m_plots->time();
    const auto on = [this](QAction* action, auto&& call) {
        connect(action, &QAction::triggered, this, call);
    };
    const auto middle = [time] {
        return 0.5 * (time->lower() + time->upper());
    };
    on(m_actions->nextIncident, [this] { m_incidents->step(1); });
    on(m_actions->previousIncident, [this] { m_incidents->step(-1); });
    on(m_actions->explainSpan, [this] {
        if (const auto span = m_plots->spanToExplain())
            m_inspection->inspectSpan(*span);
        else
            m_status->say(tr("Shift-drag a span on the tracks first."));
    });
    on(m_actions->clearSpan, [time] { time->setSelection(std::nullopt); });
    on(m_actions->fit, [time] { time->fit(); });
    on(m_actions->zoomIn, [time, middle] { time->zoom(kZoom, middle()); });
    on(m_actions->zoomOut, [time, middle] { time->zoom(1.0 / kZoom, middle()); });
    on(m_actions->panLeft, [time] { time->pan(-kPan); });
    on(m_actions->panRight, [time] { time->pan(kPan); });
    on(m_actions->goTo, [this, time] {
        if (!m_goTo)
            m_goTo = new GoToDialog(*time, this);
        m_goTo->ask();
    });
    on(m_actions->fitTracks, [this](bool fits) { m_plots->fitTracks(fits); });
    on(m_actions->keepRanges, [this] { m_plots->keepValueRanges(true); });
    on(m_actions->freeRanges, [this] { m_plots->keepValueRanges(false); });
    connectMarks();
    connectHistory();
    connectTimeStyles();
    connect(m_plots, &PlotsArea::contextMenuRequested, this, &MainWindow::showPlotMenu);
    connect(time, &SharedTime::selectionChanged, this, [this, time] {
        if (m_train)
            m_train->setSelection(time->selection());
        updateActions();
    });
}

void MainWindow::connectMarks()
{
    auto* time = &m_plots->time();
    // Where the pointer is; without one, where both can be seen and dragged.
    const auto put = [time](SharedTime::Mark mark, double share) {
        const double there = time->lower() + share * (time->upper() - time->lower());
        time->setMark(mark, time->cursor().value_or(time->sampleAt(there)));
    };
    connect(m_actions->markA, &QAction::triggered, this, [put] { put(SharedTime::A, 1.0 / 3.0); });
    connect(m_actions->markB, &QAction::triggered, this, [put] { put(SharedTime::B, 2.0 / 3.0); });
    connect(m_actions->clearMarks, &QAction::triggered, this, [time] {
        time->setMark(SharedTime::A, std::nullopt);
        time->setMark(SharedTime::B, std::nullopt);
    });
    const auto offer = [this, time] {
        m_actions->markA->setEnabled(time->clock() != nullptr);
        m_actions->markB->setEnabled(time->clock() != nullptr);
        m_actions->clearMarks->setEnabled(time->mark(SharedTime::A) || time->mark(SharedTime::B));
    };
    connect(time, &SharedTime::marksChanged, this, offer);
    offer();
}

void MainWindow::connectHistory()
{
    auto* history = new ZoomHistory(m_plots->time());
    connect(m_actions->back, &QAction::triggered, history, &ZoomHistory::back);
    connect(m_actions->forward, &QAction::triggered, history, &ZoomHistory::forward);
    const auto offer = [this, history] {
        m_actions->back->setEnabled(history->canGoBack());
        m_actions->forward->setEnabled(history->canGoForward());
    };
    connect(history, &ZoomHistory::changed, this, offer);
    offer();
}

void MainWindow::connectTimeStyles()
{
    auto* time = &m_plots->time();
    const auto take = [time](const QAction* action) {
        const auto name = action->data().toString();
        time->setStyle(timeStyleFromText(name));
        Settings().setTimeStyle(name);
    };
    connect(m_actions->timeStyles, &QActionGroup::triggered, this, take);
    connect(m_actions->nextTimeStyle, &QAction::triggered, this, [this] {
        const auto all = m_actions->timeStyles->actions();
        auto next = all.indexOf(m_actions->timeStyles->checkedAction());
        do // passes over what this clock cannot say
            next = (next + 1) % all.size();
        while (!all[next]->isEnabled());
        all[next]->trigger();
    });
    connect(time, &SharedTime::styleChanged, this, [this, time] {
        m_incidents->model()->setTimeStyle(time->style());
        m_why->setTimeStyle(time->style());
    });
    const auto offer = [this, time] {
        const auto all = m_actions->timeStyles->actions();
        for (auto* action : all)
            action->setEnabled(
                time->clock()
                && suits(timeStyleFromText(action->data().toString()), time->clock()->kind()));
        m_actions->nextTimeStyle->setEnabled(time->clock() != nullptr);
    };
    connect(time, &SharedTime::clockChanged, this, offer);
    offer();
    const auto kept = toText(timeStyleFromText(Settings().timeStyle()));
    const auto all = m_actions->timeStyles->actions();
    for (auto* action : all) {
        if (action->data().toString() == kept)
            action->setChecked(true);
    }
    time->setStyle(timeStyleFromText(kept));
}

void MainWindow::showPlotMenu(const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_actions->trainOnSpan, m_actions->normalSpan, m_actions->explainSpan,
                      m_actions->clearSpan});
    menu->addSeparator();
    menu->addActions({m_actions->markA, m_actions->markB, m_actions->clearMarks});
    menu->addSeparator();
    menu->addActions({m_actions->fit, m_actions->zoomIn, m_actions->zoomOut});
    menu->addActions({m_actions->keepRanges, m_actions->freeRanges});
    menu->popup(globalPosition);
}

} // namespace dissonance
