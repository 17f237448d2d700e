#pragma once

#include <QPalette>

namespace dissonance {

/// The palette of our own light and dark themes; every text of it has 4.5:1 on its background.
QPalette themePalette(bool dark);

} // namespace dissonance
