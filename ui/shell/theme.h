#pragma once

#include <QString>

#include <optional>

class QApplication;

namespace dissonance {

enum class Theme
{
    System,
    Light,
    Dark
};

/// "system", "light", "dark".
std::optional<Theme> themeFromText(const QString& text);

/// System leaves style and palette to the desktop; the others set Fusion and a palette of ours.
void applyTheme(QApplication& application, Theme theme);

} // namespace dissonance
