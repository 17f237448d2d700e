#include "ui/render/palette.h"

#include <QColor>

namespace dissonance {

namespace {

struct Shades
{
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb dimmed; ///< placeholders: still 4.5:1 on base
    QRgb disabled;
    QRgb highlight; ///< neutral: blue and vermilion mean something here
    QRgb link;
};

constexpr Shades kLight{0xfff3f4f6, 0xffffffff, 0xfff7f8fa, 0xffe9ebee, 0xff1b1f24,
                        0xff5d6673, 0xff9097a1, 0xff46566c, 0xff3b4d66};
constexpr Shades kDark{0xff1e2126, 0xff16181c, 0xff1b1e23, 0xff2b2f36, 0xffe6e8eb,
                       0xff9aa3ae, 0xff6b737e, 0xff55678a, 0xffa9bdd8};

} // namespace

QPalette themePalette(bool dark)
{
    const auto& shades = dark ? kDark : kLight;
    // Fusion derives edges and shadows from the button's colour.
    QPalette palette(QColor(shades.button), QColor(shades.window));
    palette.setColor(QPalette::WindowText, QColor(shades.text));
    palette.setColor(QPalette::Base, QColor(shades.base));
    palette.setColor(QPalette::AlternateBase, QColor(shades.alternate));
    palette.setColor(QPalette::Text, QColor(shades.text));
    palette.setColor(QPalette::ButtonText, QColor(shades.text));
    palette.setColor(QPalette::BrightText, QColor(shades.text));
    palette.setColor(QPalette::ToolTipBase, QColor(shades.button));
    palette.setColor(QPalette::ToolTipText, QColor(shades.text));
    palette.setColor(QPalette::PlaceholderText, QColor(shades.dimmed));
    palette.setColor(QPalette::Highlight, QColor(shades.highlight));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(shades.link));
    palette.setColor(QPalette::LinkVisited, QColor(shades.link));
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, QColor(shades.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(shades.button));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(shades.disabled));
    return palette;
}

} // namespace dissonance
