#pragma once

#include "engine/recording/recording.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace dissonance {

class Inspection;
class OverviewStrip;
class ScoreTrackView;
class Session;
class SharedTime;
class TracksView;

/// The middle of the window: overview, tracks and score of the current recording on one time.
class PlotsArea : public QWidget
{
    Q_OBJECT

public:
    PlotsArea(Session& session, Inspection& inspection, QWidget* parent = nullptr);

    SharedTime& time() { return *m_time; }
    /// No focus proxy, or Tab would pass over the overview.
    void focusTracks();
    void setChannels(const std::vector<std::size_t>& channels);
    void keepValueRanges(bool keep); ///< as they are now; else they follow what is visible
    void fitTracks(bool fits); ///< into the height there is
    void showChannel(std::size_t channel); ///< scrolls to its track

    /// What can be explained: the span that is selected, else the score window at the cursor.
    std::optional<SampleSpan> spanToExplain() const;

signals:
    void contextMenuRequested(const QPoint& globalPosition);

private:
    void takeRecording();
    void takeScores();
    void takeIncidents();
    void takeTarget();
    void jumpToTarget();
    void takeSelection();

    Session& m_session;
    Inspection& m_inspection;
    int m_recordingId = 0; ///< that is shown; 0: none
    QHash<int, std::pair<double, double>> m_rangeBefore; ///< of recordings that were shown
    SharedTime* m_time = nullptr;
    OverviewStrip* m_overview = nullptr;
    TracksView* m_tracks = nullptr;
    ScoreTrackView* m_score = nullptr;
    QTimer m_settled; ///< since the selection last changed
};

} // namespace dissonance
