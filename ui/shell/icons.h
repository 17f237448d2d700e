#pragma once

#include <QIcon>
#include <QString>

namespace dissonance {

/// Our own line icon `name` (resources/icons/<name>.svg) in the palette's text colour, whatever
/// the palette is when it is painted.
QIcon themedIcon(const QString& name);

} // namespace dissonance
