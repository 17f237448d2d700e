#pragma once

#include "engine/scoring/incident.h"
#include "engine/scoring/score_track.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace dissonance {

class SharedTime;

/// The score under the tracks, on the shared time: marginal part (blue) and dependence part
/// (vermilion) stacked, and the threshold as a line that can be dragged.
class ScoreTrackView : public QWidget
{
    Q_OBJECT

public:
    explicit ScoreTrackView(SharedTime& time, QWidget* parent = nullptr);

    void setScores(std::shared_ptr<const ScoreTrack> scores); ///< null: none
    void setThreshold(double threshold);
    void setIncidents(const std::vector<Incident>& incidents);
    void setInspected(const std::optional<SampleSpan>& span);
    /// What stands there while there are no scores: "Train a detector to see scores."
    void setEmptyText(const QString& text);

signals:
    void thresholdMoved(double threshold); ///< while it is dragged
    void thresholdChosen(double threshold); ///< let go of, or changed by key
    void incidentClicked(int index);
    void contextMenuRequested(const QPoint& globalPosition);
};

} // namespace dissonance
