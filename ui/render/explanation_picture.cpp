#include "ui/render/explanation_picture.h"

#include "ui/render/contributions_painter.h"
#include "ui/render/heatmap_painter.h"
#include "ui/render/palette.h"
#include "ui/render/plot_style.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kMargin = 16.0;
constexpr double kGap = 8.0;
constexpr int kLetters = 13; ///< pixels, before scaling
constexpr std::size_t kMostRows = 15; ///< what comes after is a few per cent at the most
constexpr QSize kScaledFrom{1280, 800}; ///< twice this size has everything twice as large

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::explanationPicture", text);
}

/// What the span is compared with, then remarks and what is left out.
QString footOf(const Explanation& explanation, int shown)
{
    QStringList lines;
    if (!explanation.family.empty())
        lines << tr("Dependence in normal operation: %1, condition number %2.")
                     .arg(QString::fromStdString(explanation.family),
                          QLocale().toString(explanation.conditionNumber, 'g', 3));
    if (const auto all = int(explanation.channels.size()); shown < all)
        lines << tr("Pairs of the %1 most inconsistent of %2 channels.").arg(shown).arg(all);
    for (const auto& remark : explanation.remarks)
        lines << QString::fromStdString(remark);
    const auto joined = [](const std::vector<std::string>& names) {
        QStringList list;
        for (const auto& name : names)
            list << QString::fromStdString(name);
        return list.join(u", "_s);
    };
    if (!explanation.leftOut.empty())
        lines << tr("Left out, constant in normal operation: %1.").arg(joined(explanation.leftOut));
    if (!explanation.states.empty())
        lines << tr("States, judged by how rare they are: %1.").arg(joined(explanation.states));
    for (const auto& group : explanation.duplicates)
        lines << tr("Nearly the same in normal operation: %1.").arg(joined(group));
    return lines.join(u'\n');
}

void paintHeading(QPainter& painter, const QRectF& area, const QString& text, const QFont& font)
{
    painter.setFont(font);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(text, Qt::ElideMiddle, area.width()));
}

/// As many rows as there is room for.
void paintRanked(QPainter& painter, const QRectF& area, const std::vector<ContributionRow>& rows,
                 const QPalette& palette, const QFont& font)
{
    double longest = 0.0;
    for (const auto& row : rows)
        longest = std::max(longest, row.share);
    double top = area.top();
    for (const auto& row : rows) {
        const double height = contributionRowHeight(row, area.width(), font);
        if (top + height > area.bottom())
            return;
        paintContributionRow(painter, {area.left(), top, area.width(), height}, row, longest,
                             palette, font);
        top += height;
    }
}

/// The channels whose cells can be read in both directions of `area`.
std::vector<int> channelsFor(const Explanation& explanation, const QRectF& area, const QFont& font)
{
    QStringList names;
    for (const auto& name : explanation.channels)
        names << QString::fromStdString(name);
    const int across = readableChannels(names, area.width(), font);
    const auto down = int((area.height() - 180.0) / kReadableCell); // headings and colour bar
    return mostInconsistent(explanation, std::max(2, std::min(across, down)));
}

} // namespace

QImage explanationPicture(const Explanation& explanation, const QString& title, QSize size,
                          bool dark, const Recording* recording)
{
    const auto palette = themePalette(dark);
    QImage image(size.expandedTo(kLeastExplanationPicture), QImage::Format_RGB32);
    image.fill(palette.color(QPalette::Window));
    QFont font = QGuiApplication::font();
    font.setPixelSize(kLetters);
    const auto bold = boldFont(font);
    const double line = std::ceil(QFontMetricsF(bold).height());
    // Whole numbers keep edges on whole pixels.
    const int scale = std::max(
        1, std::min(image.width() / kScaledFrom.width(), image.height() / kScaledFrom.height()));
    const auto page = QRectF(0, 0, image.width() / double(scale), image.height() / double(scale))
                          .adjusted(kMargin, kMargin, -kMargin, -kMargin);

    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.setPen(palette.color(QPalette::WindowText));
    paintHeading(painter, {page.left(), page.top(), page.width(), line}, title, bold);
    const QRectF split(page.left(), page.top() + line + kGap, page.width(), page.height());
    double top = split.top() + kGap
        + paintScoreSplit(&painter, split, splitOf(explanation), palette, font) + kGap;

    const double ranked = std::round(0.4 * (page.width() - 2 * kMargin));
    const double mapLeft = page.left() + ranked + 2 * kMargin;
    const auto rough = QRectF(QPointF(mapLeft, top + line + kGap), page.bottomRight());
    const auto channels = channelsFor(explanation, rough, font);
    const auto foot = footOf(explanation, int(channels.size()));
    const auto footSize =
        QFontMetricsF(font).boundingRect(QRectF(page), Qt::TextWordWrap, foot).height();
    const double bottom = page.bottom() - std::ceil(footSize) - kGap;

    paintHeading(painter, {page.left(), top, ranked, line},
                 tr("Channels inconsistent with the others"), bold);
    const auto map =
        heatmapOf(explanation, HeatmapMode::Difference, HeatmapMeasure::Correlation, channels);
    paintHeading(painter, {mapLeft, top, page.right() - mapLeft, line}, map.title, bold);
    top += line + kGap;
    auto rows = contributionRows(explanation, recording, dark);
    rows.resize(std::min(rows.size(), kMostRows));
    paintRanked(painter, {QPointF(page.left(), top), QPointF(page.left() + ranked, bottom)}, rows,
                palette, font);
    painter.setFont(font);
    const auto layout =
        layoutHeatmap(map, {QPointF(mapLeft, top), QPointF(page.right(), bottom)}, font);
    paintHeatmap(painter, map, layout, palette);

    painter.setPen(palette.color(QPalette::WindowText));
    painter.setFont(font);
    painter.drawText(QRectF(QPointF(page.left(), bottom + kGap), page.bottomRight()),
                     Qt::TextWordWrap, foot);
    return image;
}

} // namespace dissonance
