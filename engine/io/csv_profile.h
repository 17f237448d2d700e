#pragma once

#include "engine/io/csv_cell.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace dissonance {

/// Rows of a table that are looked into, in file order: its first ones and its last ones.
struct CsvSample
{
    std::vector<std::vector<Cell>> rows;
    std::size_t tail = 0; ///< the first of the last rows, which does not follow on the one before
};

/// What the sample cells of one column are as time.
struct ColumnProfile
{
    std::size_t present = 0;
    std::size_t integers = 0;
    std::size_t dates = 0; ///< a date without time of day
    std::size_t times = 0; ///< a time of day without date
    std::size_t dateTimes = 0;
    std::size_t durations = 0; ///< a time that has passed, and no time of day
    std::size_t compact = 0; ///< read as hhmmss, zeros in front left out or not
    std::size_t compactShort = 0; ///< of them, at most four digits
    std::size_t compactMinutes = 0; ///< hhmm
    std::size_t minutes = 0; ///< of them, minutes and seconds
    std::size_t durationFalls = 0; ///< from one duration to the next
    std::size_t zoned = 0;
    bool orderMatters = false; ///< day and month of a date may be swapped
    bool still = true; ///< all cells are the same text
    std::string_view stranger; ///< the first cell that is neither number nor time; in the sample
    std::vector<double> numbers; ///< in file order
    std::vector<double> steps; ///< between numbers of neighbouring rows

    /// Four of five cells, or all but one of three or four.
    bool mostly(std::size_t count) const;

    /// The numbers rise from each to the next, but for an outlier or two.
    bool rises() const;
    /// The numbers rise on the whole: either two of three are in order and steps up are twice as
    /// frequent as down, or what they rise from first to last is 40 % of the way they go. A clock
    /// of whole seconds stands still between most rows.
    bool runs() const;
    /// The numbers are not all the same; one alone may be.
    bool moves() const;
    /// The median of the steps; there must be one.
    double usualStep() const;
    /// All steps are the usual one, give or take 1 %, but for those to and from an outlier or two.
    bool hasEvenSteps() const;
    bool areIntegers() const;
    /// Whole numbers, each one more than the one before.
    bool countsByOnes() const;
    /// Over half of the steps are off the usual one by a tenth of it.
    bool hasUnlikeSteps() const;
    /// Digits of the times of day in cells like `080000` and `0800`, 6 or 4; 0: they are none.
    std::size_t compactDigits() const;
};

/// How many of so many values may be wrong without being the rule.
std::size_t toleratedOutliers(std::size_t count);

/// @param name     of the column: `10.11.12` is a date or a time of day.
/// @param columns  of the table; rows of fewer cells were cut off and tell nothing.
ColumnProfile profileOf(const CsvSample& sample, std::size_t column, std::string_view name,
                        std::size_t columns, char decimal);

} // namespace dissonance
