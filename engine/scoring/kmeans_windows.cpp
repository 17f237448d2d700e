#include "engine/scoring/baselines.h"

#include <algorithm>
#include <limits>
#include <random>
#include <span>

namespace dissonance {

namespace {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr Eigen::Index kLength = 20; // samples of a window
constexpr Eigen::Index kCentres = 20;
constexpr std::size_t kMostWindows = 5'000; // learned from, evenly spread
constexpr int kStarts = 3; // the tightest clustering of these is kept
constexpr int kMostRounds = 100;

using Starts = std::vector<std::ptrdiff_t>; // first samples of windows

/// All windows that lie within a stretch.
Starts windowStarts(const std::vector<SampleSpan>& stretches, std::ptrdiff_t samples)
{
    Starts starts;
    const std::vector<SampleSpan> whole{{0, samples}};
    for (const auto& stretch : stretches.empty() ? whole : stretches)
        for (auto first = stretch.first; first + kLength <= stretch.last; ++first)
            starts.push_back(first);
    return starts;
}

/// At most kMostWindows of them, evenly spread.
Starts spreadOut(const Starts& starts)
{
    const auto stride = std::max<std::size_t>(1, (starts.size() + kMostWindows - 1) / kMostWindows);
    Starts some;
    for (std::size_t w = 0; w < starts.size(); w += stride)
        some.push_back(starts[w]);
    return some;
}

/// One flattened window a row.
Rows windowRows(const Eigen::MatrixXd& values, std::span<const std::ptrdiff_t> starts)
{
    Rows rows(Eigen::Index(starts.size()), kLength * values.cols());
    for (std::size_t w = 0; w < starts.size(); ++w)
        for (Eigen::Index t = 0; t < kLength; ++t)
            rows.row(Eigen::Index(w)).segment(t * values.cols(), values.cols()) =
                values.row(starts[w] + t);
    return rows;
}

/// Squared distances (windows x centres), at least 0.
Eigen::MatrixXd squaredDistances(const Rows& windows, const Rows& centres)
{
    Eigen::MatrixXd distances = -2.0 * windows * centres.transpose();
    distances.colwise() += windows.rowwise().squaredNorm();
    distances.rowwise() += centres.rowwise().squaredNorm().transpose();
    return distances.cwiseMax(0.0);
}

/// k-means++ (Arthur and Vassilvitskii 2007): far windows are likelier first centres.
Rows firstCentres(const Rows& windows, std::mt19937_64& random)
{
    const auto centres = std::min(kCentres, windows.rows());
    Rows chosen(centres, windows.cols());
    Eigen::VectorXd nearest =
        Eigen::VectorXd::Constant(windows.rows(), std::numeric_limits<double>::max());
    auto pick = Eigen::Index(random() % std::uint64_t(windows.rows()));
    for (Eigen::Index k = 0; k < centres; ++k) {
        chosen.row(k) = windows.row(pick);
        nearest = nearest.cwiseMin(squaredDistances(windows, chosen.row(k)).col(0));
        double left = double(random() >> 11) * 0x1p-53 * nearest.sum();
        for (pick = 0; pick + 1 < windows.rows() && left >= nearest[pick]; ++pick)
            left -= nearest[pick];
    }
    return chosen;
}

struct Clustering
{
    Rows centres;
    double inertia = std::numeric_limits<double>::infinity();
};

/// Lloyd's rounds until no window changes its centre.
Clustering cluster(const Rows& windows, std::mt19937_64& random, const RunContext& context)
{
    Clustering result{firstCentres(windows, random)};
    std::vector<Eigen::Index> member(std::size_t(windows.rows()), -1);
    for (int round = 0; round < kMostRounds && !context.stopRequested(); ++round) {
        const auto distances = squaredDistances(windows, result.centres);
        bool moved = false;
        result.inertia = 0.0;
        Rows sums = Rows::Zero(result.centres.rows(), windows.cols());
        Eigen::VectorXd sizes = Eigen::VectorXd::Zero(result.centres.rows());
        for (Eigen::Index w = 0; w < windows.rows(); ++w) {
            Eigen::Index nearest = 0;
            result.inertia += distances.row(w).minCoeff(&nearest);
            moved = moved || member[std::size_t(w)] != nearest;
            member[std::size_t(w)] = nearest;
            sums.row(nearest) += windows.row(w);
            ++sizes[nearest];
        }
        if (!moved)
            break;
        for (Eigen::Index k = 0; k < sizes.size(); ++k)
            if (sizes[k] > 0.0) // an emptied cluster keeps its centre
                result.centres.row(k) = sums.row(k) / sizes[k];
    }
    return result;
}

/// Distance of each window to its nearest centre; in pieces, to keep the copy of windows small.
std::vector<double> windowScores(const Eigen::MatrixXd& values, const Starts& starts,
                                 const Rows& centres, const RunContext& context)
{
    constexpr std::size_t kPiece = 2'048;
    std::vector<double> scores;
    for (std::size_t first = 0; first < starts.size(); first += kPiece) {
        if (context.stopRequested())
            break;
        const auto count = std::min(kPiece, starts.size() - first);
        const Eigen::VectorXd nearest =
            squaredDistances(windowRows(values, std::span(starts).subspan(first, count)), centres)
                .rowwise()
                .minCoeff()
                .cwiseSqrt();
        scores.insert(scores.end(), nearest.begin(), nearest.end());
    }
    return scores;
}

SampleScores spread(const std::vector<double>& windows, const Starts& starts, std::size_t samples)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    SampleScores scores{std::vector<double>(samples, nan), std::vector<double>(samples, nan)};
    std::vector<double> sums(samples);
    std::vector<double> counts(samples);
    for (std::size_t w = 0; w < windows.size(); ++w) {
        const auto first = std::size_t(starts[w]);
        for (std::size_t t = 0; t < std::size_t(kLength); ++t) {
            sums[first + t] += windows[w];
            ++counts[first + t];
        }
        scores.causal[first + std::size_t(kLength) - 1] = windows[w];
    }
    for (std::size_t i = 0; i < samples; ++i)
        if (counts[i] > 0.0)
            scores.offline[i] = sums[i] / counts[i];
    return scores;
}

} // namespace

BaselineScores kMeansWindows(const ClippedScores& data, std::uint64_t seed,
                             const RunContext& context)
{
    BaselineScores scores;
    scores.windowLength = kLength;
    Clustering best;
    const auto learned = windowStarts(data.trainStretches, data.train.rows());
    if (!learned.empty()) {
        const auto windows = windowRows(data.train, spreadOut(learned));
        std::mt19937_64 random(seed);
        for (int start = 0; start < kStarts && !context.stopRequested(); ++start) {
            auto found = cluster(windows, random, context);
            if (found.inertia < best.inertia)
                best = std::move(found);
        }
    }
    const auto score = [&](const Eigen::MatrixXd& values, const Starts& starts) {
        return spread(best.centres.rows() ? windowScores(values, starts, best.centres, context)
                                          : std::vector<double>(),
                      starts, std::size_t(values.rows()));
    };
    scores.train = score(data.train, learned);
    scores.test = score(data.test, windowStarts(data.testStretches, data.test.rows()));
    return scores;
}

} // namespace dissonance
