#include "engine/recording/date_time.h"

#include "engine/recording/calendar_date.h"
#include "engine/recording/text_scanner.h"
#include "engine/recording/time_zone.h"

namespace dissonance {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

/// AM and PM turn a 12-hour clock's hour into a 24-hour one's; -1 when it was none.
int afterMeridiem(TextScanner& in, int hour)
{
    in.skipSpaces();
    const char letter = TextScanner::lower(in.peek());
    if (letter != 'a' && letter != 'p')
        return hour;
    auto mark = in;
    mark.takeAny("aApP");
    mark.take('.');
    mark.skipSpaces();
    if (mark.takeAny("mM") == '\0')
        return hour; // a zone, perhaps
    mark.take('.');
    in = mark;
    return hour < 1 || hour > 12 ? -1 : hour % 12 + (letter == 'p' ? 12 : 0);
}

/// After seconds: ".25", ",25", and ":250" as some loggers write milliseconds.
std::int64_t takeFraction(TextScanner& in, char separator)
{
    if (in.takeAny(".,") != '\0')
        return in.fraction();
    auto ahead = in;
    if (separator != ':' || !ahead.take(':') || ahead.digitRun() != 3)
        return 0;
    in = ahead;
    return in.fraction();
}

/// Nanoseconds since midnight; takes the time of day off the front of `in`.
std::optional<std::int64_t> takeTimeOfDay(TextScanner& in)
{
    int hour = -1;
    int minute = -1;
    int second = 0;
    std::int64_t fraction = 0;
    const auto run = in.digitRun();
    if (run == 4 || run == 6) { // ISO 8601 basic form
        hour = in.number(2);
        minute = in.number(2);
        second = run == 6 ? in.number(2) : 0;
        if (run == 6 && in.takeAny(".,") != '\0')
            fraction = in.fraction();
    } else {
        hour = takeShortNumber(in);
        const char separator = in.takeAny(":.");
        if (hour < 0 || separator == '\0' || in.digitRun() != 2)
            return {};
        minute = in.number(2);
        if (in.take(separator)) {
            if (in.digitRun() != 2)
                return {};
            second = in.number(2);
            fraction = takeFraction(in, separator);
        } else if (separator == '.') {
            return {}; // 18.00 is a number
        }
    }
    hour = afterMeridiem(in, hour);
    const bool endOfDay = hour == 24 && minute == 0 && second == 0 && fraction == 0;
    if (hour < 0 || (hour > 23 && !endOfDay) || minute > 59 || second > 60)
        return {};
    return hour * kHour + minute * kMinute + second * kSecond + fraction;
}

/// "18.00.00" and "24.11.26"
bool isDotted(std::string_view text)
{
    return text.size() == 8 && text[2] == '.' && text[5] == '.';
}

bool startsWithTimeOfDay(std::string_view text)
{
    return (text.size() > 1 && text[1] == ':') || (text.size() > 2 && text[2] == ':');
}

/// Takes the time of day and its zone, which must be all that is left.
bool takeRest(TextScanner& in, DateTime& result)
{
    const auto time = takeTimeOfDay(in);
    if (!time)
        return false;
    result.hasTime = true;
    result.nanoseconds += *time;
    in.skipSpaces();
    if (in.takeWord("uhr"))
        in.skipSpaces();
    if (in.atEnd())
        return true;
    const auto zone = parseZone(in.rest());
    if (!zone)
        return false;
    result.hasZone = true;
    result.nanoseconds -= *zone;
    return true;
}

/// Takes what follows a date, which must be all that is left.
std::optional<DateTime> withTime(TextScanner& in, DateTime result)
{
    result.hasDate = true;
    if (in.atEnd())
        return result;
    if (in.takeAny("Tt") == '\0') {
        const auto before = in.rest().size();
        if (in.takeAny("-_") != '\0' && !startsWithTimeOfDay(in.rest()))
            return {};
        in.take(',');
        in.skipSpaces();
        if (in.rest().size() == before)
            return {};
    }
    return takeRest(in, result) ? std::optional(result) : std::nullopt;
}

/// "08:00:00 2024" and "08:00:00 UTC 2024", after the month and day of a ctime() text.
std::optional<DateTime> timeAndYear(TextScanner& in, CalendarDate date)
{
    const auto text = in.rest();
    const auto cut = text.rfind(' ');
    if (cut == text.npos)
        return {};
    TextScanner last(text.substr(cut + 1));
    if (last.digitRun() != 4 || last.rest().size() != 4)
        return {};
    date.year = last.number(4);
    const auto days = date.days();
    DateTime result;
    TextScanner clock(text.substr(0, cut));
    if (!days || !startsWithTimeOfDay(clock.rest()) || !takeRest(clock, result))
        return {};
    result.hasDate = true;
    result.nanoseconds += *days * kDay;
    return result;
}

/// A text that begins with the name of a weekday or month.
std::optional<DateTime> parseNamed(std::string_view text, DateOrder order)
{
    TextScanner in(text);
    if (in.skipWeekday() && TextScanner::isDigit(in.peek())) {
        auto result = parseDateTime(in.rest(), order);
        return result && result->hasDate ? result : std::nullopt;
    }
    CalendarDate date;
    date.month = in.monthName();
    in.take('.');
    in.skipSpaces();
    date.day = takeShortNumber(in);
    if (date.month < 1 || date.day < 1)
        return {};
    in.take(',');
    in.skipSpaces();
    if (in.digitRun() != 4)
        return timeAndYear(in, date);
    date.year = in.number(4);
    const auto days = date.days();
    DateTime result;
    result.nanoseconds = days.value_or(0) * kDay;
    return days ? withTime(in, result) : std::nullopt;
}

} // namespace

std::optional<DateTime> parseDateTime(std::string_view text, DateOrder order)
{
    if (startsWithTimeOfDay(text))
        return parseTimeOfDay(text);
    if (!text.empty() && !TextScanner::isDigit(text.front()))
        return parseNamed(text, order);
    TextScanner in(text);
    DateTime result;
    const auto days = takeDate(in, order, result.orderMatters);
    if (!days)
        return isDotted(text) ? parseTimeOfDay(text) : std::nullopt;
    result.nanoseconds = *days * kDay;
    return withTime(in, result);
}

bool isDateTime(std::string_view text)
{
    return parseDateTime(text) || parseDateTime(text, DateOrder::MonthDayYear);
}

std::optional<DateTime> parseTimeOfDay(std::string_view text)
{
    TextScanner in(text);
    DateTime result;
    const bool isTime = (startsWithTimeOfDay(text) || isDotted(text)) && takeRest(in, result);
    return isTime ? std::optional(result) : std::nullopt;
}

std::optional<std::int64_t> parseCompactClock(std::string_view text, std::size_t digits)
{
    TextScanner in(text);
    const auto run = in.digitRun();
    if (run == 0 || run > digits)
        return {};
    const int number = in.number(run);
    const int clock = digits == 4 ? number * 100 : number;
    const std::int64_t fraction = digits == 6 && in.takeAny(".,") != '\0' ? in.fraction() : 0;
    const int hour = clock / 10'000;
    const int minute = clock / 100 % 100;
    const int second = clock % 100;
    if (!in.atEnd() || hour > 23 || minute > 59 || second > 59)
        return {};
    return hour * kHour + minute * kMinute + second * kSecond + fraction;
}

} // namespace dissonance
