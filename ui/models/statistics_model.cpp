#include "ui/models/statistics_model.h"

#include "ui/models/channel_model.h"
#include "ui/render/colours.h"

#include <QElapsedTimer>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr int kSliceMs = 8; ///< less than a frame
constexpr std::size_t kPiece = 65'536; ///< samples between looks at the clock

} // namespace

StatisticsModel::StatisticsModel(QObject* parent)
    : QAbstractTableModel(parent)
{
    connect(&m_work, &QTimer::timeout, this, &StatisticsModel::work);
}

void StatisticsModel::setRecording(std::shared_ptr<const Recording> recording)
{
    beginResetModel();
    m_work.stop();
    m_recording = std::move(recording);
    m_rows.clear();
    m_span.reset();
    m_cursors = {};
    endResetModel();
}

void StatisticsModel::setChannels(const std::vector<std::size_t>& channels)
{
    beginResetModel();
    std::vector<Row> rows;
    for (const auto channel : channels) {
        if (!m_recording || channel >= m_recording->channelCount())
            continue;
        const auto known = std::find_if(m_rows.begin(), m_rows.end(), [channel](const Row& row) {
            return row.channel == channel;
        });
        rows.push_back(known != m_rows.end() ? *known : Row{channel, {}, 0, 0, {}});
    }
    m_rows = std::move(rows);
    endResetModel();
    begin();
}

void StatisticsModel::setSpan(const std::optional<SampleSpan>& span)
{
    if (span == m_span)
        return;
    m_span = span;
    for (auto& row : m_rows)
        row.result.reset();
    begin();
}

void StatisticsModel::setCursors(const Cursors& cursors)
{
    if (cursors == m_cursors)
        return;
    m_cursors = cursors;
    if (!m_rows.empty())
        emit dataChanged(index(0, AtAColumn), index(rowCount() - 1, RateColumn));
}

void StatisticsModel::setDark(bool dark)
{
    if (dark == m_dark)
        return;
    m_dark = dark;
    if (!m_rows.empty())
        emit dataChanged(index(0, NameColumn), index(rowCount() - 1, NameColumn),
                         {Qt::DecorationRole});
}

/// What is known stays; the rest starts anew.
void StatisticsModel::begin()
{
    m_row = 0;
    m_work.stop();
    if (!m_rows.empty())
        emit dataChanged(index(0, MinColumn), index(rowCount() - 1, MissingColumn));
    if (!m_recording || !m_span)
        return;
    const auto& clock = *m_recording->clock();
    for (auto& row : m_rows) {
        if (row.result)
            continue;
        row.sums = {};
        row.next = std::size_t(m_span->first);
        row.last = std::size_t(m_span->last);
        const auto& axis = *channelOf(row).time;
        if (&axis == &clock)
            continue;
        // Its own samples within the time of the span, which ends before the next of the clock.
        row.next = axis.sampleAtOrAfter(clock.tick(row.next));
        row.last =
            row.last < clock.size() ? axis.sampleAtOrAfter(clock.tick(row.last)) : axis.size();
    }
    m_work.start(0);
}

void StatisticsModel::work()
{
    QElapsedTimer since;
    since.start();
    while (m_row < m_rows.size()) {
        auto& row = m_rows[m_row];
        if (!row.result && row.next < row.last) {
            const auto end = std::min(row.next + kPiece, row.last);
            row.sums.add(channelOf(row), row.next, end);
            row.next = end;
        }
        if (row.next >= row.last || row.result) {
            if (!row.result) {
                row.result = row.sums.result();
                emit dataChanged(index(int(m_row), MinColumn), index(int(m_row), MissingColumn));
            }
            ++m_row;
        }
        if (since.elapsed() >= kSliceMs)
            return;
    }
    m_work.stop();
}

int StatisticsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int StatisticsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

double StatisticsModel::valueAt(const Row& row, std::size_t cursor) const
{
    const auto at = m_cursors[cursor];
    const auto& clock = *m_recording->clock();
    if (!at || *at < 0 || *at >= std::ptrdiff_t(clock.size()))
        return kNan;
    const auto& ticks = channelOf(row).time->ticks();
    // Sample and hold, as the tracks show it.
    const auto after = std::upper_bound(ticks.begin(), ticks.end(), clock.tick(std::size_t(*at)));
    return after == ticks.begin() ? kNan
                                  : channelOf(row).values[std::size_t(after - ticks.begin()) - 1];
}

double StatisticsModel::number(const Row& row, int column) const
{
    const auto statistics = row.result.value_or(RangeStatistics{});
    switch (Column(column)) {
    case AtAColumn:
        return valueAt(row, 0);
    case AtBColumn:
        return valueAt(row, 1);
    case ChangeColumn:
        return valueAt(row, 1) - valueAt(row, 0);
    case RateColumn: {
        const double change = number(row, ChangeColumn);
        if (std::isnan(change))
            return kNan;
        const auto& clock = *m_recording->clock();
        const double seconds = clock.toDisplay(clock.tick(std::size_t(*m_cursors[1])))
            - clock.toDisplay(clock.tick(std::size_t(*m_cursors[0])));
        return seconds != 0.0 ? change / seconds : kNan;
    }
    case MinColumn:
        return statistics.min;
    case MaxColumn:
        return statistics.max;
    case MeanColumn:
        return statistics.mean;
    case DeviationColumn:
        return statistics.deviation;
    case SlopeColumn:
        return statistics.slope;
    case MissingColumn:
        return row.result ? double(statistics.missing) : kNan;
    case NameColumn:
    case UnitColumn:
    case ColumnCount:
        break;
    }
    return kNan;
}

QString StatisticsModel::text(const Row& row, int column) const
{
    const auto& channel = channelOf(row);
    if (column == NameColumn)
        return QString::fromStdString(channel.name);
    if (column == UnitColumn)
        return QString::fromStdString(channel.unit);
    const bool isCursor = column == AtAColumn || column == AtBColumn;
    if (channel.kind != ChannelKind::Continuous && isCursor) {
        const auto at = m_cursors[column == AtAColumn ? 0 : 1];
        return at ? ChannelModel::valueText(*m_recording, row.channel, *at) : QString();
    }
    // Codes of states have no mean.
    if (channel.kind != ChannelKind::Continuous && column != MissingColumn)
        return {};
    const double value = number(row, column);
    if (std::isnan(value))
        return {};
    const QLocale locale;
    return column == MissingColumn ? locale.toString(qlonglong(value))
                                   : locale.toString(value, 'g', 5);
}

QVariant StatisticsModel::data(const QModelIndex& index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const auto& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter
                   | (index.column() <= UnitColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::DecorationRole:
        return index.column() == NameColumn ? QVariant(channelColour(row.channel, m_dark))
                                            : QVariant();
    case Qt::ToolTipRole:
        return index.column() == NameColumn ? text(row, NameColumn) : QString();
    default:
        return {};
    }
}

QVariant StatisticsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section <= UnitColumn ? Qt::AlignLeft : Qt::AlignRight));
    const bool hasSeconds = !m_recording || m_recording->clock()->kind() != TimeKind::SampleIndex;
    const auto per = hasSeconds ? tr("unit per second") : tr("unit per sample");
    const std::array<std::array<QString, 2>, ColumnCount> texts{{
        {tr("Channel"), tr("Channel")},
        {tr("Unit"), tr("Unit of the values")},
        {tr("At A"), tr("Value at cursor A")},
        {tr("At B"), tr("Value at cursor B")},
        {tr("B − A"), tr("Change from cursor A to cursor B")},
        {tr("Rate"), tr("Change from A to B over the time between them, %1").arg(per)},
        {tr("Min"), tr("Smallest value")},
        {tr("Max"), tr("Largest value")},
        {tr("Mean"), tr("Mean of the values")},
        {tr("Std"), tr("Standard deviation of the values")},
        {tr("Slope"), tr("Slope of the straight line that fits best, %1").arg(per)},
        {tr("Missing"), tr("Samples without a value")},
    }};
    if (role == Qt::DisplayRole)
        return texts[std::size_t(section)][0];
    return role == Qt::ToolTipRole ? QVariant(texts[std::size_t(section)][1]) : QVariant();
}

QString StatisticsModel::toTsv(const std::vector<int>& rows) const
{
    QString table;
    for (int column = 0; column < ColumnCount; ++column)
        table += headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()
            + (column + 1 < ColumnCount ? u'\t' : u'\n');
    for (const int at : rows) {
        const auto& row = m_rows[std::size_t(at)];
        for (int column = 0; column < ColumnCount; ++column) {
            auto cell = text(row, column);
            const double value = number(row, column);
            if (column > UnitColumn && !cell.isEmpty() && !std::isnan(value)
                && channelOf(row).kind == ChannelKind::Continuous)
                cell = QString::number(value, 'g', 15);
            // A tab within a name would be one more cell.
            table += cell.replace(u'\t', u' ').replace(u'\n', u' ')
                + (column + 1 < ColumnCount ? u'\t' : u'\n');
        }
    }
    return table;
}

} // namespace dissonance
