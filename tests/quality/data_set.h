#pragma once

#include "engine/base/result.h"
#include "engine/recording/label.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dissonance::quality {

/// The files of one labelled recording in a data folder.
struct RecordingFiles
{
    std::string collection; ///< folder: "smd"
    std::string name; ///< "machine-3-4"
    std::filesystem::path train; ///< the same as test where one file holds both
    std::filesystem::path test;
    std::filesystem::path labels;

    bool oneFile() const { return train == test; }
};

/// The recordings of DATA/<collection>/, sorted by name. Known are `x.train.csv` with
/// `x.test.csv` and `x.test.labels.csv`; tests that share the folder's only training file; and
/// `x.csv` with `x.labels.csv`.
///
/// Errors: FileNotFound when the folder is absent or holds no labelled recording.
Result<std::vector<RecordingFiles>> listRecordings(const std::filesystem::path& data,
                                                   const std::string& collection);

/// Two channels that depend on each other in normal operation, by name.
using Relation = std::pair<std::string, std::string>;

/// A recording, what is learned from and what is judged.
struct LabelledRecording
{
    RecordingFiles files;
    std::shared_ptr<const Recording> train;
    SampleSpan normal; ///< of train: what is learned from
    std::shared_ptr<const Recording> test;
    /// Judged are the samples of test from here on. One file for both: the first 70 % of what
    /// lies before the first incident is learned from, the rest is judged.
    std::ptrdiff_t judgedFrom = 0;
    std::vector<Label> labels; ///< counted from judgedFrom
    /// Clock of the judged samples. Where the source's table has sample numbers only, but its
    /// description names the step, that step: for delays and rates in time.
    std::shared_ptr<const TimeAxis> clock;
    std::vector<Relation> relations{}; ///< known of made recordings only

    /// Channels by name in the training file's order.
    Eigen::MatrixXf trainValues() const; ///< learned from
    Eigen::MatrixXf testValues() const; ///< judged
};

/// Errors: those of importRecording() and readLabels(); InvalidArgument when one file holds
/// both and no normal part lies before its first incident; ChannelsDiffer.
Result<LabelledRecording> loadRecording(const RecordingFiles& files, int threads);

} // namespace dissonance::quality
