// The value ranges of a TracksView: as what is visible has it, or kept.

#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kZoomPerNotch = 0.8; ///< as of the time
constexpr double kNarrowest = 1e-12; ///< of the values themselves: doubles tell no more apart

} // namespace

void TracksView::keepValueRanges(bool keep)
{
    m_ranges.clear();
    for (auto& row : m_rows) {
        if (keep && channelOf(row).kind == ChannelKind::Continuous) {
            prepare(row);
            if (!row.shape.isEmpty)
                m_ranges[row.channel] = {row.shape.low, row.shape.high};
        }
        row.generation = 0;
    }
    redraw();
}

std::optional<ColumnExtent> TracksView::keptRange(std::size_t channel) const
{
    const auto kept = m_ranges.find(channel);
    return kept != m_ranges.end() ? std::optional(kept->second) : std::nullopt;
}

void TracksView::redrawRow(int row)
{
    m_rows[std::size_t(row)].generation = 0;
    m_staleRows.push_back(row);
    update();
}

bool TracksView::zoomValues(const QWheelEvent& event)
{
    const double notches = double(event.angleDelta().y()) / 120.0;
    const int index = rowAt(int(event.position().y()));
    if (!event.modifiers().testFlag(Qt::ControlModifier) || notches == 0.0 || index < 0)
        return false;
    auto& row = m_rows[std::size_t(index)];
    if (channelOf(row).kind != ChannelKind::Continuous)
        return true; // states have no range, and the time stays
    prepare(row);
    if (row.shape.isEmpty)
        return true;
    const double low = row.shape.low;
    const double high = row.shape.high;
    const auto area = traceArea(plotArea(row));
    const double share =
        std::clamp((area.bottom() - event.position().y()) / area.height(), 0.0, 1.0);
    const double about = low + share * (high - low);
    const double factor = std::pow(kZoomPerNotch, notches);
    const ColumnExtent range{about - factor * (about - low), about + factor * (high - about)};
    const double largest = std::max(std::abs(range.low), std::abs(range.high));
    if (range.high - range.low > kNarrowest * largest && std::isfinite(range.high - range.low)) {
        m_ranges[row.channel] = range;
        redrawRow(index);
    }
    return true;
}

bool TracksView::freeValues(const QPoint& position)
{
    const int index = rowAt(position.y());
    if (position.x() >= kPlotLeft || index < 0)
        return false;
    if (m_ranges.erase(m_rows[std::size_t(index)].channel) > 0)
        redrawRow(index);
    return true;
}

} // namespace dissonance
