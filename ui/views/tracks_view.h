#pragma once

#include "engine/recording/recording.h"
#include "engine/scoring/incident.h"
#include "ui/render/columns.h"
#include "ui/render/pyramid.h"
#include "ui/render/track.h"
#include "ui/views/shared_time.h"
#include "ui/views/time_navigation.h"

#include <QImage>
#include <QWidget>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

QT_FORWARD_DECLARE_CLASS(QScrollBar)

namespace dissonance {

/// The shown channels as stacked tracks on the shared time: name, unit and value at the cursor
/// on the left, gaps as gaps, text channels as state strips, incidents as bands through all.
class TracksView : public QWidget
{
    Q_OBJECT

public:
    explicit TracksView(SharedTime& time, QWidget* parent = nullptr);

    /// Null: none. Channels and incidents of the one before are gone.
    ///
    /// @param pyramids  of the recording's channels, which make long ones quick to draw.
    void setRecording(std::shared_ptr<const Recording> recording,
                      std::shared_ptr<const RecordingPyramids> pyramids = nullptr);
    /// Channels of the recording to show, top to bottom; once people have dragged tracks to another
    /// place, in their order, with new ones below.
    void setChannels(const std::vector<std::size_t>& channels);
    void setIncidents(const std::vector<Incident>& incidents);
    /// The incident or span that is being looked into stands out.
    void setInspected(const std::optional<SampleSpan>& span);
    /// All tracks into the height there is, as far as they can be told apart; else they scroll.
    void fitIntoHeight(bool fits);
    /// Keeps the value ranges of all tracks as they are now, or lets each follow what is visible.
    void keepValueRanges(bool keep);
    /// The range that the track of a channel keeps; nothing where it follows what is visible.
    std::optional<ColumnExtent> keptRange(std::size_t channel) const;
    /// Brings the track of a channel into view.
    void ensureVisible(std::size_t channel);

signals:
    void incidentClicked(int index); ///< of setIncidents()
    void contextMenuRequested(const QPoint& globalPosition);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Row
    {
        std::size_t channel;
        int top; ///< from the first row's
        int height;
        TrackShape shape;
        double labelWidth = 0.0; ///< of its scale
        int generation = 0; ///< of m_generation, when the shape was made
    };

    const Channel& channelOf(const Row& row) const { return m_recording->channel(row.channel); }
    int tracksHeight() const; ///< without the axis
    int axisHeight() const;
    QRectF rowArea(const Row& row) const; ///< on the widget
    QRectF plotArea(const Row& row) const;
    QColor rowColour(const Row& row) const;
    int rowAt(int y) const; ///< index, or -1
    int incidentUnder(double x) const; ///< index, or -1
    QString emptyText() const;
    QString toolTipAt(const QPoint& position) const;

    bool pressName(const QMouseEvent& event); ///< whether its track may be dragged
    bool dragName(const QMouseEvent& event);
    bool dropName();
    int placeAt(int y) const; ///< of the row that a track would come before
    void sortRows(); ///< as they were dragged
    void paintPlace(QPainter& painter) const;

    bool zoomValues(const QWheelEvent& event); ///< of the track under the pointer
    bool freeValues(const QPoint& position); ///< of the track whose name is there
    void redrawRow(int row);

    std::optional<double> markX(SharedTime::Mark mark) const; ///< where it can be seen
    std::optional<SharedTime::Mark> markAt(const QPoint& position) const;
    bool pressMark(const QMouseEvent& event); ///< whether it begins to be dragged
    void dragMark(const QMouseEvent& event);

    void arrange(); ///< heights of the rows, scroll bar
    void redraw(); ///< with the next paint: everything but what follows the pointer
    void rangeChanged();
    void cursorMoved();
    void setHovered(int row);
    void prepare(Row& row);
    const ColumnMap& columnsOf(const std::shared_ptr<const TimeAxis>& axis);

    void paintLayer();
    void paintRow(QPainter& painter, Row& row);
    void paintBands(QPainter& painter, const QRectF& plot) const;
    void paintName(QPainter& painter, const Row& row);
    void paintAxis(QPainter& painter);
    void paintSelection(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintCursor(QPainter& painter) const;
    void paintValue(QPainter& painter, const Row& row) const;
    void paintInstant(QPainter& painter, double x) const;

    SharedTime& m_time;
    TimeNavigation* m_navigation;
    QScrollBar* m_scroll;
    std::shared_ptr<const Recording> m_recording;
    std::shared_ptr<const RecordingPyramids> m_pyramids;
    std::vector<Row> m_rows;
    std::vector<Incident> m_incidents;
    std::optional<SampleSpan> m_inspected;
    std::vector<std::pair<double, double>> m_bands; ///< of incidents, as last drawn
    std::vector<ColumnMap> m_columns; ///< of the time axes that were asked for
    ColumnGrid m_grid; ///< they are of: kept while the time is panned
    int m_generation = 1; ///< grows with each other range or width
    std::vector<std::size_t> m_order; ///< of channels, as dragged; empty: as given
    int m_draggedRow = -1;
    int m_draggedFrom = 0; ///< y
    int m_place = -1; ///< where it would be dropped; -1: not moved yet
    bool m_fits = false;
    std::map<std::size_t, ColumnExtent> m_ranges; ///< of values, that are kept, by channel
    int m_hovered = -1;
    QImage m_layer; ///< what does not follow the pointer
    bool m_layerStale = true;
    std::vector<QRectF> m_axisLabels; ///< where they were drawn
    std::vector<int> m_staleRows; ///< to draw anew on an otherwise good layer
    std::optional<SharedTime::Mark> m_draggedMark;
    std::optional<std::ptrdiff_t> m_markBefore; ///< the drag
    double m_cursorX = -1.0; ///< where the cursor was drawn
};

} // namespace dissonance
