#include "tests/quality/baselines.h"

#include <algorithm>
#include <limits>
#include <random>

namespace dissonance::quality {

namespace {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr Eigen::Index kLength = 20; // samples of a window
constexpr Eigen::Index kCentres = 20;
constexpr Eigen::Index kMostWindows = 5'000; // learned from, evenly spread
constexpr int kStarts = 3; // the tightest clustering of these is kept
constexpr int kMostRounds = 100;

/// Windows that start at first, first + stride, …: one flattened window a row.
Rows windowRows(const Eigen::MatrixXd& values, Eigen::Index first, Eigen::Index count,
                Eigen::Index stride)
{
    Rows rows(count, kLength * values.cols());
    for (Eigen::Index w = 0; w < count; ++w)
        for (Eigen::Index t = 0; t < kLength; ++t)
            rows.row(w).segment(t * values.cols(), values.cols()) =
                values.row(first + w * stride + t);
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
    Eigen::Index pick = Eigen::Index(random() % std::uint64_t(windows.rows()));
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
Clustering cluster(const Rows& windows, std::mt19937_64& random)
{
    Clustering result{firstCentres(windows, random)};
    std::vector<Eigen::Index> member(std::size_t(windows.rows()), -1);
    for (int round = 0; round < kMostRounds; ++round) {
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
std::vector<double> windowScores(const Eigen::MatrixXd& values, const Rows& centres)
{
    constexpr Eigen::Index kPiece = 2'048;
    std::vector<double> scores;
    const auto windows = std::max<Eigen::Index>(values.rows() - kLength + 1, 0);
    for (Eigen::Index first = 0; first < windows; first += kPiece) {
        const auto count = std::min(kPiece, windows - first);
        const Eigen::VectorXd nearest =
            squaredDistances(windowRows(values, first, count, 1), centres)
                .rowwise()
                .minCoeff()
                .cwiseSqrt();
        scores.insert(scores.end(), nearest.begin(), nearest.end());
    }
    return scores;
}

SampleScores spread(const std::vector<double>& windows, std::size_t samples)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    SampleScores scores{std::vector<double>(samples, nan), std::vector<double>(samples, nan)};
    std::vector<double> sums(samples);
    std::vector<double> counts(samples);
    for (std::size_t w = 0; w < windows.size(); ++w) {
        for (std::size_t t = 0; t < std::size_t(kLength); ++t) {
            sums[w + t] += windows[w];
            ++counts[w + t];
        }
        scores.causal[w + std::size_t(kLength) - 1] = windows[w];
    }
    for (std::size_t i = 0; i < samples; ++i)
        if (counts[i] > 0.0)
            scores.offline[i] = sums[i] / counts[i];
    return scores;
}

} // namespace

BaselineScores kMeansWindows(const ClippedScores& data, std::uint64_t seed)
{
    BaselineScores scores;
    scores.windowLength = kLength;
    Clustering best;
    const auto available = data.train.rows() - kLength + 1;
    if (available > 0) {
        const auto stride = (available + kMostWindows - 1) / kMostWindows;
        const auto windows = windowRows(data.train, 0, (available + stride - 1) / stride, stride);
        std::mt19937_64 random(seed);
        for (int start = 0; start < kStarts; ++start) {
            auto found = cluster(windows, random);
            if (found.inertia < best.inertia)
                best = std::move(found);
        }
    }
    const auto score = [&](const Eigen::MatrixXd& values) {
        return spread(best.centres.rows() ? windowScores(values, best.centres)
                                          : std::vector<double>(),
                      std::size_t(values.rows()));
    };
    scores.train = score(data.train);
    scores.test = score(data.test);
    return scores;
}

} // namespace dissonance::quality
