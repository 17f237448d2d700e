#include "engine/io/csv_time_names.h"

#include "engine/io/csv_cell.h"

#include <algorithm>
#include <array>
#include <string>

namespace dissonance {

namespace {

constexpr std::array<std::string_view, 35> kTimeNames{
    "time",         "times",       "timestamp",  "timestamps",  "datetime",    "date",
    "dates",        "t",           "ts",         "epoch",       "utc",         "unix",
    "unixtime",     "unixepoch",   "seconds",    "secs",        "sec",         "milliseconds",
    "microseconds", "nanoseconds", "elapsed",    "elapsedtime", "timeelapsed", "localtime",
    "utctime",      "timeutc",     "systemtime", "datetimeutc", "dateandtime", "timestamputc",
    "recordtime",   "logtime",     "zeit",       "uhrzeit",     "datum"};

constexpr std::array<std::string_view, 14> kIndexNames{
    "sample", "samples",   "sampleindex", "samplenumber", "sampleno",  "index", "idx",
    "row",    "rownumber", "frame",       "frameindex",   "unnamed:0", "step",  "cycle"};

constexpr std::array<std::string_view, 4> kTimeWords{"time", "date", "stamp", "clock"};
constexpr std::array<std::string_view, 3> kDateWords{"date", "datum", "day"};
constexpr std::array<std::string_view, 3> kClockWords{"time", "zeit", "clock"};
// Units that may stand at the end of a name without a mark between: "TimeUS".
constexpr std::array<std::string_view, 7> kGluedUnits{"ms",   "us",   "ns",    "msec",
                                                      "usec", "nsec", "millis"};

struct UnitName
{
    std::string_view name;
    TimeUnit unit;
};

constexpr TimeUnit kSeconds{1'000'000'000, "seconds"};
constexpr TimeUnit kMilliseconds{1'000'000, "milliseconds"};
constexpr TimeUnit kMicroseconds{1'000, "microseconds"};
constexpr TimeUnit kNanoseconds{1, "nanoseconds"};
constexpr TimeUnit kMinutes{60'000'000'000, "minutes"};
constexpr TimeUnit kHours{3'600'000'000'000, "hours"};
constexpr TimeUnit kDays{86'400'000'000'000, "days"};

constexpr std::array<UnitName, 25> kUnits{{{"s", kSeconds},
                                           {"sec", kSeconds},
                                           {"secs", kSeconds},
                                           {"second", kSeconds},
                                           {"seconds", kSeconds},
                                           {"ms", kMilliseconds},
                                           {"msec", kMilliseconds},
                                           {"millis", kMilliseconds},
                                           {"milliseconds", kMilliseconds},
                                           {"us", kMicroseconds},
                                           {"usec", kMicroseconds},
                                           {"µs", kMicroseconds},
                                           {"μs", kMicroseconds},
                                           {"microseconds", kMicroseconds},
                                           {"ns", kNanoseconds},
                                           {"nsec", kNanoseconds},
                                           {"nanoseconds", kNanoseconds},
                                           {"min", kMinutes},
                                           {"minutes", kMinutes},
                                           {"h", kHours},
                                           {"hr", kHours},
                                           {"hours", kHours},
                                           {"d", kDays},
                                           {"day", kDays},
                                           {"days", kDays}}};

template <std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// Lower case, without blanks, underlines and the marks that stand before names and units.
std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name)
        if (std::string_view(" _-%#$,/.").find(c) == std::string_view::npos)
            plain += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return plain;
}

std::optional<TimeUnit> unitCalled(std::string_view name)
{
    for (const auto& unit : kUnits)
        if (equalsIgnoringCase(unit.name, name))
            return unit.unit;
    return {};
}

bool hasWord(std::string_view name, const auto& words)
{
    const auto plain = plainName(name);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return plain.find(word) != plain.npos; });
}

/// The unit at the end of "time_ms", "TimeUS" and "Time / s", and the name before it.
std::optional<TimeUnit> unitSuffix(std::string_view name, std::string_view& stem)
{
    const auto cut = name.find_last_of("_ .,/");
    if (cut != name.npos && cut > 0) {
        stem = name.substr(0, cut);
        return unitCalled(name.substr(cut + 1));
    }
    for (const auto unit : kGluedUnits) {
        const auto length = name.size() - std::min(name.size(), unit.size());
        stem = name.substr(0, length);
        if (equalsIgnoringCase(name.substr(length), unit) && hasTimeWord(stem))
            return unitCalled(unit);
    }
    return {};
}

} // namespace

bool isTimeName(std::string_view name)
{
    if (name == "T") // temperature
        return false;
    if (isOneOf(plainName(name), kTimeNames))
        return true;
    std::string_view stem;
    return unitSuffix(name, stem) && isOneOf(plainName(stem), kTimeNames);
}

bool isIndexName(std::string_view name)
{
    return isOneOf(plainName(name), kIndexNames);
}

bool hasTimeWord(std::string_view name)
{
    return hasWord(name, kTimeWords);
}

std::optional<bool> nameSaysTimeOfDay(std::string_view name)
{
    const bool date = hasWord(name, kDateWords);
    const bool clock = hasWord(name, kClockWords);
    return date == clock ? std::nullopt : std::optional(clock);
}

std::optional<TimeUnit> timeUnit(const ChannelName& column)
{
    if (const auto unit = unitCalled(column.unit))
        return unit;
    std::string_view stem;
    if (const auto unit = unitSuffix(column.name, stem);
        unit && (isOneOf(plainName(stem), kTimeNames) || hasTimeWord(stem)))
        return unit;
    return unitCalled(plainName(column.name)); // "seconds", "milliseconds"
}

} // namespace dissonance
