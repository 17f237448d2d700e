#pragma once

#include "engine/scoring/score_track.h"

#include <QWidget>

#include <memory>

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace dissonance {

class Session;

/// The threshold in the tool bar: as a slider, and as the false alarms that it may cost. Each
/// follows the other.
class ThresholdControl : public QWidget
{
    Q_OBJECT

public:
    explicit ThresholdControl(Session& session, QWidget* parent = nullptr);

private:
    void refresh();
    void choose(int position);
    void promise(double alarms);
    QString alarmsHelp() const;

    Session& m_session;
    std::shared_ptr<const ScoreTrack> m_scores; ///< that m_reach is of
    double m_reach = 1.0; ///< score at the right end
    QSlider* m_slider = nullptr;
    QLabel* m_text = nullptr;
    QDoubleSpinBox* m_alarms = nullptr; ///< a day, or in 10,000 samples
};

/// "0.4 false alarms/day expected" at the current recording's threshold; empty without scores.
/// Per 10,000 samples where the detector learned without a clock.
QString expectedAlarmsText(const Session& session);

} // namespace dissonance
