#pragma once

#include "tests/quality/data_set.h"

#include <filesystem>
#include <string>
#include <vector>

namespace dissonance::quality {

/// Collections that are made, with a truth that is known exactly:
///
/// - `splices`: the training parts of asd and smd, learned from their first 70 %, with relations
///   broken in the rest, every channel's own values and dynamics kept; `splices-third` breaks a
///   third of the channels;
/// - `nonlinear`, `nonlinear-third`: processes without correlation, every channel or a third of
///   them broken in the same way;
/// - `contaminated-1`, `-3`, `-10`: asd and smd with so many per cent of their training samples
///   in such incidents, unlabelled; their own test parts and labels;
/// - `drift`: asd and smd with every channel drifting by one standard deviation over training
///   and test part;
/// - `operating`, `operating-shifted`: two runs of one plant, the second one with broken relations
///   and, where shifted, at another operating point.
const std::vector<std::string>& syntheticCollections();

bool isSynthetic(const std::string& collection);

/// The recordings of a made collection, by name; their files say from where.
/// Errors: those of listRecordings().
Result<std::vector<RecordingFiles>> listSynthetic(const std::filesystem::path& data,
                                                  const std::string& collection);

/// Errors: those of loadRecording().
Result<LabelledRecording> makeSynthetic(const RecordingFiles& files, std::uint64_t seed,
                                        int threads);

} // namespace dissonance::quality
