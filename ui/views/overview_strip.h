#pragma once

#include "engine/recording/recording.h"
#include "engine/scoring/incident.h"
#include "engine/scoring/score_track.h"
#include "ui/views/time_navigation.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <vector>

namespace dissonance {

/// The whole recording on one strip: the score as heat, the incidents as ticks (without scores,
/// how much is going on), and what is visible as a window that can be dragged, resized at its
/// edges, or thrown elsewhere by a click.
class OverviewStrip : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewStrip(SharedTime& time, QWidget* parent = nullptr);

    /// Null: none. Scores and incidents of the one before are gone.
    void setRecording(std::shared_ptr<const Recording> recording);
    void setScores(std::shared_ptr<const ScoreTrack> scores, double threshold); ///< null: none
    void setIncidents(const std::vector<Incident>& incidents);

    QSize sizeHint() const override;

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

private:
    enum class Grip
    {
        None,
        Window,
        LeftEdge,
        RightEdge,
        NewWindow ///< drawn from where the button went down
    };

    TimeScale scale() const; ///< of the whole recording
    Grip gripAt(double x) const;
    void drag(double x);
    void showGrip(double x);
    void redraw(); ///< with the next paint: everything but the window and the cursor
    void paintLayer();
    void paintWindow(QPainter& painter) const;

    SharedTime& m_time;
    TimeNavigation* m_navigation; ///< keys
    std::shared_ptr<const Recording> m_recording;
    std::shared_ptr<const ScoreTrack> m_scores;
    double m_threshold = 0.0;
    std::vector<Incident> m_incidents;
    QImage m_layer; ///< heat and incidents
    bool m_layerStale = true;
    Grip m_grip = Grip::None;
    double m_pressed = 0.0; ///< x
    double m_lower = 0.0; ///< visible once the button was down
    double m_upper = 0.0;
    double m_lowerBefore = 0.0; ///< and before: a click moves the window there
    double m_upperBefore = 0.0;
};

} // namespace dissonance
