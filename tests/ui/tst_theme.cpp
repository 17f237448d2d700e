#include "ui/render/colours.h"
#include "ui/render/palette.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace dissonance;
using namespace Qt::StringLiterals;

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void contrastFormula();
    void text_data();
    void text();
    void colours_data();
    void colours();
    void divergingMap_data();
    void divergingMap();
    void channelsDifferFromTheTwoColours_data();
    void channelsDifferFromTheTwoColours();
    void applied();
};

namespace {

constexpr std::size_t kHues = 8;
constexpr std::size_t kCycle = 3 * kHues;

/// Relative luminance, WCAG 2.1.
double luminance(const QColor& colour)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

/// CIE L*, 0 to 100.
double lightness(const QColor& colour)
{
    return 116.0 * std::cbrt(luminance(colour)) - 16.0;
}

/// Difference of two colours in CIE L*a*b* (D65), CIE76.
double difference(const QColor& a, const QColor& b)
{
    const auto lab = [](const QColor& colour) {
        const auto linear = [](double c) {
            return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        const double r = linear(colour.redF());
        const double g = linear(colour.greenF());
        const double bl = linear(colour.blueF());
        const auto f = [](double t) {
            return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116;
        };
        const double x = f((0.4124 * r + 0.3576 * g + 0.1805 * bl) / 0.95047);
        const double y = f(0.2126 * r + 0.7152 * g + 0.0722 * bl);
        const double z = f((0.0193 * r + 0.1192 * g + 0.9505 * bl) / 1.08883);
        return std::array{116 * y - 16, 500 * (x - y), 200 * (y - z)};
    };
    const auto p = lab(a);
    const auto q = lab(b);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

void bothThemes()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

QByteArray said(const char* what, double value)
{
    return QByteArray(what) + ": " + QByteArray::number(value, 'f', 2);
}

} // namespace

void TestTheme::contrastFormula()
{
    // WCAG: black on white is 21:1; #767676 on white is the well-known 4.54:1.
    QVERIFY(std::abs(contrast(Qt::black, Qt::white) - 21.0) < 1e-9);
    QVERIFY(std::abs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.005);
}

void TestTheme::text_data()
{
    bothThemes();
}

void TestTheme::text()
{
    QFETCH(const bool, dark);
    const auto palette = themePalette(dark);
    using Pair = std::pair<QPalette::ColorRole, QPalette::ColorRole>;
    const std::array pairs{
        Pair(QPalette::WindowText, QPalette::Window),
        Pair(QPalette::WindowText, QPalette::Base),
        Pair(QPalette::Text, QPalette::Base),
        Pair(QPalette::Text, QPalette::AlternateBase),
        Pair(QPalette::Text, QPalette::Window),
        Pair(QPalette::ButtonText, QPalette::Button),
        Pair(QPalette::BrightText, QPalette::Window),
        Pair(QPalette::ToolTipText, QPalette::ToolTipBase),
        Pair(QPalette::PlaceholderText, QPalette::Base),
        Pair(QPalette::PlaceholderText, QPalette::AlternateBase),
        Pair(QPalette::PlaceholderText, QPalette::Window),
        Pair(QPalette::HighlightedText, QPalette::Highlight),
        Pair(QPalette::Link, QPalette::Base),
        Pair(QPalette::Link, QPalette::Window),
        Pair(QPalette::LinkVisited, QPalette::Base),
        Pair(QPalette::LinkVisited, QPalette::Window),
    };
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        for (const auto& [ink, paper] : pairs) {
            const double ratio = contrast(palette.color(group, ink), palette.color(group, paper));
            const auto names =
                QByteArray::number(int(ink)) + " on role " + QByteArray::number(int(paper));
            QVERIFY2(ratio >= 4.5, said(names.constData(), ratio).constData());
        }
    }
}

void TestTheme::colours_data()
{
    bothThemes();
}

void TestTheme::colours()
{
    QFETCH(const bool, dark);
    const auto palette = themePalette(dark);
    QCOMPARE(isDarkPalette(palette), dark);
    for (const auto role : {QPalette::Base, QPalette::Window}) {
        const auto paper = palette.color(role);
        const double marginal = contrast(marginalColour(dark), paper);
        QVERIFY2(marginal >= 3.0, said("marginal", marginal).constData());
        const double dependence = contrast(dependenceColour(dark), paper);
        QVERIFY2(dependence >= 3.0, said("dependence", dependence).constData());
        for (std::size_t i = 0; i < kCycle; ++i) {
            const double channel = contrast(channelColour(i, dark), paper);
            QVERIFY2(channel >= 3.0, said(channelColour(i, dark).name().toUtf8(), channel));
        }
    }
    QCOMPARE(channelColour(kCycle, dark), channelColour(0, dark));
}

void TestTheme::divergingMap_data()
{
    bothThemes();
}

void TestTheme::divergingMap()
{
    QFETCH(const bool, dark);
    const auto low = divergingColour(-1.0, dark);
    const auto middle = divergingColour(0.0, dark);
    const auto high = divergingColour(1.0, dark);
    // About 2.3 is a just noticeable difference.
    QVERIFY2(difference(low, high) > 60.0, said("ends", difference(low, high)));
    QVERIFY2(difference(low, middle) > 40.0, said("low", difference(low, middle)));
    QVERIFY2(difference(high, middle) > 40.0, said("high", difference(high, middle)));
    QVERIFY2(middle.hsvSaturationF() < 0.2F, "the middle is neutral");
    // Distance from the middle grows with the value: the map can be read.
    for (double value = 0.1; value <= 1.0; value += 0.1) {
        QVERIFY(difference(divergingColour(value, dark), middle)
                > difference(divergingColour(value - 0.1, dark), middle));
        QVERIFY(difference(divergingColour(-value, dark), middle)
                > difference(divergingColour(0.1 - value, dark), middle));
    }
    QCOMPARE(divergingColour(std::nan(""), dark).alpha(), 0);
    QCOMPARE(divergingColour(7.0, dark), high);
}

void TestTheme::channelsDifferFromTheTwoColours_data()
{
    bothThemes();
}

void TestTheme::channelsDifferFromTheTwoColours()
{
    QFETCH(const bool, dark);
    for (std::size_t i = 0; i < kCycle; ++i) {
        for (const auto& reserved : {marginalColour(dark), dependenceColour(dark)}) {
            const double apart = difference(channelColour(i, dark), reserved);
            QVERIFY2(apart > 20.0, said(channelColour(i, dark).name().toUtf8(), apart));
        }
        for (std::size_t j = 0; j < i; ++j) {
            const double apart = difference(channelColour(i, dark), channelColour(j, dark));
            const double least = i < kHues ? 20.0 : 15.0;
            QVERIFY2(apart > least, said(channelColour(i, dark).name().toUtf8(), apart));
        }
    }
    // The hues come again at lightnesses that differ by themselves.
    for (std::size_t i = kHues; i < kCycle; ++i) {
        for (std::size_t j = i % kHues; j < i; j += kHues) {
            const double apart =
                std::abs(lightness(channelColour(i, dark)) - lightness(channelColour(j, dark)));
            QVERIFY2(apart > 11.0, said(channelColour(i, dark).name().toUtf8(), apart));
        }
    }
}

void TestTheme::applied()
{
    applyTheme(*qApp, Theme::Dark);
    QVERIFY(isDarkPalette(QApplication::palette()));
    QCOMPARE(QApplication::palette().color(QPalette::Base),
             themePalette(true).color(QPalette::Base));
    applyTheme(*qApp, Theme::Light);
    QVERIFY(!isDarkPalette(QApplication::palette()));
    QCOMPARE(themeFromText(u"dark"_s), std::optional(Theme::Dark));
    QVERIFY(!themeFromText(u"sepia"_s));
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
