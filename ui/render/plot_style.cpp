#include "ui/render/plot_style.h"

#include "ui/render/colours.h"

#include <QFontMetricsF>
#include <QPaintDevice>

#include <algorithm>
#include <array>
#include <cmath>

namespace dissonance {

namespace {

QColor faded(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

double snapped(const QPainter& painter, double position)
{
    const double ratio = painter.device()->devicePixelRatioF();
    return std::floor(position * ratio + 0.5) / ratio;
}

double onePixel(const QPainter& painter)
{
    return 1.0 / painter.device()->devicePixelRatioF();
}

double widestFigure(const QFontMetricsF& metrics)
{
    double width = 0.0;
    for (char16_t figure = u'0'; figure <= u'9'; ++figure)
        width = std::max(width, metrics.horizontalAdvance(QChar(figure)));
    return width;
}

/// A colour to lay over pixels, taken apart once.
class Blend
{
public:
    explicit Blend(const QColor& colour)
        : m_opaque(colour.rgb())
        , m_parts{colour.red(), colour.green(), colour.blue()}
        , m_alpha(colour.alphaF())
    {
    }

    void over(QRgb& pixel) const
    {
        if (m_alpha >= 1.0)
            pixel = m_opaque;
        else
            over(pixel, 1.0);
    }
    void over(QRgb& pixel, double share) const
    {
        const int weight = int(share * m_alpha * 256.0 + 0.5);
        if (weight >= 256) {
            pixel = m_opaque;
            return;
        }
        const auto mix = [weight](int under, int top) {
            return under + (((top - under) * weight) >> 8);
        };
        pixel = qRgb(mix(qRed(pixel), m_parts[0]), mix(qGreen(pixel), m_parts[1]),
                     mix(qBlue(pixel), m_parts[2]));
    }

private:
    QRgb m_opaque;
    std::array<int, 3> m_parts;
    double m_alpha;
};

/// The pixels of one column, written top down.
class PixelColumn
{
public:
    PixelColumn(QImage& image, int x)
        : m_top(reinterpret_cast<QRgb*>(image.bits()) + x)
        , m_stride(image.bytesPerLine() / qsizetype(sizeof(QRgb)))
    {
    }

    void fill(double top, double bottom, const Blend& blend)
    {
        const int first = int(std::ceil(top));
        const int last = int(std::floor(bottom));
        if (first > last) { // within one pixel
            blend.over(m_top[m_stride * last], bottom - top);
            return;
        }
        if (top < first)
            blend.over(m_top[m_stride * (first - 1)], first - top);
        for (int y = first; y < last; ++y)
            blend.over(m_top[m_stride * y]);
        if (bottom > last)
            blend.over(m_top[m_stride * last], bottom - last);
    }

private:
    QRgb* m_top;
    qsizetype m_stride;
};

} // namespace

PlotColours::PlotColours(const QPalette& palette)
    : dark(isDarkPalette(palette))
    , background(palette.color(QPalette::Base))
    , text(palette.color(QPalette::Text))
    , dimmed(mixed(background, text, 0.68))
    , grid(mixed(background, text, 0.09))
    , trace(mixed(background, text, 0.62))
    , band(faded(text, 0.08))
    , bandEdge(faded(text, 0.28))
    , inspected(faded(text, 0.15))
    , inspectedEdge(faded(text, 0.75))
    , selection(faded(palette.color(QPalette::Highlight), dark ? 0.45 : 0.22))
    , selectionEdge(mixed(palette.color(QPalette::Highlight), text, dark ? 0.4 : 0.0))
    , cursor(faded(text, 0.7))
{
}

QColor mixed(const QColor& under, const QColor& over, double share)
{
    const auto mix = [share](int a, int b) {
        return int(std::lround(a + share * (b - a)));
    };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()),
            mix(under.blue(), over.blue())};
}

QFont smallFont(const QFont& font)
{
    QFont small = font;
    if (font.pointSizeF() > 0)
        small.setPointSizeF(std::max(font.pointSizeF() * 0.86, 7.0));
    else
        small.setPixelSize(std::max(int(std::lround(font.pixelSize() * 0.86)), 9));
    return small;
}

double figuresWidth(const QFontMetricsF& metrics, const QString& text)
{
    const double figure = widestFigure(metrics);
    double width = 0.0;
    for (const QChar character : text)
        width += character.isDigit() ? figure : metrics.horizontalAdvance(character);
    return width;
}

void drawFigures(QPainter& painter, const QRectF& area, int alignment, const QString& text)
{
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double figure = widestFigure(metrics);
    const double width = figuresWidth(metrics, text);
    if (std::abs(width - metrics.horizontalAdvance(text)) < 0.01) {
        painter.drawText(area, alignment | Qt::TextSingleLine | Qt::TextDontClip, text);
        return;
    }
    double x = area.left();
    if (alignment & Qt::AlignRight)
        x = area.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = area.center().x() - 0.5 * width;
    double y = area.top() + metrics.ascent();
    if (alignment & Qt::AlignVCenter)
        y = area.center().y() + 0.5 * (metrics.ascent() - metrics.descent());
    else if (alignment & Qt::AlignBottom)
        y = area.bottom() - metrics.descent();
    for (const QChar character : text) {
        const double advance = metrics.horizontalAdvance(character);
        const double cell = character.isDigit() ? figure : advance;
        painter.drawText(QPointF(x + 0.5 * (cell - advance), y), QString(character));
        x += cell;
    }
}

void drawVertical(QPainter& painter, double x, double top, double bottom, const QColor& colour)
{
    painter.fillRect(QRectF(snapped(painter, x), top, onePixel(painter), bottom - top), colour);
}

void drawHorizontal(QPainter& painter, double y, double left, double right, const QColor& colour)
{
    painter.fillRect(QRectF(left, snapped(painter, y), right - left, onePixel(painter)), colour);
}

void drawSpan(QPainter& painter, const QRectF& area, double left, double right, const QColor& fill,
              const QColor& edge)
{
    const double pixel = onePixel(painter);
    if (right < area.left() - 2 * pixel || left > area.right() + 2 * pixel)
        return;
    const double from = snapped(painter, std::clamp(left, area.left(), area.right()));
    double to = snapped(painter, std::clamp(right, area.left(), area.right()));
    to = std::max(to, from + 2 * pixel);
    painter.fillRect(QRectF(from, area.top(), to - from, area.height()), fill);
    if (left >= area.left())
        painter.fillRect(QRectF(from, area.top(), pixel, area.height()), edge);
    if (right <= area.right())
        painter.fillRect(QRectF(to - pixel, area.top(), pixel, area.height()), edge);
}

void drawTrace(QImage& image, const QRect& area, const std::vector<ColumnExtent>& columns,
               double low, double high, const QColor& colour, double thickness)
{
    const QRect inside = area & QRect(QPoint(0, 0), image.size());
    if (inside.isEmpty() || !(high > low))
        return;
    const Blend blend(colour);
    const double scale = area.height() / (high - low);
    const double upper = inside.top();
    const double lower = inside.bottom() + 1.0;
    for (int x = inside.left(); x <= inside.right(); ++x) {
        const auto column = std::size_t(x - area.left());
        if (column >= columns.size())
            break;
        const auto& extent = columns[column];
        if (extent.isEmpty())
            continue;
        const double top = area.top() + (high - extent.high) * scale - 0.5 * thickness;
        const double bottom = area.top() + (high - extent.low) * scale + 0.5 * thickness;
        if (top < lower && bottom > upper)
            PixelColumn(image, x).fill(std::max(top, upper), std::min(bottom, lower), blend);
    }
}

void fillColumns(QImage& image, const QRect& area, const std::vector<double>& from,
                 const std::vector<double>& to, const QColor& colour)
{
    const QRect inside = area & QRect(QPoint(0, 0), image.size());
    const Blend blend(colour);
    const double upper = inside.top();
    const double lower = inside.bottom() + 1.0;
    for (int x = inside.left(); x <= inside.right(); ++x) {
        const auto column = std::size_t(x - area.left());
        if (column >= from.size() || column >= to.size())
            break;
        if (!(to[column] > from[column]))
            continue;
        const double top = area.top() + (1.0 - to[column]) * area.height();
        const double bottom = area.top() + (1.0 - from[column]) * area.height();
        if (top < lower && bottom > upper)
            PixelColumn(image, x).fill(std::max(top, upper), std::min(bottom, lower), blend);
    }
}

QRect devicePixels(const QRectF& area, double ratio)
{
    const auto at = [ratio](double position) {
        return int(std::lround(position * ratio));
    };
    return {QPoint(at(area.left()), at(area.top())),
            QPoint(at(area.right()) - 1, at(area.bottom()) - 1)};
}

} // namespace dissonance
