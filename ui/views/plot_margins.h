#pragma once

namespace dissonance {

/// Margins of every view on the shared time, in logical pixels: the same ones, so that an
/// instant stands at the same x in all of them.
constexpr int kPlotLeft = 176; ///< names, values and tick labels
constexpr int kPlotRight = 18; ///< room for a scroll bar
constexpr int kTickLabels = 52; ///< of kPlotLeft, next to the plot
constexpr int kPlotGap = 6; ///< between text and plot

} // namespace dissonance
