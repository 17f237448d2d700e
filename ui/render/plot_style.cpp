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

void blend(QRgb& under, QRgb over, double share)
{
    const auto weight = int(std::lround(share * 256.0));
    const auto mix = [weight](int a, int b) {
        return a + (((b - a) * weight) >> 8);
    };
    under = qRgb(mix(qRed(under), qRed(over)), mix(qGreen(under), qGreen(over)),
                 mix(qBlue(under), qBlue(over)));
}

/// Fills columns of pixels, some side by side at a time: rows of an image lie far apart in
/// memory, so going down one column after another is several times as slow.
class ColumnFill
{
public:
    ColumnFill(QImage& image, const QColor& colour)
        : m_pixels(reinterpret_cast<QRgb*>(image.bits()))
        , m_stride(image.bytesPerLine() / qsizetype(sizeof(QRgb)))
        , m_colour(colour.rgb())
    {
    }
    ColumnFill(const ColumnFill&) = delete;
    ColumnFill& operator=(const ColumnFill&) = delete;
    ~ColumnFill() { flush(); }

    /// @param x  falls never; top and bottom inside the image, fractions are blended.
    void add(int x, double top, double bottom)
    {
        if (m_count == kBlock || (m_count > 0 && x != m_left + int(m_count)))
            flush();
        if (m_count == 0)
            m_left = x;
        auto first = int(std::ceil(top));
        const auto last = int(std::floor(bottom));
        if (first > last) { // within one pixel
            blend(at(x, last), m_colour, bottom - top);
            first = last;
        } else {
            if (top < first)
                blend(at(x, first - 1), m_colour, first - top);
            if (bottom > last)
                blend(at(x, last), m_colour, bottom - last);
        }
        m_first[m_count] = first;
        m_last[m_count] = last;
        ++m_count;
    }

private:
    static constexpr std::size_t kBlock = 16;

    QRgb& at(int x, int y) { return m_pixels[m_stride * y + x]; }

    void flush()
    {
        if (m_count == 0)
            return;
        const int top = *std::min_element(m_first.begin(), m_first.begin() + m_count);
        const int bottom = *std::max_element(m_last.begin(), m_last.begin() + m_count);
        for (int y = top; y < bottom; ++y) {
            QRgb* row = &at(m_left, y);
            for (std::size_t i = 0; i < m_count; ++i)
                row[i] = y >= m_first[i] && y < m_last[i] ? m_colour : row[i];
        }
        m_count = 0;
    }

    QRgb* m_pixels;
    qsizetype m_stride;
    QRgb m_colour;
    int m_left = 0;
    std::size_t m_count = 0;
    std::array<int, kBlock> m_first{};
    std::array<int, kBlock> m_last{};
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

QFont boldFont(const QFont& font)
{
    QFont bold = font;
    bold.setBold(true);
    return bold;
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
    ColumnFill fill(image, colour);
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
            fill.add(x, std::max(top, upper), std::min(bottom, lower));
    }
}

void fillColumns(QImage& image, const QRect& area, const std::vector<double>& from,
                 const std::vector<double>& to, const QColor& colour)
{
    const QRect inside = area & QRect(QPoint(0, 0), image.size());
    ColumnFill fill(image, colour);
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
            fill.add(x, std::max(top, upper), std::min(bottom, lower));
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
