#pragma once

#include "engine/recording/recording.h"
#include "engine/scoring/incident.h"

#include <QWidget>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace dissonance {

class SharedTime;

/// The shown channels as stacked tracks on the shared time: name, unit and value at the cursor
/// on the left, gaps as gaps, text channels as state strips, incidents as bands through all.
class TracksView : public QWidget
{
    Q_OBJECT

public:
    explicit TracksView(SharedTime& time, QWidget* parent = nullptr);

    void setRecording(std::shared_ptr<const Recording> recording); ///< null: none
    /// Channels of the recording to show, top to bottom.
    void setChannels(const std::vector<std::size_t>& channels);
    void setIncidents(const std::vector<Incident>& incidents);
    /// The incident or span that is being looked into stands out.
    void setInspected(const std::optional<SampleSpan>& span);
    /// Brings the track of a channel into view.
    void ensureVisible(std::size_t channel);

signals:
    void incidentClicked(int index); ///< of setIncidents()
    void contextMenuRequested(const QPoint& globalPosition);
};

} // namespace dissonance
