#pragma once

#include "engine/recording/recording.h"
#include "engine/scoring/incident.h"
#include "engine/scoring/score_track.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace dissonance {

class SharedTime;

/// The whole recording on one strip: the score as heat, the incidents as ticks (without scores,
/// how much is going on), and what is visible as a window that can be dragged, resized at its
/// edges, or thrown elsewhere by a click.
class OverviewStrip : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewStrip(SharedTime& time, QWidget* parent = nullptr);

    void setRecording(std::shared_ptr<const Recording> recording);
    void setScores(std::shared_ptr<const ScoreTrack> scores, double threshold); ///< null: none
    void setIncidents(const std::vector<Incident>& incidents);
};

} // namespace dissonance
