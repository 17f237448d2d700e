#include "ui/render/colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace dissonance {

namespace {

constexpr std::size_t kHues = 8;
using Hues = std::array<QRgb, kHues>;

// Okabe and Ito's colours without the two that carry the idea and without black and yellow (too
// pale on white); then the same hues twice more, each time at another lightness. Each has 3:1 on
// its background, and no two are closer than 15 in CIE L*a*b*.
constexpr std::array<Hues, 3> kChannelsOnLight{Hues{0xff008060, 0xffb4558b, 0xff9a7400, 0xff5b5ea6,
                                                    0xff4a7c1f, 0xff8c4a2f, 0xff3f6f78, 0xff7a3e7e},
                                               Hues{0xff003626, 0xff461e35, 0xff3d2c00, 0xff2e377a,
                                                    0xff1a3a00, 0xffa6725d, 0xff778d91, 0xffb272b5},
                                               Hues{0xff195d48, 0xff80245c, 0xff6a4e00, 0xff757adc,
                                                    0xff41562d, 0xff5f1c00, 0xff154951,
                                                    0xff63106b}};
constexpr std::array<Hues, 3> kChannelsOnDark{Hues{0xff2fbf97, 0xffe39cc4, 0xffe8d04a, 0xffa3a6ea,
                                                   0xff9fd46a, 0xffd79a7c, 0xff8cc5cf, 0xffc060d0},
                                              Hues{0xff8fe5c7, 0xfffdd0e8, 0xffc0b073, 0xffcbcbf5,
                                                   0xff487d14, 0xff98664d, 0xff307681, 0xfff7bafe},
                                              Hues{0xff50967e, 0xff936b81, 0xff93843c, 0xff707acf,
                                                   0xff7fa756, 0xfff5ccb9, 0xff7e989c, 0xffd789e2}};

using Stops = std::array<QRgb, 5>;

// Purple over neutral to green: neither end is one of the two colours that carry the idea.
constexpr Stops kDivergingOnLight{0xff5e3c99, 0xffb2a2d2, 0xfff2f2f2, 0xff94cfa0, 0xff1b7837};
constexpr Stops kDivergingOnDark{0xffb794f4, 0xff6b5696, 0xff2a2d33, 0xff3c7a50, 0xff74d68b};
constexpr Stops kHeatOnLight{0xffeef0f2, 0xffc9ccd2, 0xff9498a2, 0xff5a5f6b, 0xff1b1f24};
constexpr Stops kHeatOnDark{0xff22262c, 0xff454b55, 0xff7b838f, 0xffb5bcc6, 0xfff2f4f7};

QColor between(const Stops& stops, double position)
{
    const double scaled = std::clamp(position, 0.0, 1.0) * double(stops.size() - 1);
    const auto left = std::min(std::size_t(scaled), stops.size() - 2);
    const double share = scaled - double(left);
    const QColor from(stops[left]);
    const QColor to(stops[left + 1]);
    const auto mix = [share](int a, int b) {
        return int(std::lround(a + share * (b - a)));
    };
    return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

} // namespace

bool isDarkPalette(const QPalette& palette)
{
    return palette.color(QPalette::WindowText).lightness()
        > palette.color(QPalette::Window).lightness();
}

QColor marginalColour(bool dark)
{
    return dark ? QColor(0x56, 0xb4, 0xe9) : QColor(0x00, 0x72, 0xb2);
}

QColor dependenceColour(bool dark)
{
    return dark ? QColor(0xe6, 0x9f, 0x00) : QColor(0xd5, 0x5e, 0x00);
}

QColor channelColour(std::size_t channel, bool dark)
{
    const auto& cycle = dark ? kChannelsOnDark : kChannelsOnLight;
    return {cycle[channel / kHues % cycle.size()][channel % kHues]};
}

QColor divergingColour(double value, bool dark)
{
    if (std::isnan(value))
        return Qt::transparent;
    return between(dark ? kDivergingOnDark : kDivergingOnLight, 0.5 + 0.5 * value);
}

QColor heatColour(double value, bool dark)
{
    return between(dark ? kHeatOnDark : kHeatOnLight, std::isnan(value) ? 0.0 : value);
}

} // namespace dissonance
