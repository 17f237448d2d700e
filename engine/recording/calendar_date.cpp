#include "engine/recording/calendar_date.h"

#include <chrono>
#include <utility>

namespace dissonance {

namespace {

// The first and last whole day that fits into 64-bit nanoseconds.
constexpr std::int64_t kFirstDay = -106'751;
constexpr std::int64_t kLastDay = 106'750;

std::optional<std::int64_t> countable(std::int64_t days)
{
    return days < kFirstDay || days > kLastDay ? std::nullopt : std::optional(days);
}

/// The year as its two or four digits say it, or -1.
int takeYear(TextScanner& in)
{
    const auto run = in.digitRun();
    if (run == 4)
        return in.number(4);
    if (run != 2)
        return -1;
    const int year = in.number(2);
    return year + (year < 70 ? 2000 : 1900);
}

/// ISO 8601's "W10-2", "W102" and "W10" after a year: its first week is that of 4 January.
std::optional<std::int64_t> takeWeek(TextScanner& in, int year)
{
    const auto run = in.digitRun();
    if (run != 2 && run != 3)
        return {};
    const int week = in.number(2);
    int day = 1;
    if (run == 3) {
        day = in.number(1);
    } else if (in.take('-')) {
        if (in.digitRun() != 1)
            return {};
        day = in.number(1);
    }
    using namespace std::chrono;
    const sys_days fourth{std::chrono::year(year) / January / 4};
    const auto monday = fourth - (weekday(fourth) - Monday) + weeks(week - 1);
    // The week belongs to the year that has its Thursday.
    if (week < 1 || day < 1 || day > 7
        || year_month_day(monday + days(3)).year() != std::chrono::year(year))
        return {};
    return countable((monday + days(day - 1)).time_since_epoch().count());
}

/// The day of the year, in three digits.
std::optional<std::int64_t> takeOrdinal(TextScanner& in, int year)
{
    using namespace std::chrono;
    const int number = in.number(3);
    const sys_days day = sys_days(std::chrono::year(year) / January / 1) + days(number - 1);
    if (number < 1 || year_month_day(day).year() != std::chrono::year(year))
        return {};
    return countable(day.time_since_epoch().count());
}

std::optional<std::int64_t> takeYearFirst(TextScanner& in)
{
    CalendarDate date;
    date.year = in.number(4);
    const char separator = in.takeAny("-/.");
    if (separator == '-' || separator == '\0') {
        if (in.take('W'))
            return takeWeek(in, date.year);
        if (separator == '-' && in.digitRun() == 3)
            return takeOrdinal(in, date.year);
    }
    if (separator == '\0')
        return {};
    date.month = takeShortNumber(in);
    if (date.month < 0 || !in.take(separator))
        return {};
    date.day = takeShortNumber(in);
    return date.days();
}

/// What stands between a month's name and the year: "-", ". ", " ".
bool takeGap(TextScanner& in)
{
    const auto before = in.rest().size();
    in.take('.');
    in.takeAny("-/");
    in.skipSpaces();
    return in.rest().size() < before;
}

std::optional<std::int64_t> takeYearLast(TextScanner& in, DateOrder order, bool& orderMatters)
{
    CalendarDate date;
    date.day = takeShortNumber(in);
    const char separator = in.takeAny("-/. ");
    if (separator == '\0')
        return {};
    if (separator == '.')
        in.skipSpaces();
    date.month = in.monthName();
    if (date.month > 0) {
        if (!takeGap(in))
            return {};
    } else {
        if (separator == ' ')
            return {};
        date.month = takeShortNumber(in);
        // Only Europe writes dates with full stops, day first.
        date.orderMatters = separator != '.';
        if (order == DateOrder::MonthDayYear && date.orderMatters)
            std::swap(date.day, date.month);
        if (date.month < 0 || date.day < 0 || !in.take(separator))
            return {};
    }
    date.year = takeYear(in);
    orderMatters = date.orderMatters;
    return date.days();
}

} // namespace

std::optional<std::int64_t> CalendarDate::days() const
{
    if (year < 0 || month < 1 || day < 1)
        return {};
    const std::chrono::year_month_day calendar{std::chrono::year(year),
                                               std::chrono::month(unsigned(month)),
                                               std::chrono::day(unsigned(day))};
    if (!calendar.ok())
        return {};
    return countable(std::chrono::sys_days(calendar).time_since_epoch().count());
}

int takeShortNumber(TextScanner& in)
{
    const auto run = in.digitRun();
    return run == 1 || run == 2 ? in.number(run) : -1;
}

std::optional<std::int64_t> takeDate(TextScanner& in, DateOrder order, bool& orderMatters)
{
    orderMatters = false;
    switch (in.digitRun()) {
    case 8: {
        CalendarDate date;
        date.year = in.number(4);
        date.month = in.number(2);
        date.day = in.number(2);
        return date.days();
    }
    case 4:
        return takeYearFirst(in);
    case 1:
    case 2:
        return takeYearLast(in, order, orderMatters);
    default:
        return {};
    }
}

} // namespace dissonance
