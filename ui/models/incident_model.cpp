#include "ui/models/incident_model.h"

#include "ui/models/time_text.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kNamedChannels = 3;

QString namesOf(const Incident& incident, std::size_t most)
{
    QStringList names;
    for (std::size_t i = 0; i < std::min(most, incident.channels.size()); ++i)
        names << QString::fromStdString(incident.channels[i].channel);
    return names.join(u", "_s);
}

} // namespace

void IncidentModel::setIncidents(std::shared_ptr<const TimeAxis> clock,
                                 std::vector<Incident> incidents)
{
    const auto sameSpan = [](const Incident& a, const Incident& b) {
        return a.span == b.span;
    };
    const bool sameRows = clock == m_clock
        && std::equal(incidents.begin(), incidents.end(), m_incidents.begin(), m_incidents.end(),
                      sameSpan);
    // The same incidents, now explained: the view keeps its selection.
    if (sameRows && !incidents.empty()) {
        m_incidents = std::move(incidents);
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_clock = std::move(clock);
    m_incidents = std::move(incidents);
    endResetModel();
}

void IncidentModel::setTimeStyle(TimeStyle style)
{
    m_style = style;
    if (!m_incidents.empty())
        emit dataChanged(index(0, StartColumn), index(rowCount() - 1, StartColumn),
                         {Qt::DisplayRole, Qt::ToolTipRole});
}

int IncidentModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_incidents.size());
}

int IncidentModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant IncidentModel::data(const QModelIndex& index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const auto& incident = m_incidents[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return displayText(incident, index.column());
    case SortRole:
        return sortValue(incident, index.column());
    case ShareRole:
        return incident.dependenceShare;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter
                   | (index.column() == ChannelsColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        return toolTip(incident);
    default:
        return {};
    }
}

QString IncidentModel::displayText(const Incident& incident, int column) const
{
    const QLocale locale;
    switch (Column(column)) {
    case StartColumn:
        return instantText(*m_clock, incident.span.first, m_style);
    case LengthColumn:
        return durationText(*m_clock, incident.span);
    case PeakColumn:
        return locale.toString(incident.peakScore, 'f', 2);
    case DependenceColumn:
        return tr("%1 %").arg(locale.toString(100 * incident.dependenceShare, 'f', 0));
    case ChannelsColumn:
        return incident.channels.empty() ? tr("…") : namesOf(incident, kNamedChannels);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant IncidentModel::sortValue(const Incident& incident, int column) const
{
    switch (Column(column)) {
    case StartColumn:
        return qlonglong(incident.span.first);
    case LengthColumn:
        return qlonglong(incident.span.size());
    case PeakColumn:
        return incident.peakScore;
    case DependenceColumn:
        return incident.dependenceShare;
    case ChannelsColumn:
        return namesOf(incident, kNamedChannels);
    case ColumnCount:
        break;
    }
    return {};
}

QString IncidentModel::toolTip(const Incident& incident) const
{
    auto text = tr("Samples %1 to %2, highest score at %3")
                    .arg(incident.span.first)
                    .arg(incident.span.last - 1)
                    .arg(instantText(*m_clock, incident.peak, m_style));
    if (!incident.channels.empty())
        text += u'\n'
            + tr("Most inconsistent with the others: %1")
                  .arg(namesOf(incident, 2 * kNamedChannels));
    return text;
}

QVariant IncidentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == ChannelsColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case StartColumn:
        return tr("Start");
    case LengthColumn:
        return tr("Length");
    case PeakColumn:
        return tr("Peak score");
    case DependenceColumn:
        return tr("Dependence");
    case ChannelsColumn:
        return tr("Most inconsistent channels");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace dissonance
