#include "tests/quality/data_set.h"

#include "engine/io/import.h"
#include "engine/io/labels_csv.h"
#include "engine/recording/grid.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace dissonance::quality {

namespace {

namespace fs = std::filesystem;

constexpr double kLearnedShare = 0.7; // of the normal lead-in, where one file holds both

bool endsWith(const std::string& text, const std::string& ending)
{
    return text.size() > ending.size() && text.ends_with(ending);
}

/// File names without their ending, by ending.
struct Folder
{
    std::vector<std::string> tests; ///< of x.test.csv
    std::vector<std::string> trains; ///< of x.train.csv
    std::vector<std::string> wholes; ///< of x.csv with x.labels.csv
};

Folder readFolder(const fs::path& folder)
{
    Folder found;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        const auto file = entry.path().filename().string();
        const auto without = [&](const std::string& ending) {
            return file.substr(0, file.size() - ending.size());
        };
        if (endsWith(file, ".labels.csv"))
            continue;
        if (endsWith(file, ".test.csv"))
            found.tests.push_back(without(".test.csv"));
        else if (endsWith(file, ".train.csv"))
            found.trains.push_back(without(".train.csv"));
        else if (endsWith(file, ".csv") && fs::exists(folder / (without(".csv") + ".labels.csv")))
            found.wholes.push_back(without(".csv"));
    }
    std::sort(found.tests.begin(), found.tests.end());
    std::sort(found.trains.begin(), found.trains.end());
    std::sort(found.wholes.begin(), found.wholes.end());
    return found;
}

/// Steps that the sources describe but their tables do not hold, in seconds.
double describedStep(const std::string& collection)
{
    static const std::map<std::string, double> steps{{"asd", 300.0}, {"smd", 60.0}, {"tep", 180.0}};
    const auto found = steps.find(collection);
    return found == steps.end() ? 0.0 : found->second;
}

std::shared_ptr<const TimeAxis> judgedClock(const TimeAxis& clock, std::ptrdiff_t from,
                                            double stepSeconds)
{
    std::vector<std::int64_t> ticks(clock.ticks().begin() + from, clock.ticks().end());
    auto kind = clock.kind();
    if (kind == TimeKind::SampleIndex && stepSeconds > 0.0) {
        kind = TimeKind::Elapsed;
        for (auto& tick : ticks)
            tick *= std::llround(stepSeconds * 1e9);
    }
    auto axis = TimeAxis::create(kind, std::move(ticks));
    return axis ? *axis : nullptr;
}

Eigen::MatrixXf valuesOf(const Recording& recording, const Recording& order)
{
    std::vector<std::size_t> channels;
    for (const auto& channel : order.channels())
        channels.push_back(std::size_t(recording.indexOf(channel.name)));
    return makeGrid(recording, channels).values;
}

Status splitOneFile(LabelledRecording& recording)
{
    if (recording.labels.empty() || recording.labels.front().span.first < 2)
        return Error{ErrorCode::InvalidArgument,
                     recording.files.test.string()
                         + ": no normal samples lie before its first incident."};
    const auto learned =
        std::ptrdiff_t(kLearnedShare * double(recording.labels.front().span.first));
    recording.normal = {0, learned};
    recording.judgedFrom = learned;
    for (auto& label : recording.labels) {
        label.span.first -= learned;
        label.span.last -= learned;
    }
    return Done{};
}

Status checkChannels(const LabelledRecording& recording)
{
    for (const auto& channel : recording.train->channels())
        if (recording.test->indexOf(channel.name) < 0)
            return Error{ErrorCode::ChannelsDiffer,
                         recording.files.test.string() + " lacks the channel '" + channel.name
                             + "' of its training part."};
    return Done{};
}

} // namespace

Result<std::vector<RecordingFiles>> listRecordings(const fs::path& data,
                                                   const std::string& collection)
{
    const auto folder = data / collection;
    const auto found = readFolder(folder);
    std::vector<RecordingFiles> recordings;
    for (const auto& name : found.tests) {
        const bool own = std::count(found.trains.begin(), found.trains.end(), name) > 0;
        if (!own && found.trains.size() != 1)
            continue;
        const auto& train = own ? name : found.trains.front();
        recordings.push_back({collection, name, folder / (train + ".train.csv"),
                              folder / (name + ".test.csv"), folder / (name + ".test.labels.csv")});
    }
    for (const auto& name : found.wholes)
        recordings.push_back({collection, name, folder / (name + ".csv"), folder / (name + ".csv"),
                              folder / (name + ".labels.csv")});
    if (recordings.empty())
        return Error{ErrorCode::FileNotFound,
                     "No labelled recording lies in " + folder.string() + "."};
    return recordings;
}

Eigen::MatrixXf LabelledRecording::trainValues() const
{
    return valuesOf(*train, *train).middleRows(normal.first, normal.size());
}

Eigen::MatrixXf LabelledRecording::testValues() const
{
    const auto values = valuesOf(*test, *train);
    return values.bottomRows(values.rows() - judgedFrom);
}

Result<LabelledRecording> loadRecording(const RecordingFiles& files, int threads)
{
    ImportOptions options;
    options.threads = threads;
    auto test = importRecording(files.test, options, {});
    if (!test)
        return test.error();
    auto labels = readLabels(files.labels);
    if (!labels)
        return labels.error();

    LabelledRecording recording{files, test->recording, {},      test->recording,
                                0,     *labels,         nullptr, {}};
    if (files.oneFile()) {
        if (auto split = splitOneFile(recording); !split)
            return split.error();
    } else {
        auto train = importRecording(files.train, options, {});
        if (!train)
            return train.error();
        recording.train = train->recording;
        recording.normal = {0, recording.train->sampleCount()};
    }
    if (auto same = checkChannels(recording); !same)
        return same.error();
    recording.clock = judgedClock(*recording.test->clock(), recording.judgedFrom,
                                  describedStep(files.collection));
    return recording;
}

} // namespace dissonance::quality
