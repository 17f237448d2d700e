#pragma once

#include "engine/recording/date_time.h"
#include "engine/recording/time_axis.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dissonance {

/// Where the time of a table's rows stands, and how it is written.
struct CsvTime
{
    enum class Form
    {
        None, ///< rows are numbered
        Number, ///< sample numbers, or an amount of `unit`s
        DateTime,
        DateAndTime, ///< in two columns
        TimeOfDay, ///< without a date, or a time that has passed
    };
    Form form = Form::None;
    std::size_t column = 0;
    std::size_t timeColumn = 0; ///< of DateAndTime: the one with the time of day
    std::size_t compactDigits = 0; ///< of DateAndTime: of a time of day without colons; 0: with
    std::int64_t unit = 1; ///< of Number: ticks for one
    DateOrder order = DateOrder::DayMonthYear;
    bool orderOpen = false; ///< day and month of its dates may be swapped; see settleDateOrder()
    std::int64_t zoneOffset = 0; ///< from UTC in nanoseconds, of dates that say no zone
    TimeKind kind = TimeKind::SampleIndex;
    std::int64_t period = 0; ///< of TimeOfDay: ticks from where it begins again; 0: it does not
    bool wholeDays = false; ///< of DateTime: dates without time of day
    std::string source; ///< English, for ImportReport::timeSource
    std::string sourceZone; ///< the end of `source` that is about the zone
    std::string note; ///< why a column that looks like time was not taken, in English
    std::optional<std::size_t> noted; ///< the column of `note`

    bool uses(std::size_t index) const
    {
        return form != Form::None
            && (index == column || (form == Form::DateAndTime && index == timeColumn));
    }
};

/// The tick of one row, from its time cell (and its time-of-day cell); nothing when they are
/// empty, unreadable, beyond 64 bits, or no whole sample number or Unix time (years 1976 to 2103)
/// where that is what the column counts.
std::optional<std::int64_t> readTick(const CsvTime& time, std::string_view cell,
                                     std::string_view timeCell, char decimal);

} // namespace dissonance
