#pragma once

#include "tests/quality/harness.h"

#include <string>
#include <vector>

namespace dissonance::quality {

/// One figure that a method reaches on a recording.
struct Measure
{
    const char* title; ///< of a table's column
    const char* key; ///< in JSON
    int decimals;
    bool sum; ///< over the recordings of a collection, rather than their mean
    double (*of)(const MethodResult&); ///< NaN: the recording or the method has none
};

/// All figures, in the order of the tables.
const std::vector<Measure>& measures();

/// Measures that flatter, each beside a random score's that flags as many samples; NaN unless
/// HarnessOptions::lenient.
const std::vector<Measure>& lenientMeasures();

/// What explanations are worth where the truth is known.
const std::vector<Measure>& truthMeasures();

/// A mean over seeds and half the width of its 95 % interval (Student's t).
struct Estimate
{
    double mean = 0.0;
    double half = 0.0; ///< NaN of fewer than two values
};

Estimate estimate(const std::vector<double>& values);

/// One method over the recordings of one collection.
struct MethodMean
{
    std::string collection;
    std::string method;
    std::ptrdiff_t recordings = 0;
    std::ptrdiff_t seeds = 0;
    std::ptrdiff_t incidents = 0; ///< labelled ones in all recordings
    std::vector<Estimate> values; ///< as the list's; recordings without a value left out
};

/// In the order of the results: collections, then methods.
std::vector<MethodMean> meansOf(const std::vector<MethodResult>& results,
                                const std::vector<Measure>& list = measures());

} // namespace dissonance::quality
