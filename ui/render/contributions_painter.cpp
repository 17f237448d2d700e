#include "ui/render/contributions_painter.h"

#include "ui/render/colours.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kGap = 4.0;
constexpr double kSwatch = 10.0;
constexpr double kSplitBar = 16.0;
constexpr double kRowBar = 6.0;
/// From here on a row's values stand beside its bar.
constexpr double kWide = 940.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::contributions", text);
}

QString percent(double share)
{
    if (share > 0.0 && share < 0.01)
        return tr("< 1 %");
    return tr("%1 %").arg(QLocale().toString(100.0 * share, 'f', 0));
}

/// Means over the samples at which a value was both observed and expected.
struct Means
{
    int count = 0;
    double observed = 0.0;
    double expected = 0.0;
    double lower = 0.0;
    double upper = 0.0;
    double outside = 0.0; ///< share of the samples beyond their band
};

Means meansOf(const ChannelExpectation& expectation)
{
    Means means;
    const auto size = std::min({expectation.observed.size(), expectation.expected.size(),
                                expectation.lower.size(), expectation.upper.size()});
    for (std::size_t i = 0; i < size; ++i) {
        const std::array values{expectation.observed[i], expectation.expected[i],
                                expectation.lower[i], expectation.upper[i]};
        if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
            continue;
        ++means.count;
        means.observed += values[0];
        means.expected += values[1];
        means.lower += values[2];
        means.upper += values[3];
        if (values[0] < values[2] || values[0] > values[3])
            means.outside += 1.0;
    }
    if (means.count > 0)
        for (double* sum :
             {&means.observed, &means.expected, &means.lower, &means.upper, &means.outside})
            *sum /= means.count;
    return means;
}

/// As many digits as the width of the band deserves.
QString numberText(double value, double band)
{
    const bool sensible = band > 0.0 && std::abs(value) < 1e7 && band > 1e-6;
    if (!sensible)
        return QLocale().toString(value, 'g', 4);
    const int decimals = std::clamp(1 - int(std::floor(std::log10(band))), 0, 6);
    return QLocale().toString(value, 'f', decimals);
}

QString withUnit(const QString& number, const std::string& unit)
{
    return unit.empty() ? number : u"%1 %2"_s.arg(number, QString::fromStdString(unit));
}

void describeValues(ContributionRow& row, const Means& means, const std::string& unit)
{
    if (means.count == 0)
        return;
    const double band = means.upper - means.lower;
    const auto observed = withUnit(numberText(means.observed, band), unit);
    const auto expected = withUnit(numberText(means.expected, band), unit);
    const auto outside = percent(means.outside);
    const auto lower = numberText(means.lower, band);
    const auto upper = numberText(means.upper, band);
    row.values = tr("%1, expected %2 (%3 to %4)").arg(observed, expected, lower, upper);
    if (means.outside > 0.0)
        row.values += tr("; beyond that range %1 of the time").arg(outside);
    row.toolTip += u'\n'
        + tr("Observed %1 on average; given the other channels, %2 is expected (95 % range %3 to "
             "%4). Outside its range for %5 of the span.")
              .arg(observed, expected, withUnit(lower, unit), withUnit(upper, unit), outside);
}

/// What of the whole one nat of a channel's own surprise stands for: the marginal part of the
/// score is dealt out to the channels by it, what else a channel has comes from the dependence
/// part, of which nats do not know what only the network sees.
double sharePerNat(const Explanation& explanation, const ScoreSplit& split)
{
    double sum = 0.0;
    for (const auto& entry : explanation.ranked)
        sum += std::max(0.0, entry.marginal);
    return sum > 0.0 ? split.marginal / sum : 0.0;
}

void describe(ContributionRow& row, const ChannelContribution& entry, const ScoreSplit& split,
              double perNat)
{
    row.name = QString::fromStdString(entry.channel);
    row.share = std::isfinite(entry.share) ? std::clamp(entry.share, 0.0, 1.0) : 0.0;
    if (row.share > 0.0 && split.marginal + split.dependence > 0.0) {
        row.marginalPart = std::min(1.0, std::max(0.0, entry.marginal) * perNat / row.share);
        row.dependencePart = 1.0 - row.marginalPart;
    }
    const QLocale locale;
    row.toolTip =
        tr("%1: %2 of the whole. Above normal by %3 nats on its own and by %4 nats given the "
           "others.")
            .arg(row.name, percent(row.share), locale.toString(entry.marginal, 'f', 2),
                 locale.toString(entry.dependence, 'f', 2));
    if (entry.state > 0.0)
        row.toolTip += u'\n'
            + tr("It is a state, not a measured value: %1 nats are for states that normal "
                 "operation hardly knows.")
                  .arg(locale.toString(entry.state, 'f', 2));
}

} // namespace

ScoreSplit splitOf(const Explanation& explanation)
{
    const double marginal = std::max(0.0, explanation.marginalShare);
    const double dependence = std::max(0.0, explanation.dependenceShare);
    const double sum = marginal + dependence;
    if (!(sum > 0.0))
        return {};
    const double network = std::clamp(explanation.networkShare, 0.0, 1.0);
    return {marginal / sum, dependence / sum, dependence / sum * network};
}

QString splitText(const ScoreSplit& split)
{
    if (split.marginal + split.dependence <= 0.0)
        return tr("Nothing in this span is above normal.");
    return tr("%1 from channels on their own, %2 from channels together")
        .arg(percent(split.marginal), percent(split.dependence));
}

std::vector<ContributionRow> contributionRows(const Explanation& explanation,
                                              const Recording* recording, bool dark)
{
    std::vector<ContributionRow> rows;
    const auto split = splitOf(explanation);
    const double perNat = sharePerNat(explanation, split);
    for (const auto& entry : explanation.ranked) {
        ContributionRow row;
        describe(row, entry, split, perNat);
        const auto index = recording ? recording->indexOf(entry.channel) : -1;
        const auto* channel = index >= 0 ? &recording->channel(std::size_t(index)) : nullptr;
        if (channel)
            row.swatch = channelColour(std::size_t(index), dark);
        const auto found = std::find_if(
            explanation.expectations.begin(), explanation.expectations.end(),
            [&](const auto& expectation) { return expectation.channel == entry.channel; });
        // The codes of states have no mean.
        const bool measured = !channel || channel->kind == ChannelKind::Continuous;
        if (found != explanation.expectations.end() && measured)
            describeValues(row, meansOf(*found), channel ? channel->unit : std::string());
        rows.push_back(row);
    }
    return rows;
}

namespace {

struct Legend
{
    QColor colour;
    bool hatched = false;
    QString text;
};

std::vector<Legend> legendOf(const ScoreSplit& split, bool dark)
{
    std::vector<Legend> entries{
        {marginalColour(dark), false, tr("%1 channels on their own").arg(percent(split.marginal))},
        {dependenceColour(dark), false, tr("%1 channels together").arg(percent(split.dependence))},
    };
    if (split.network > 0.0)
        entries.push_back(
            {dependenceColour(dark), true,
             tr("%1 of it from the network").arg(percent(split.network / split.dependence))});
    return entries;
}

void fillHatched(QPainter& painter, const QRectF& area, const QColor& colour,
                 const QPalette& palette)
{
    painter.fillRect(area, colour);
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette.color(QPalette::Window), 1.5));
    for (double x = area.left() - area.height(); x < area.right(); x += 6.0)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
    painter.restore();
}

void paintSplitBar(QPainter& painter, const QRectF& bar, const ScoreSplit& split,
                   const QPalette& palette)
{
    const bool dark = isDarkPalette(palette);
    if (split.marginal + split.dependence <= 0.0) {
        painter.fillRect(bar, palette.color(QPalette::Button));
        return;
    }
    const double border = std::round(bar.left() + bar.width() * split.marginal);
    const double seen = std::round(bar.right() - bar.width() * split.network);
    painter.fillRect(QRectF(bar.topLeft(), QPointF(border, bar.bottom())), marginalColour(dark));
    painter.fillRect(QRectF(QPointF(border, bar.top()), QPointF(seen, bar.bottom())),
                     dependenceColour(dark));
    if (split.network > 0.0)
        fillHatched(painter, {QPointF(seen, bar.top()), bar.bottomRight()}, dependenceColour(dark),
                    palette);
}

} // namespace

double paintScoreSplit(QPainter* painter, const QRectF& area, const ScoreSplit& split,
                       const QPalette& palette, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const bool dark = isDarkPalette(palette);
    if (painter) {
        painter->save();
        painter->setFont(font);
        paintSplitBar(*painter, {area.left(), area.top(), area.width(), kSplitBar}, split, palette);
    }
    double y = area.top() + kSplitBar + kGap;
    double x = area.left();
    if (split.marginal + split.dependence <= 0.0) {
        if (painter) {
            painter->setPen(palette.color(QPalette::WindowText));
            painter->drawText(QRectF(x, y, area.width(), metrics.height()), Qt::AlignLeft,
                              splitText(split));
            painter->restore();
        }
        return y + std::ceil(metrics.height()) - area.top();
    }
    for (const auto& entry : legendOf(split, dark)) {
        const double width = kSwatch + kGap + metrics.horizontalAdvance(entry.text);
        if (x > area.left() && x + width > area.right()) {
            x = area.left();
            y += std::ceil(metrics.height()) + kGap / 2;
        }
        if (painter) {
            const QRectF swatch(x, std::round(y + (metrics.height() - kSwatch) / 2), kSwatch,
                                kSwatch);
            if (entry.hatched)
                fillHatched(*painter, swatch, entry.colour, palette);
            else
                painter->fillRect(swatch, entry.colour);
            painter->setPen(palette.color(QPalette::WindowText));
            painter->drawText(QRectF(x + kSwatch + kGap, y, width, metrics.height()),
                              Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        }
        x += width + 4 * kGap;
    }
    if (painter)
        painter->restore();
    return y + std::ceil(metrics.height()) - area.top();
}

namespace {

double valuesHeight(const QString& values, double width, const QFontMetricsF& metrics)
{
    if (values.isEmpty())
        return 0.0;
    const auto text = metrics.boundingRect(QRectF(0, 0, width, 1000), Qt::TextWordWrap, values);
    return std::ceil(text.height());
}

} // namespace

double contributionRowHeight(const ContributionRow& row, double width, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = std::ceil(metrics.height());
    if (width >= kWide)
        return kGap + line + kGap;
    return kGap + line + kGap / 2 + kRowBar + kGap + valuesHeight(row.values, width, metrics);
}

namespace {

void paintRowBar(QPainter& painter, const QRectF& room, const ContributionRow& row, double longest,
                 const QPalette& palette)
{
    const bool dark = isDarkPalette(palette);
    const double length = longest > 0.0 ? room.width() * std::min(1.0, row.share / longest) : 0.0;
    if (row.marginalPart + row.dependencePart <= 0.0) {
        painter.fillRect(QRectF(room.left(), room.top(), length, room.height()),
                         palette.color(QPalette::Mid));
        return;
    }
    const double border = room.left() + length * row.marginalPart;
    painter.fillRect(QRectF(QPointF(room.left(), room.top()), QPointF(border, room.bottom())),
                     marginalColour(dark));
    painter.fillRect(
        QRectF(QPointF(border, room.top()), QPointF(room.left() + length, room.bottom())),
        dependenceColour(dark));
}

} // namespace

void paintContributionRow(QPainter& painter, const QRectF& area, const ContributionRow& row,
                          double longest, const QPalette& palette, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = std::ceil(metrics.height());
    const bool wide = area.width() >= kWide;
    const double shareWidth = metrics.horizontalAdvance(tr("100 %"));
    double left = area.left();
    double top = area.top() + kGap;
    painter.save();
    painter.setFont(font);
    if (row.swatch.isValid()) {
        painter.fillRect(QRectF(left, std::round(top + (line - kSwatch) / 2), kSwatch, kSwatch),
                         row.swatch);
        left += kSwatch + 1.5 * kGap;
    }
    const double nameEnd = wide ? area.left() + 0.22 * area.width() : area.right() - shareWidth;
    painter.setPen(palette.color(QPalette::WindowText));
    painter.drawText(QRectF(left, top, nameEnd - kGap - left, line),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.name, Qt::ElideMiddle, nameEnd - kGap - left));
    painter.drawText(QRectF(nameEnd, top, shareWidth, line), Qt::AlignRight | Qt::AlignVCenter,
                     percent(row.share));
    QRectF bar(area.left(), top + line + kGap / 2, area.width(), kRowBar);
    QRectF values(area.left(), bar.bottom() + kGap / 2, area.width(),
                  valuesHeight(row.values, area.width(), metrics));
    if (wide) {
        const double barLeft = nameEnd + shareWidth + 2 * kGap;
        bar = {barLeft, top + (line - kSwatch) / 2, 0.2 * area.width(), kSwatch};
        values = {QPointF(bar.right() + 3 * kGap, top), QPointF(area.right(), top + line)};
    }
    paintRowBar(painter, bar, row, longest, palette);
    painter.setPen(palette.color(QPalette::PlaceholderText));
    if (wide)
        painter.drawText(values, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(row.values, Qt::ElideRight, values.width()));
    else
        painter.drawText(values, Qt::TextWordWrap, row.values);
    painter.restore();
}

} // namespace dissonance
