#include "ui/models/time_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr double kNsPerS = 1e9;
constexpr std::int64_t kNsPerS64 = 1'000'000'000;

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::timeText", text);
}

QString twoDigits(qint64 value)
{
    return u"%1"_s.arg(value, 2, 10, QLatin1Char('0'));
}

QString utcText(std::int64_t ns)
{
    const auto time = QDateTime::fromMSecsSinceEpoch(qint64(ns / kNsPerMs), Qt::UTC);
    const bool whole = ns % (1000 * kNsPerMs) == 0;
    return time.toString(whole ? u"yyyy-MM-dd HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

QString elapsedText(std::int64_t ns)
{
    const auto ms = qint64(std::llround(double(std::abs(ns)) / double(kNsPerMs)));
    const auto seconds = ms / 1000;
    auto text = u"%1:%2:%3"_s.arg(QString::number(seconds / 3600), twoDigits(seconds / 60 % 60),
                                  twoDigits(seconds % 60));
    if (ms % 1000 != 0)
        text += u".%1"_s.arg(ms % 1000, 3, 10, QLatin1Char('0'));
    return ns < 0 ? u'-' + text : text;
}

} // namespace

QString instantText(const TimeAxis& clock, std::ptrdiff_t sample, TimeStyle style)
{
    if (clock.size() == 0)
        return {};
    const auto last = std::ptrdiff_t(clock.size()) - 1;
    sample = std::clamp<std::ptrdiff_t>(sample, 0, last);
    const auto tick = clock.tick(std::size_t(sample));
    if (suits(style, clock.kind())) {
        if (style == TimeStyle::Sample)
            return QLocale().toString(qlonglong(sample));
        if (style == TimeStyle::Seconds)
            return instantLabel(clock, style, clock.toDisplay(tick));
        if (style == TimeStyle::Local)
            return utcText(tick + std::int64_t(localOffset(clock.toDisplay(tick))) * kNsPerS64);
    }
    switch (clock.kind()) {
    case TimeKind::SampleIndex:
        return QLocale().toString(qlonglong(tick));
    case TimeKind::Elapsed:
        return elapsedText(tick);
    case TimeKind::Utc:
        return utcText(tick);
    }
    return {};
}

QString durationText(const TimeAxis& clock, const SampleSpan& span)
{
    if (clock.kind() == TimeKind::SampleIndex || clock.size() == 0)
        return span.size() == 1 ? tr("1 sample")
                                : tr("%1 samples").arg(QLocale().toString(qlonglong(span.size())));
    // The last sample lasts one step as well.
    const auto last = std::ptrdiff_t(clock.size()) - 1;
    const auto first = std::clamp<std::ptrdiff_t>(span.first, 0, last);
    const auto end = std::clamp<std::ptrdiff_t>(span.last - 1, first, last);
    const auto ticks = clock.tick(std::size_t(end)) - clock.tick(std::size_t(first))
        + (span.size() > 0 ? clock.medianStep() : 0);
    return secondsText(double(ticks) / kNsPerS);
}

QString secondsText(double seconds)
{
    if (!std::isfinite(seconds))
        return {};
    const QLocale locale;
    if (seconds < 10)
        return tr("%1 s").arg(locale.toString(seconds, 'g', 3));
    const auto whole = qint64(std::llround(seconds));
    if (whole < 60)
        return tr("%1 s").arg(whole);
    if (whole < 3600)
        return tr("%1 min %2 s").arg(whole / 60).arg(twoDigits(whole % 60));
    if (whole < 86400)
        return tr("%1 h %2 min").arg(whole / 3600).arg(twoDigits(whole / 60 % 60));
    return tr("%1 d %2 h").arg(whole / 86400).arg(whole / 3600 % 24);
}

} // namespace dissonance
