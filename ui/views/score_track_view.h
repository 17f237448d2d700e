#pragma once

#include "engine/scoring/incident.h"
#include "engine/scoring/score_track.h"
#include "ui/render/score_scale.h"
#include "ui/views/time_navigation.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace dissonance {

/// The score under the tracks, on the shared time: marginal part (blue) and dependence part
/// (vermilion) stacked, and the threshold as a line that can be dragged.
class ScoreTrackView : public QWidget
{
    Q_OBJECT

public:
    explicit ScoreTrackView(SharedTime& time, QWidget* parent = nullptr);

    void setScores(std::shared_ptr<const ScoreTrack> scores); ///< null: none
    void setThreshold(double threshold); ///< not while it is dragged: the hand decides
    void setIncidents(const std::vector<Incident>& incidents);
    void setInspected(const std::optional<SampleSpan>& span);
    /// What stands there while there are no scores: "Train a detector to see scores."
    void setEmptyText(const QString& text);

    /// Where a score stands on this view, as last drawn; logical pixels.
    double yOf(double score) const;
    QSize sizeHint() const override;

signals:
    void thresholdMoved(double threshold); ///< while it is dragged, and back by Esc
    void thresholdChosen(double threshold); ///< let go of, or changed by key
    void incidentClicked(int index);
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
    QRectF plotArea() const;
    bool isOnThreshold(const QPointF& position) const;
    void redraw(); ///< with the next paint: everything but what follows the pointer
    void rangeChanged();
    void prepare(); ///< columns and scale of what is visible
    void moveThreshold(double threshold);
    void chooseThreshold(double threshold);

    void paintLayer();
    void paintBands(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintThreshold(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    void paintFollowing(QPainter& painter) const;

    SharedTime& m_time;
    TimeNavigation* m_navigation;
    std::shared_ptr<const ScoreTrack> m_scores;
    double m_threshold = 0.0;
    double m_highest = 0.0; ///< of the whole track
    std::vector<Incident> m_incidents;
    std::optional<SampleSpan> m_inspected;
    QString m_emptyText;

    ScoreColumns m_columns;
    ScoreScale m_scale;
    bool m_columnsStale = true;
    QImage m_layer; ///< what does not follow the pointer
    bool m_layerStale = true;
    bool m_draggingThreshold = false;
    double m_thresholdBefore = 0.0; ///< it was grabbed
    double m_grabbed = 0.0; ///< from the pointer to the line, pixels
};

} // namespace dissonance
