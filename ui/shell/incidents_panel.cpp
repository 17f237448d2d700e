#include "ui/shell/incidents_panel.h"

#include "ui/models/incident_model.h"
#include "ui/shell/inspection.h"
#include "ui/shell/score_state.h"
#include "ui/shell/session.h"
#include "ui/shell/table_style.h"

#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace dissonance {

IncidentsPanel::IncidentsPanel(Session& session, Inspection& inspection, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_inspection(inspection)
    , m_model(new IncidentModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
    , m_empty(new QLabel(this))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(IncidentModel::SortRole);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Incidents"));
    dressTable(m_table);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(IncidentModel::StartColumn, Qt::AscendingOrder);
    auto* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    const int unit = fontMetrics().horizontalAdvance(u'0');
    header->resizeSection(IncidentModel::StartColumn, 22 * unit);
    header->resizeSection(IncidentModel::LengthColumn, 14 * unit);
    header->resizeSection(IncidentModel::PeakColumn, 13 * unit);
    header->resizeSection(IncidentModel::DependenceColumn, 15 * unit);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->addWidget(m_table);
    layout->addWidget(m_empty);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (row.isValid() && !m_following)
                    m_inspection.inspectIncident(m_sorted->mapToSource(row).row());
            });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& row) {
        // A click on the row that is current already jumps back to it.
        m_inspection.inspectIncident(m_sorted->mapToSource(row).row());
    });
    connect(&session, &Session::currentChanged, this, &IncidentsPanel::refresh);
    connect(&session, &Session::detectorChanged, this, &IncidentsPanel::refresh);
    connect(&session, &Session::scoresChanged, this, &IncidentsPanel::refresh);
    connect(&session, &Session::incidentsChanged, this, &IncidentsPanel::refresh);
    connect(&inspection, &Inspection::targetChanged, this, &IncidentsPanel::follow);
    refresh();
}

void IncidentsPanel::step(int by)
{
    const int rows = m_sorted->rowCount();
    if (rows == 0)
        return;
    const auto now = m_table->currentIndex();
    const int row = now.isValid() ? std::clamp(now.row() + by, 0, rows - 1) : by > 0 ? 0 : rows - 1;
    m_table->selectRow(row);
    m_table->scrollTo(m_sorted->index(row, 0));
}

void IncidentsPanel::refresh()
{
    const auto* entry = m_session.current();
    const bool scored = entry && entry->scores;
    {
        // The model may be made anew: that is no change of mind.
        const QScopedValueRollback following(m_following, true);
        m_model->setIncidents(scored ? entry->scores->clock : nullptr,
                              scored ? entry->incidents : std::vector<Incident>());
    }
    const bool any = m_model->rowCount() > 0;
    m_table->setVisible(any);
    m_empty->setVisible(!any);
    m_empty->setText(emptyText());
    follow();
}

QString IncidentsPanel::emptyText() const
{
    const auto* entry = m_session.current();
    if (!entry)
        return tr("Incidents will be listed here.");
    if (!m_session.detector())
        return tr("Train the detector on a normal span, or load a model, to find incidents.");
    if (!entry->scores)
        return missingScoresText(m_session);
    return tr("No incident: no score is above the threshold. Lower it to see weaker ones.");
}

void IncidentsPanel::follow()
{
    const QScopedValueRollback following(m_following, true);
    const int incident = m_inspection.incident();
    if (incident < 0 || incident >= m_model->rowCount()) {
        m_table->setCurrentIndex({});
        m_table->clearSelection();
    } else {
        const auto row = m_sorted->mapFromSource(m_model->index(incident, 0));
        m_table->selectRow(row.row());
        m_table->scrollTo(row);
    }
}

} // namespace dissonance
