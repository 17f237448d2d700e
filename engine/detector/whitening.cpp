#include "engine/detector/whitening.h"

#include "engine/base/parallel.h"
#include "engine/detector/whiten_block.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <iterator>
#include <limits>

namespace dissonance {

namespace {

/// Mean (L) and covariance (L x L) of all windows of one channel.
///
/// Lag by lag with sums that slide along the window, so that it costs L rather than L^2
/// products a sample.
struct WindowMoments
{
    Eigen::VectorXd mean;
    Eigen::MatrixXd covariance;
};

WindowMoments windowMoments(const float* channel, const std::vector<WindowRun>& runs,
                            Eigen::Index length)
{
    WindowMoments moments{Eigen::VectorXd::Zero(length), Eigen::MatrixXd::Zero(length, length)};
    double count = 0.0;
    for (const auto& run : runs) {
        const float* x = channel + run.first;
        count += double(run.count);

        double sum = 0.0;
        for (Eigen::Index t = 0; t < run.count; ++t)
            sum += double(x[t]);
        for (Eigen::Index i = 0; i < length; ++i) {
            moments.mean[i] += sum;
            if (i + 1 < length) // the window of lag i + 1 drops x[i] and takes x[i + count]
                sum += double(x[i + run.count]) - double(x[i]);
        }
        for (Eigen::Index lag = 0; lag < length; ++lag) {
            double product = 0.0;
            for (Eigen::Index t = 0; t < run.count; ++t)
                product += double(x[t]) * double(x[t + lag]);
            for (Eigen::Index i = 0; i + lag < length; ++i) {
                moments.covariance(i + lag, i) += product;
                if (i + lag + 1 < length)
                    product += double(x[i + run.count]) * double(x[i + run.count + lag])
                        - double(x[i]) * double(x[i + lag]);
            }
        }
    }
    moments.mean /= count;
    moments.covariance /= count;
    moments.covariance -= moments.mean * moments.mean.transpose();
    moments.covariance.diagonal() = moments.covariance.diagonal().cwiseMax(0.0);
    return moments;
}

/// U' of the covariance with its rows scaled; leading row first.
Eigen::MatrixXf projectionOf(const Eigen::MatrixXd& covariance, double ridge)
{
    // Reads the lower triangle only; eigenvalues come in ascending order.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    const auto length = covariance.rows();
    Eigen::MatrixXd projection(length, length);
    for (Eigen::Index k = 0; k < length; ++k) {
        const auto from = length - 1 - k;
        const double lambda = std::max(solver.eigenvalues()[from], 0.0);
        Eigen::VectorXd axis = solver.eigenvectors().col(from);
        // An eigenvector's sign is free: choose it, or tiny changes of the data flip it.
        Eigen::Index largest = 0;
        axis.cwiseAbs().maxCoeff(&largest);
        if (axis[largest] < 0.0)
            axis = -axis;
        projection.row(k) = axis.transpose() / std::sqrt(lambda + ridge);
    }
    return projection.cast<float>();
}

} // namespace

Whitening fitWhitening(const Eigen::MatrixXf& scaled, const std::vector<WindowRun>& runs,
                       Eigen::Index windowLength, double ridge, int threads,
                       const RunContext& context, const std::vector<Eigen::Index>& without)
{
    const auto isWithout = [&](std::ptrdiff_t channel) {
        return std::binary_search(without.begin(), without.end(), Eigen::Index(channel));
    };
    const auto channels = scaled.cols();
    std::vector<WindowMoments> moments(static_cast<std::size_t>(channels));
    parallelFor(channels, threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto c = first; c < last && !context.stopRequested(); ++c)
            moments[std::size_t(c)] = windowMoments(scaled.col(c).data(), runs, windowLength);
    });

    if (context.stopRequested())
        return {};

    double variance = 0.0;
    for (std::ptrdiff_t c = 0; c < channels; ++c)
        if (!isWithout(c))
            variance += moments[std::size_t(c)].covariance.diagonal().mean();
    variance /= double(std::max<std::ptrdiff_t>(1, channels - std::ssize(without)));
    // Data that never moves has no variance; any positive floor keeps the maps finite.
    const double floor = std::max(ridge * variance, double(std::numeric_limits<float>::min()));

    Whitening whitening;
    whitening.mean.resize(windowLength, channels);
    whitening.projection.resize(std::size_t(channels));
    parallelFor(channels, threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto c = first; c < last; ++c) {
            const auto& m = moments[std::size_t(c)];
            whitening.mean.col(c) = m.mean.cast<float>();
            whitening.projection[std::size_t(c)] = isWithout(c)
                ? Eigen::MatrixXf::Zero(windowLength, windowLength)
                : projectionOf(m.covariance, floor);
        }
    });
    return whitening;
}

void whitenInto(const Whitening& whitening, const Eigen::MatrixXf& scaled, WindowRun run,
                Eigen::Index rows, Eigen::Ref<Eigen::MatrixXf> out)
{
    const auto length = whitening.windowLength();
    for (Eigen::Index c = 0; c < whitening.channelCount(); ++c) {
        const auto projection = whitening.projection[std::size_t(c)].topRows(rows);
        // Windows overlap: column w of this map is samples [w, w + L), nothing is copied.
        const Eigen::Map<const Eigen::MatrixXf, 0, Eigen::OuterStride<>> windows(
            scaled.col(c).data() + run.first, length, run.count, Eigen::OuterStride<>(1));
        const Eigen::VectorXf shift = projection * whitening.mean.col(c);
        auto block = out.middleRows(c * rows, rows);
        block.noalias() = projection * windows;
        block.colwise() -= shift;
    }
}

Eigen::MatrixXf whiten(const Whitening& whitening, const Eigen::MatrixXf& scaled, WindowRun run,
                       Eigen::Index rows)
{
    Eigen::MatrixXf out(rows * whitening.channelCount(), run.count);
    whitenInto(whitening, scaled, run, rows, out);
    return out;
}

} // namespace dissonance
