#pragma once

#include "engine/recording/date_time.h"
#include "engine/recording/text_scanner.h"

#include <cstdint>
#include <optional>

namespace dissonance {

/// A date as a text says it, checked by no calendar yet.
struct CalendarDate
{
    int year = -1;
    int month = 0;
    int day = 0;
    bool orderMatters = false; ///< see DateTime

    /// Days since the Unix epoch; nothing when there is no such day, or 64-bit nanoseconds cannot
    /// count to it.
    std::optional<std::int64_t> days() const;
};

/// A day or month of one or two digits, or -1.
int takeShortNumber(TextScanner& in);

/// Days since the epoch; takes a date that begins with a digit off the front of `in`.
std::optional<std::int64_t> takeDate(TextScanner& in, DateOrder order, bool& orderMatters);

} // namespace dissonance
