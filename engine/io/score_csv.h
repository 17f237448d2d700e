#pragma once

#include "engine/base/result.h"
#include "engine/scoring/score_track.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace dissonance {

/// The track as CSV bytes, one row a sample: `sample,time,score,marginal,dependence,flagged`.
///
/// Lines end in LF, the last one too. Numbers are the shortest text that reads back to the same
/// double (std::to_chars); a NaN is an empty cell; flagged is 0 or 1. time is formatTick(), on
/// Elapsed axes without its unit and always with a decimal point ("12.0"), which tells seconds
/// from sample numbers. The GUI and the CLI both write through this, so that their files are
/// the same bytes.
std::string scoreCsv(const ScoreTrack& track);

/// One row of it.
struct ScoreRow
{
    std::ptrdiff_t sample = 0;
    TimeKind kind = TimeKind::SampleIndex;
    std::int64_t tick = 0;
    double total = 0.0;
    double marginal = 0.0;
    double dependence = 0.0;
    bool flagged = false;
};

/// What scoreCsv() is made of: the header's line, and a row's.
std::string scoreCsvHeader();
void appendScoreRow(std::string& text, const ScoreRow& row);

/// scoreCsv() into a file, whole or not at all. Errors: FileUnwritable.
Status writeScoreCsv(const std::filesystem::path& file, const ScoreTrack& track);

/// Reads what writeScoreCsv() wrote, for evaluation: samples, flagged and clock are filled,
/// windows are empty, threshold is NaN.
/// Errors: the file errors of importRecording(); FileMalformed naming line and field.
Result<ScoreTrack> readScoreCsv(const std::filesystem::path& file);

} // namespace dissonance
