#include "ui/models/instant_input.h"

#include "engine/recording/date_time.h"
#include "ui/models/time_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kSecondsOfADay = 86400.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::instantInput", text);
}

std::optional<double> numberFrom(const QString& text)
{
    bool isNumber = false;
    double value = QLocale().toDouble(text, &isNumber);
    if (!isNumber)
        value = QLocale::c().toDouble(text, &isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

InstantInput sampleInstant(const TimeAxis& clock, double number)
{
    const auto last = std::ptrdiff_t(clock.size()) - 1;
    if (number != std::floor(number) || number < 0.0 || number > double(last))
        return {{}, tr("Samples go from 0 to %1.").arg(QLocale().toString(qlonglong(last)))};
    return {clock.toDisplay(clock.tick(std::size_t(number))), {}};
}

InstantInput withinRecording(const TimeAxis& clock, TimeStyle style, double time)
{
    const auto last = std::ptrdiff_t(clock.size()) - 1;
    const auto from = clock.toDisplay(clock.ticks().front());
    const auto to = clock.toDisplay(clock.ticks().back());
    // Half a step beyond is still the first or last sample.
    const double near = 0.5 * clock.toDisplay(clock.medianStep());
    if (time < from - near || time > to + near)
        return {{},
                tr("The recording goes from %1 to %2.")
                    .arg(instantText(clock, 0, style), instantText(clock, last, style))};
    return {std::clamp(time, from, to), {}};
}

/// "90 s", "250 ms", "1.5 h".
std::optional<double> secondsFrom(const QString& text)
{
    static const QRegularExpression pattern(u"^(.+?)\\s*(ms|s|min|h|d)$"_s);
    constexpr std::array<std::pair<const char16_t*, double>, 5> kUnits{
        {{u"ms", 1e-3}, {u"s", 1.0}, {u"min", 60.0}, {u"h", 3600.0}, {u"d", kSecondsOfADay}}};
    const auto match = pattern.match(text);
    const auto number = match.hasMatch() ? numberFrom(match.captured(1)) : std::nullopt;
    for (const auto& [unit, seconds] : kUnits) {
        if (number && match.captured(2) == QStringView(unit))
            return *number * seconds;
    }
    return std::nullopt;
}

/// "1:02:03.5" and "62:03" as h:mm:ss and h:mm, with as many hours as there are.
std::optional<double> elapsedFrom(const QString& text)
{
    static const QRegularExpression pattern(
        u"^(-?)(\\d+):([0-5]\\d)(?::([0-5]\\d(?:[.,]\\d+)?))?$"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    auto rest = match.captured(4);
    const double seconds = match.captured(2).toDouble() * 3600.0
        + match.captured(3).toDouble() * 60.0 + rest.replace(u',', u'.').toDouble();
    return match.captured(1).isEmpty() ? seconds : -seconds;
}

std::optional<double> dateFrom(TimeStyle style, double about, const QString& text)
{
    const auto read = parseDateTime(text.toStdString());
    if (!read)
        return std::nullopt;
    double time = double(read->nanoseconds) / 1e9;
    const double zone = style == TimeStyle::Local && !read->hasZone ? localOffset(about) : 0.0;
    if (!read->hasDate)
        time += std::floor((about + zone) / kSecondsOfADay) * kSecondsOfADay;
    return time - zone;
}

} // namespace

InstantInput instantFromText(const TimeAxis& clock, TimeStyle style, double about,
                             const QString& text)
{
    const auto typed = text.trimmed();
    if (clock.size() == 0 || typed.isEmpty())
        return {};
    if (!suits(style, clock.kind()))
        style = TimeStyle::Recorded;
    const bool isDated = clock.kind() == TimeKind::Utc;
    if (typed.startsWith(u'#')) {
        const auto number = numberFrom(typed.mid(1).trimmed());
        return sampleInstant(clock, number.value_or(-1.0));
    }
    if (const auto number = numberFrom(typed)) {
        const bool isSample = clock.kind() == TimeKind::SampleIndex
            || (style != TimeStyle::Seconds && *number == std::floor(*number));
        return isSample ? sampleInstant(clock, *number)
                        : withinRecording(clock, style, secondsOrigin(clock) + *number);
    }
    if (clock.kind() == TimeKind::SampleIndex)
        return {{}, tr("This recording has no clock: type the number of a sample.")};
    if (const auto seconds = secondsFrom(typed))
        return withinRecording(clock, style, secondsOrigin(clock) + *seconds);
    const auto time = isDated ? dateFrom(style, about, typed) : elapsedFrom(typed);
    if (time)
        return withinRecording(clock, style, *time);
    return {{},
            isDated ? tr("Type a date and time like 2026-11-24 03:55:10, 90 s, or #1234.")
                    : tr("Type a time like 1:02:03, 90 s, or #1234.")};
}

} // namespace dissonance
