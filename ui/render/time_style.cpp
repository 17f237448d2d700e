#include "ui/render/time_style.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<TimeStyle, const char16_t*>, 5> kNames{{
    {TimeStyle::Recorded, u"recorded"},
    {TimeStyle::Sample, u"sample"},
    {TimeStyle::Seconds, u"seconds"},
    {TimeStyle::Local, u"local"},
    {TimeStyle::Utc, u"utc"},
}};

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::timeStyle", text);
}

QDateTime localTime(double unixSeconds)
{
    return QDateTime::fromMSecsSinceEpoch(qint64(std::floor(unixSeconds * 1000.0 + 0.5)));
}

TimeTicks sampleTicks(const TimeAxis& clock, double lower, double upper, int most)
{
    TimeTicks result;
    result.context = tr("Sample");
    const auto at = [&clock](double time) {
        return double(clock.sampleAtOrAfter(clock.fromDisplay(time)));
    };
    const double first = at(lower);
    const double last = std::min(at(upper), double(clock.size()) - 1.0);
    if (!(last > first))
        return result;
    const double least = (upper - lower) / std::max(most, 1);
    const double step = std::max(roundStep((last - first) / std::max(most, 1)), 1.0);
    for (double sample = std::ceil(first / step) * step; sample <= last; sample += step) {
        const double value = clock.toDisplay(clock.tick(std::size_t(sample)));
        // Samples need not lie at equal distances; labels would run into each other.
        if (!result.ticks.empty() && value - result.ticks.back().value < 0.6 * least)
            continue;
        result.ticks.push_back({value, QLocale().toString(qlonglong(sample))});
    }
    return result;
}

TimeTicks secondsTicks(const TimeAxis& clock, double lower, double upper, int most)
{
    TimeTicks result;
    result.context = tr("Seconds");
    const double origin = secondsOrigin(clock);
    const double step = roundStep((upper - lower) / std::max(most, 1));
    const double first = std::ceil((lower - origin) / step - 1e-9);
    for (int i = 0; i <= 2 * std::max(most, 1); ++i) {
        const double value = (first + i) * step;
        if (origin + value > upper)
            break;
        result.ticks.push_back({origin + value, QLocale().toString(value, 'f', placesOf(step))});
    }
    return result;
}

TimeTicks localTicks(double lower, double upper, int most)
{
    const double offset = localOffset(lower);
    auto result = timeTicks(TimeKind::Utc, lower + offset, upper + offset, most);
    for (auto& tick : result.ticks)
        tick.value -= offset;
    const auto from = localTime(lower);
    const auto date =
        u"%1 %2"_s.arg(from.date().toString(Qt::ISODate), from.timeZoneAbbreviation());
    result.context = from.date() == localTime(upper).date() ? date : tr("from %1").arg(date);
    return result;
}

} // namespace

QString toText(TimeStyle style)
{
    for (const auto& [known, name] : kNames) {
        if (known == style)
            return QString::fromUtf16(name);
    }
    return {};
}

TimeStyle timeStyleFromText(QStringView text)
{
    for (const auto& [style, name] : kNames) {
        if (text == QStringView(name))
            return style;
    }
    return TimeStyle::Recorded;
}

bool suits(TimeStyle style, TimeKind kind)
{
    switch (style) {
    case TimeStyle::Recorded:
    case TimeStyle::Sample:
        return true;
    case TimeStyle::Seconds:
        return kind != TimeKind::SampleIndex;
    case TimeStyle::Local:
    case TimeStyle::Utc:
        return kind == TimeKind::Utc;
    }
    return false;
}

double localOffset(double unixSeconds)
{
    return localTime(unixSeconds).offsetFromUtc();
}

double secondsOrigin(const TimeAxis& clock)
{
    const bool isDated = clock.kind() == TimeKind::Utc && clock.size() > 0;
    return isDated ? clock.toDisplay(clock.ticks().front()) : 0.0;
}

TimeTicks timeTicks(const TimeAxis& clock, TimeStyle style, double lower, double upper, int most)
{
    const bool isRange = upper > lower && std::isfinite(upper - lower);
    if (!isRange || !suits(style, clock.kind()))
        style = TimeStyle::Recorded;
    switch (style) {
    case TimeStyle::Sample:
        return sampleTicks(clock, lower, upper, most);
    case TimeStyle::Seconds:
        return secondsTicks(clock, lower, upper, most);
    case TimeStyle::Local:
        return localTicks(lower, upper, most);
    case TimeStyle::Recorded:
    case TimeStyle::Utc:
        break;
    }
    return timeTicks(clock.kind(), lower, upper, most);
}

QString instantLabel(const TimeAxis& clock, TimeStyle style, double instant)
{
    const double step = clock.toDisplay(clock.medianStep());
    switch (suits(style, clock.kind()) ? style : TimeStyle::Recorded) {
    case TimeStyle::Sample:
        return QLocale().toString(qlonglong(clock.sampleAtOrAfter(clock.fromDisplay(instant))));
    case TimeStyle::Seconds:
        return tr("%1 s").arg(
            QLocale().toString(instant - secondsOrigin(clock), 'f', placesOf(step)));
    case TimeStyle::Local:
        return instantLabel(TimeKind::Utc, instant + localOffset(instant), step);
    case TimeStyle::Recorded:
    case TimeStyle::Utc:
        break;
    }
    return instantLabel(clock.kind(), instant, step);
}

} // namespace dissonance
