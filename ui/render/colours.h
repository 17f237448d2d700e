#pragma once

#include <QColor>
#include <QPalette>

#include <cstddef>

namespace dissonance {

/// Whether windows of this palette have light text on dark.
bool isDarkPalette(const QPalette& palette);

/// The two colours that carry the idea; they mean this everywhere and nothing else ever.
QColor marginalColour(bool dark); ///< blue: channels on their own
QColor dependenceColour(bool dark); ///< vermilion: channels together

/// Colour of a channel by its index in the recording, the same in every view: eight hues that
/// people with colour vision deficiencies tell apart, without the two above, each in three
/// lightnesses. It begins again after 24.
QColor channelColour(std::size_t channel, bool dark);

/// Diverging map with a neutral middle.
/// @param value  -1 to 1, cut beyond; NaN is transparent.
QColor divergingColour(double value, bool dark);

/// Sequential map for the heat of a score.
/// @param value  0 to 1, cut beyond.
QColor heatColour(double value, bool dark);

} // namespace dissonance
