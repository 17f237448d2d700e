#include "engine/recording/date_time.h"

#include <array>
#include <chrono>

namespace dissonance {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
// The first and last whole day that fits into 64-bit nanoseconds.
constexpr std::int64_t kFirstDay = -106'751;
constexpr std::int64_t kLastDay = 106'750;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

/// Reads a text from the left.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    bool atEnd() const { return m_text.empty(); }
    char peek() const { return m_text.empty() ? '\0' : m_text.front(); }
    std::string_view rest() const { return m_text; }

    bool take(char c)
    {
        if (peek() != c)
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    char takeAny(std::string_view set)
    {
        const char c = peek();
        if (c == '\0' || set.find(c) == std::string_view::npos)
            return '\0';
        m_text.remove_prefix(1);
        return c;
    }

    void skipSpaces()
    {
        while (peek() == ' ')
            m_text.remove_prefix(1);
    }

    std::size_t digitRun() const
    {
        std::size_t run = 0;
        while (run < m_text.size() && isDigit(m_text[run]))
            ++run;
        return run;
    }

    /// Exactly `count` digits, which must be there.
    int number(std::size_t count)
    {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value * 10 + (m_text[i] - '0');
        m_text.remove_prefix(count);
        return value;
    }

    /// 1 to 12 for an English month name or its first three letters, else 0.
    int monthName()
    {
        constexpr std::array<std::string_view, 12> kNames{
            "january", "february", "march",     "april",   "may",      "june",
            "july",    "august",   "september", "october", "november", "december"};
        std::size_t run = 0;
        while (run < m_text.size() && lower(m_text[run]) >= 'a' && lower(m_text[run]) <= 'z')
            ++run;
        for (int month = 0; month < 12; ++month) {
            const auto name = kNames[std::size_t(month)];
            if (run != 3 && run != name.size())
                continue;
            bool same = true;
            for (std::size_t i = 0; i < run; ++i)
                same = same && lower(m_text[i]) == name[i];
            if (same) {
                m_text.remove_prefix(run);
                return month + 1;
            }
        }
        return 0;
    }

    /// Nanoseconds of the digits after a decimal sign; further digits than nine are cut.
    std::int64_t fraction()
    {
        std::int64_t value = 0;
        std::int64_t unit = kSecond;
        while (isDigit(peek())) {
            unit /= 10;
            value += (peek() - '0') * unit;
            m_text.remove_prefix(1);
        }
        return value;
    }

private:
    std::string_view m_text;
};

struct Date
{
    int year = 0;
    int month = 0;
    int day = 0;
    bool orderMatters = false;
};

/// The year as its two or four digits say it, or -1.
int takeYear(Scanner& in)
{
    const auto run = in.digitRun();
    if (run == 4)
        return in.number(4);
    if (run != 2)
        return -1;
    const int year = in.number(2);
    return year + (year < 70 ? 2000 : 1900);
}

/// A day or month of one or two digits, or -1.
int takeShort(Scanner& in)
{
    const auto run = in.digitRun();
    return run == 1 || run == 2 ? in.number(run) : -1;
}

std::optional<Date> yearFirst(Scanner& in)
{
    Date date;
    date.year = in.number(4);
    const char separator = in.takeAny("-/.");
    if (separator == '\0')
        return {};
    date.month = takeShort(in);
    if (date.month < 0 || !in.take(separator))
        return {};
    date.day = takeShort(in);
    return date;
}

std::optional<Date> yearLast(Scanner& in, DateOrder order)
{
    const int first = takeShort(in);
    const char separator = in.takeAny("-/. ");
    if (separator == '\0')
        return {};
    Date date;
    date.day = first;
    date.month = in.monthName();
    if (date.month == 0) {
        if (separator == ' ')
            return {};
        date.month = takeShort(in);
        // Only Europe writes dates with full stops, day first.
        date.orderMatters = separator != '.';
        if (order == DateOrder::MonthDayYear && date.orderMatters)
            std::swap(date.day, date.month);
    }
    if (date.month < 0 || !in.take(separator))
        return {};
    date.year = takeYear(in);
    return date;
}

/// Days since the epoch; takes the date off the front of `in`.
std::optional<std::int64_t> takeDate(Scanner& in, DateOrder order, bool& orderMatters)
{
    std::optional<Date> date;
    switch (in.digitRun()) {
    case 8:
        date = Date{};
        date->year = in.number(4);
        date->month = in.number(2);
        date->day = in.number(2);
        break;
    case 4:
        date = yearFirst(in);
        break;
    case 1:
    case 2:
        date = yearLast(in, order);
        break;
    default:
        return {};
    }
    if (!date || date->year < 0 || date->month < 1 || date->day < 1)
        return {};
    const std::chrono::year_month_day calendar{std::chrono::year(date->year),
                                               std::chrono::month(unsigned(date->month)),
                                               std::chrono::day(unsigned(date->day))};
    if (!calendar.ok())
        return {};
    const std::int64_t days = std::chrono::sys_days(calendar).time_since_epoch().count();
    if (days < kFirstDay || days > kLastDay)
        return {};
    orderMatters = date->orderMatters;
    return days;
}

/// AM and PM turn a 12-hour clock's hour into a 24-hour one's; -1 when it was none.
int afterMeridiem(Scanner& in, int hour)
{
    in.skipSpaces();
    const char letter = lower(in.peek());
    if (letter != 'a' && letter != 'p')
        return hour;
    in.takeAny("aApP");
    in.take('.');
    if (in.takeAny("mM") == '\0' || hour < 1 || hour > 12)
        return -1;
    in.take('.');
    return hour % 12 + (letter == 'p' ? 12 : 0);
}

/// Nanoseconds since midnight; takes the time of day off the front of `in`.
std::optional<std::int64_t> takeTimeOfDay(Scanner& in)
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
        hour = takeShort(in);
        const char separator = in.takeAny(":.");
        if (hour < 0 || separator == '\0' || in.digitRun() != 2)
            return {};
        minute = in.number(2);
        if (in.take(separator)) {
            if (in.digitRun() != 2)
                return {};
            second = in.number(2);
            if (in.takeAny(".,") != '\0')
                fraction = in.fraction();
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

/// The zone's offset from UTC. Nothing when what stands there is no zone.
std::optional<std::int64_t> takeZone(Scanner& in)
{
    if (in.takeAny("zZ") != '\0')
        return 0;
    if (in.rest() == "UTC" || in.rest() == "GMT") {
        in = Scanner({});
        return 0;
    }
    const char sign = in.takeAny("+-");
    const auto run = in.digitRun();
    if (sign == '\0' || (run != 2 && run != 4))
        return {};
    const int hours = in.number(2);
    int minutes = 0;
    if (run == 4)
        minutes = in.number(2);
    else if (in.take(':')) {
        if (in.digitRun() != 2)
            return {};
        minutes = in.number(2);
    }
    if (hours > 15 || minutes > 59)
        return {};
    const auto offset = hours * kHour + minutes * kMinute;
    return sign == '-' ? -offset : offset;
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
bool takeRest(Scanner& in, DateTime& result)
{
    const auto time = takeTimeOfDay(in);
    if (!time)
        return false;
    result.hasTime = true;
    result.nanoseconds += *time;
    in.skipSpaces();
    if (in.atEnd())
        return true;
    const auto zone = takeZone(in);
    if (!zone || !in.atEnd())
        return false;
    result.hasZone = true;
    result.nanoseconds -= *zone;
    return true;
}

} // namespace

std::optional<DateTime> parseDateTime(std::string_view text, DateOrder order)
{
    if (startsWithTimeOfDay(text))
        return parseTimeOfDay(text);
    Scanner in(text);
    DateTime result;
    const auto days = takeDate(in, order, result.orderMatters);
    if (!days)
        return isDotted(text) ? parseTimeOfDay(text) : std::nullopt;
    result.hasDate = true;
    result.nanoseconds = *days * kDay;
    if (in.atEnd())
        return result;
    if (in.takeAny("Tt") == '\0') {
        if (in.peek() != ' ' && in.peek() != ',')
            return {};
        in.take(',');
        in.skipSpaces();
    }
    return takeRest(in, result) ? std::optional(result) : std::nullopt;
}

bool isDateTime(std::string_view text)
{
    return parseDateTime(text) || parseDateTime(text, DateOrder::MonthDayYear);
}

std::optional<DateTime> parseTimeOfDay(std::string_view text)
{
    Scanner in(text);
    DateTime result;
    const bool isTime = (startsWithTimeOfDay(text) || isDotted(text)) && takeRest(in, result);
    return isTime ? std::optional(result) : std::nullopt;
}

} // namespace dissonance
