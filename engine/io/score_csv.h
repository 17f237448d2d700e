#pragma once

#include "engine/base/result.h"
#include "engine/scoring/score_track.h"

#include <filesystem>
#include <string>

namespace dissonance {

/// The track as CSV bytes, one row a sample: `sample,time,score,marginal,dependence,flagged`.
///
/// Numbers are the shortest text that reads back to the same double; a NaN is an empty cell;
/// time is formatTick() without its unit on Elapsed axes, flagged 0 or 1. The GUI and the CLI
/// both write through this, so that their files are the same bytes.
std::string scoreCsv(const ScoreTrack& track);

/// scoreCsv() into a file, whole or not at all. Errors: FileUnwritable.
Status writeScoreCsv(const std::filesystem::path& file, const ScoreTrack& track);

/// Reads what writeScoreCsv() wrote, for evaluation: samples, flagged and clock are filled,
/// windows are empty, threshold is NaN.
/// Errors: the file errors of importRecording(); FileMalformed naming line and field.
Result<ScoreTrack> readScoreCsv(const std::filesystem::path& file);

} // namespace dissonance
