#include "ui/render/axis_ticks.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kDay = 86400.0;
constexpr std::array kClockSteps{1.0,    2.0,    5.0,    10.0,  15.0,     30.0,     60.0,
                                 120.0,  300.0,  600.0,  900.0, 1800.0,   3600.0,   7200.0,
                                 10800., 21600., 43200., kDay,  2 * kDay, 7 * kDay, 14 * kDay};

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::axisTicks", text);
}

double clockStep(double least)
{
    if (least <= 0.5)
        return roundStep(least);
    for (const double step : kClockSteps) {
        if (step >= least)
            return step;
    }
    return kDay * roundStep(least / kDay);
}

QString seconds(double value, int places)
{
    const int width = places > 0 ? 3 + places : 2;
    return u"%1"_s.arg(value, width, 'f', places, QLatin1Char('0'));
}

QDateTime dateTimeOf(double unixSeconds)
{
    return QDateTime::fromMSecsSinceEpoch(qint64(std::floor(unixSeconds * 1000.0 + 0.5)), Qt::UTC);
}

QString elapsedLabel(double value, int places)
{
    const double unit = std::pow(10.0, -places);
    const double rounded = std::round(std::abs(value) / unit) * unit;
    const double minutes = std::floor((rounded + 0.25 * unit) / 60.0);
    const auto text = u"%1:%2:%3"_s.arg(qint64(minutes) / 60)
                          .arg(qint64(minutes) % 60, 2, 10, QLatin1Char('0'))
                          .arg(seconds(std::max(rounded - 60.0 * minutes, 0.0), places));
    return value < 0.0 && rounded > 0.0 ? u'-' + text : text;
}

QString utcLabel(double value, double step)
{
    const auto time = dateTimeOf(value);
    if (step >= kDay || (step >= 60.0 && time.time() == QTime(0, 0)))
        return QLocale().toString(time.date(), u"d MMM"_s);
    if (step >= 60.0)
        return time.toString(u"HH:mm"_s);
    const int places = placesOf(step);
    if (places == 0)
        return time.toString(u"HH:mm:ss"_s);
    // Finer than the milliseconds of a QDateTime.
    const double whole = std::floor(value / 60.0 + 1e-12) * 60.0;
    return dateTimeOf(whole).toString(u"HH:mm:"_s) + seconds(value - whole, places);
}

QString tickLabel(TimeKind kind, double value, double step)
{
    switch (kind) {
    case TimeKind::SampleIndex:
        return QLocale().toString(qlonglong(std::llround(value)));
    case TimeKind::Elapsed:
        return elapsedLabel(value, placesOf(step));
    case TimeKind::Utc:
        return utcLabel(value, step);
    }
    return {};
}

QString contextOf(TimeKind kind, double lower, double upper)
{
    switch (kind) {
    case TimeKind::SampleIndex:
        return tr("Sample");
    case TimeKind::Elapsed:
        return tr("h:mm:ss");
    case TimeKind::Utc:
        break;
    }
    const auto from = dateTimeOf(lower).date();
    const auto to = dateTimeOf(upper).date();
    if (from == to)
        return tr("%1 UTC").arg(from.toString(Qt::ISODate));
    return tr("from %1 UTC").arg(from.toString(Qt::ISODate));
}

} // namespace

double roundStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least * (1.0 - 1e-9))
            return factor * power;
    }
    return 10.0 * power;
}

int placesOf(double step)
{
    if (!(step > 0.0) || step >= 1.0)
        return 0;
    return std::clamp(int(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
}

TimeTicks timeTicks(TimeKind kind, double lower, double upper, int most)
{
    TimeTicks result;
    if (!(upper > lower) || !std::isfinite(upper - lower))
        return result;
    result.context = contextOf(kind, lower, upper);
    const double least = (upper - lower) / std::max(most, 1);
    const double step =
        kind == TimeKind::SampleIndex ? std::max(roundStep(least), 1.0) : clockStep(least);
    const double first = std::ceil(lower / step - 1e-9);
    for (int i = 0; i <= 2 * std::max(most, 1); ++i) {
        const double value = (first + i) * step;
        if (value > upper)
            break;
        result.ticks.push_back({value, tickLabel(kind, value, step)});
    }
    return result;
}

QString instantLabel(TimeKind kind, double instant, double step)
{
    switch (kind) {
    case TimeKind::SampleIndex:
        return QLocale().toString(qlonglong(std::llround(instant)));
    case TimeKind::Elapsed:
        return elapsedLabel(instant, placesOf(step));
    case TimeKind::Utc:
        break;
    }
    return dateTimeOf(instant).toString(u"yyyy-MM-dd "_s) + utcLabel(instant, std::min(step, 1.0));
}

std::vector<AxisTick> valueTicks(double low, double high, int most)
{
    std::vector<AxisTick> ticks;
    if (!(high > low) || !std::isfinite(high - low))
        return ticks;
    const double step = roundStep((high - low) / std::max(most, 1));
    const double largest = std::max(std::abs(low), std::abs(high));
    const bool plain = largest < 1e6 && step >= 1e-6;
    const int digits = int(std::floor(std::log10(std::max(largest / step, 1.0)) + 1e-9)) + 1;
    const double first = std::ceil(low / step - 1e-9);
    for (int i = 0; i <= 2 * std::max(most, 1); ++i) {
        double value = (first + i) * step;
        if (value > high + 1e-9 * step)
            break;
        if (std::abs(value) < 1e-9 * step)
            value = 0.0;
        ticks.push_back({value,
                         plain ? QLocale().toString(value, 'f', placesOf(step))
                               : QLocale().toString(value, 'g', std::clamp(digits, 1, 15))});
    }
    return ticks;
}

QString valueLabel(double value, double low, double high)
{
    const double range = std::abs(high - low);
    const double largest = std::max({std::abs(low), std::abs(high), std::abs(value)});
    const double resolution = range > 0.0 && std::isfinite(range) ? range / 100.0 : largest / 1e4;
    if (largest >= 1e7 || (largest > 0.0 && largest < 1e-4))
        return QLocale().toString(value, 'g', 5);
    return QLocale().toString(value, 'f', std::min(placesOf(resolution), 6));
}

} // namespace dissonance
