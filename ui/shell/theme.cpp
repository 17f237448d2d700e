#include "ui/shell/theme.h"

#include "ui/render/palette.h"

#include <QApplication>
#include <QStyleFactory>

namespace dissonance {

using namespace Qt::StringLiterals;

std::optional<Theme> themeFromText(const QString& text)
{
    if (text == u"system")
        return Theme::System;
    if (text == u"light")
        return Theme::Light;
    if (text == u"dark")
        return Theme::Dark;
    return std::nullopt;
}

void applyTheme(QApplication& application, Theme theme)
{
    if (theme == Theme::System)
        return;
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    application.setPalette(themePalette(theme == Theme::Dark));
}

} // namespace dissonance
