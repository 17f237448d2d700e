#include "tests/quality/synthetic.h"

#include "tests/quality/nonlinear.h"
#include "tests/quality/operating_points.h"
#include "tests/quality/splices.h"
#include "tests/support/processes.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance::quality {

namespace {

using Eigen::Index;

constexpr double kLearned = 0.7; ///< share of normal data that is learned from
constexpr Index kRows = 24'000;
constexpr double kRelated = 0.5; ///< correlation of real channels that counts as a relation

std::shared_ptr<const Recording> named(const Eigen::MatrixXd& values)
{
    return testing::recordingOf(values);
}

/// Judged from the first incident's stretch on, learned from what lies before.
LabelledRecording splitAt(const RecordingFiles& files, const Eigen::MatrixXd& values,
                          std::ptrdiff_t cut, std::vector<Label> labels)
{
    LabelledRecording recording;
    recording.files = files;
    recording.train = named(values.topRows(cut));
    recording.normal = {0, cut};
    recording.test = named(values.bottomRows(values.rows() - cut));
    for (auto& label : labels) {
        label.span.first -= cut;
        label.span.last -= cut;
    }
    recording.labels = std::move(labels);
    recording.clock = TimeAxis::sampleIndex(std::size_t(values.rows() - cut));
    return recording;
}

LabelledRecording spliced(const RecordingFiles& files, Eigen::MatrixXd values, double share,
                          std::uint64_t seed)
{
    SplicePlan plan;
    plan.first = std::ptrdiff_t(kLearned * double(values.rows()));
    plan.share = share;
    // Where there is room for fewer, they are fewer.
    plan.incidents =
        int(std::clamp<Index>((values.rows() - plan.first) / (5 * plan.length), 3, plan.incidents));
    RandomSource random(seed);
    auto labels = spliceIncidents(values, plan, random);
    return splitAt(files, values, plan.first, std::move(labels));
}

LabelledRecording atOperatingPoint(const RecordingFiles& files, std::uint64_t seed)
{
    const auto runs = operatingRuns(files.name, files.collection == "operating-shifted", seed);
    LabelledRecording recording;
    recording.files = files;
    recording.train = named(runs.usual);
    recording.normal = {0, runs.usual.rows()};
    recording.test = named(runs.other);
    recording.labels = runs.breaks;
    recording.clock = recording.test->clock();
    return recording;
}

/// Real recordings that a made collection starts from.
Result<std::vector<RecordingFiles>> servers(const std::filesystem::path& data,
                                            const std::string& collection)
{
    std::vector<RecordingFiles> files;
    for (const char* source : {"asd", "smd"}) {
        auto listed = listRecordings(data, source);
        if (!listed)
            return listed.error();
        for (auto& recording : *listed) {
            recording.collection = collection;
            files.push_back(std::move(recording));
        }
    }
    return files;
}

double shareContaminated(const std::string& collection)
{
    return std::stod(collection.substr(collection.rfind('-') + 1)) / 100.0;
}

std::shared_ptr<const Recording> withValues(const Recording& recording,
                                            const Eigen::MatrixXd& values)
{
    auto channels = recording.channels();
    for (std::size_t c = 0; c < channels.size(); ++c)
        channels[c].values.assign(values.col(Index(c)).begin(), values.col(Index(c)).end());
    return *Recording::create(recording.name(), std::move(channels));
}

Eigen::MatrixXd allValues(const Recording& recording)
{
    Eigen::MatrixXd values(recording.sampleCount(), Index(recording.channels().size()));
    for (Index c = 0; c < values.cols(); ++c) {
        const auto& own = recording.channels()[std::size_t(c)].values;
        values.col(c) = Eigen::Map<const Eigen::VectorXd>(own.data(), values.rows());
    }
    return values;
}

/// Pairs of real channels that surely depend on each other.
std::vector<std::pair<Index, Index>> correlatedPairs(const Eigen::MatrixXd& values)
{
    const Eigen::MatrixXd centred = values.rowwise() - values.colwise().mean();
    const Eigen::MatrixXd covariance = centred.transpose() * centred;
    std::vector<std::pair<Index, Index>> pairs;
    for (Index i = 0; i < values.cols(); ++i)
        for (Index j = i + 1; j < values.cols(); ++j)
            if (std::abs(covariance(i, j))
                > kRelated * std::sqrt(covariance(i, i) * covariance(j, j)))
                pairs.emplace_back(i, j);
    return pairs;
}

LabelledRecording withRelations(LabelledRecording recording,
                                const std::vector<std::pair<Index, Index>>& relations)
{
    for (const auto& [first, second] : relations)
        recording.relations.emplace_back("c" + std::to_string(first), "c" + std::to_string(second));
    return recording;
}

void contaminate(LabelledRecording& recording, double share, std::uint64_t seed)
{
    auto values = allValues(*recording.train);
    SplicePlan plan;
    plan.incidents = std::max(1, int(share * double(values.rows()) / double(plan.length)));
    RandomSource random(seed);
    spliceIncidents(values, plan, random);
    recording.train = withValues(*recording.train, values);
}

/// One standard deviation of each channel from the first training to the last test sample.
void drift(LabelledRecording& recording)
{
    auto train = allValues(*recording.train);
    auto test = allValues(*recording.test);
    const auto length = double(train.rows() + test.rows());
    for (Index c = 0; c < train.cols(); ++c) {
        const double mean = train.col(c).mean();
        const double slope = std::sqrt((train.col(c).array() - mean).square().mean()) / length;
        train.col(c) +=
            Eigen::VectorXd::LinSpaced(train.rows(), 0.0, slope * double(train.rows() - 1));
        // Channels of the test part may come in another order.
        const auto at = recording.test->indexOf(recording.train->channels()[std::size_t(c)].name);
        test.col(at) += Eigen::VectorXd::LinSpaced(test.rows(), slope * double(train.rows()),
                                                   slope * (length - 1.0));
    }
    recording.train = withValues(*recording.train, train);
    recording.test = withValues(*recording.test, test);
}

} // namespace

const std::vector<std::string>& syntheticCollections()
{
    static const std::vector<std::string> names{
        "splices",        "splices-third",   "nonlinear", "nonlinear-third", "contaminated-1",
        "contaminated-3", "contaminated-10", "drift",     "operating",       "operating-shifted"};
    return names;
}

bool isSynthetic(const std::string& collection)
{
    const auto& names = syntheticCollections();
    return std::find(names.begin(), names.end(), collection) != names.end();
}

Result<std::vector<RecordingFiles>> listSynthetic(const std::filesystem::path& data,
                                                  const std::string& collection)
{
    std::vector<RecordingFiles> files;
    if (collection.starts_with("operating")) {
        for (const auto& point : operatingPoints())
            files.push_back({collection, point, {}, {}, {}});
        return files;
    }
    if (!collection.starts_with("nonlinear"))
        return servers(data, collection);
    for (const auto& process : nonlinearProcesses())
        files.push_back({collection, process, {}, {}, {}});
    return files;
}

Result<LabelledRecording> makeSynthetic(const RecordingFiles& files, std::uint64_t seed,
                                        int threads)
{
    if (files.collection.starts_with("nonlinear"))
        return withRelations(spliced(files, nonlinearProcess(files.name, kRows, seed),
                                     files.collection == "nonlinear" ? 1.0 : 1.0 / 3.0, seed),
                             nonlinearRelations(files.name));
    if (files.collection.starts_with("operating"))
        return atOperatingPoint(files, seed);

    auto recording = loadRecording(files, threads);
    if (!recording)
        return recording;
    if (files.collection.starts_with("splices")) {
        const auto values = allValues(*recording->train);
        return withRelations(
            spliced(files, values, files.collection == "splices" ? 1.0 : 1.0 / 3.0, seed),
            correlatedPairs(values.topRows(Index(kLearned * double(values.rows())))));
    }
    if (files.collection == "drift")
        drift(*recording);
    else
        contaminate(*recording, shareContaminated(files.collection), seed);
    return recording;
}

} // namespace dissonance::quality
