#pragma once

#include "tests/ui/plot_fixture.h"
#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"
#include "ui/views/time_navigation.h"
#include "ui/views/tracks_view.h"

#include <memory>
#include <utility>
#include <vector>

namespace dissonance::fixture {

constexpr QSize kTracksSize{1000, 400};
constexpr int kPlotWidth = 1000 - kPlotLeft - kPlotRight;

/// A view of channels of a recording: two sines of 10,000 s unless said otherwise.
struct ShownTracks
{
    explicit ShownTracks(std::shared_ptr<const Recording> shown = sines(2, 10'000),
                         const std::vector<std::size_t>& channels = {0, 1},
                         const QSize& size = kTracksSize)
        : recording(std::move(shown))
    {
        time.setClock(recording->clock());
        view.setRecording(recording);
        view.setChannels(channels);
        show(view, size);
    }

    TimeScale scale() const { return visibleScale(time, view.width()); }
    double timeAt(int x) const { return scale().timeAt(x); }
    /// The column of pixels that a sample is drawn in.
    int columnOf(std::ptrdiff_t sample) const { return int(scale().xOf(time.timeOf(sample))); }

    std::shared_ptr<const Recording> recording;
    SharedTime time;
    TracksView view{time};
};

} // namespace dissonance::fixture
