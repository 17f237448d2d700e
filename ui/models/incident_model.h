#pragma once

#include "engine/scoring/incident.h"
#include "ui/render/time_style.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace dissonance {

/// Incidents as a table: one row each, in time order.
class IncidentModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        StartColumn,
        LengthColumn,
        PeakColumn,
        DependenceColumn,
        ChannelsColumn,
        ColumnCount
    };
    enum Role
    {
        SortRole = Qt::UserRole, ///< numbers, where the text is not in order
        ShareRole, ///< dependence share, 0 to 1
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setIncidents(std::shared_ptr<const TimeAxis> clock, std::vector<Incident> incidents);
    const std::vector<Incident>& incidents() const { return m_incidents; }
    void setTimeStyle(TimeStyle style);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString displayText(const Incident& incident, int column) const;
    QVariant sortValue(const Incident& incident, int column) const;
    QString toolTip(const Incident& incident) const;

    std::shared_ptr<const TimeAxis> m_clock;
    std::vector<Incident> m_incidents;
    TimeStyle m_style = TimeStyle::Recorded;
};

} // namespace dissonance
