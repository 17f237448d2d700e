#pragma once

#include "engine/recording/range_statistics.h"
#include "engine/recording/recording.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace dissonance {

/// Numbers of the shown channels over a span, and their values at two cursors: a row each.
///
/// Long spans are added up between events, a few milliseconds at a time; a row is empty until its
/// turn has come.
class StatisticsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        NameColumn,
        UnitColumn,
        AtAColumn,
        AtBColumn,
        ChangeColumn,
        RateColumn,
        MinColumn,
        MaxColumn,
        MeanColumn,
        DeviationColumn,
        SlopeColumn,
        MissingColumn,
        ColumnCount
    };
    /// Samples of the recording's clock: A and B.
    using Cursors = std::array<std::optional<std::ptrdiff_t>, 2>;

    explicit StatisticsModel(QObject* parent = nullptr);

    /// Null empties the table.
    void setRecording(std::shared_ptr<const Recording> recording);
    void setChannels(const std::vector<std::size_t>& channels);
    /// @param span  of the recording's clock; null: there is nothing to add up.
    void setSpan(const std::optional<SampleSpan>& span);
    void setCursors(const Cursors& cursors);

    /// Colours are told apart for dark windows.
    void setDark(bool dark);

    bool isComplete() const { return !m_work.isActive(); }
    /// These rows with a line of headings, tab-separated, numbers with a point and all digits.
    QString toTsv(const std::vector<int>& rows) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        std::size_t channel = 0;
        RangeSums sums;
        std::size_t next = 0; ///< sample to go on with
        std::size_t last = 0;
        std::optional<RangeStatistics> result;
    };

    void begin();
    void work();
    const Channel& channelOf(const Row& row) const { return m_recording->channel(row.channel); }
    double valueAt(const Row& row, std::size_t cursor) const; ///< NaN: none
    double number(const Row& row, int column) const;
    QString text(const Row& row, int column) const;

    std::shared_ptr<const Recording> m_recording;
    std::vector<Row> m_rows;
    std::optional<SampleSpan> m_span;
    Cursors m_cursors;
    QTimer m_work;
    std::size_t m_row = 0; ///< being added up
    bool m_dark = false;
};

} // namespace dissonance
