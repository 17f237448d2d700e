#pragma once

#include <QtGlobal>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace dissonance {

/// Lets a list, box or slider have the keys that mean something to it before the window's
/// one-key shortcuts do: a letter that begins an entry, plus and minus where a branch unfolds,
/// Home and End. A letter that begins no entry stays the window's.
void keepOwnKeys(QWidget* widget);

} // namespace dissonance
