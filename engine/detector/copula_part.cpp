#include "engine/detector/copula_part.h"

#include "engine/base/parallel.h"
#include "engine/detector/symmetric_eigen.h"
#include "engine/detector/whiten_block.h"
#include "engine/detector/window_runs.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr Eigen::Index kLargest = 1000; ///< r D at most, where r > 1
constexpr Eigen::Index kBlock = 512; ///< windows
/// Sums are taken in this many pieces whatever the number of threads, so that they round the
/// same way.
constexpr std::ptrdiff_t kPieces = 8;

/// f of every window: (r D) x N.
Eigen::MatrixXf leadingOf(const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                          Eigen::Index leading, Eigen::Index windowLength)
{
    const auto channels = coordinates.rows() / windowLength;
    Eigen::MatrixXf f(leading * channels, coordinates.cols());
    for (Eigen::Index c = 0; c < channels; ++c)
        f.middleRows(c * leading, leading) = coordinates.middleRows(c * windowLength, leading);
    return f;
}

/// E[f f'], lower triangle.
Eigen::MatrixXd secondMoment(const Eigen::MatrixXf& scaled, const Whitening& whitening,
                             const std::vector<WindowRun>& runs, Eigen::Index leading, int threads,
                             const RunContext& context)
{
    const auto size = leading * whitening.channelCount();
    const auto blocks = cutRuns(runs, kBlock);
    const auto pieces = std::min(kPieces, std::ptrdiff_t(blocks.size()));
    std::vector<Eigen::MatrixXd> sums(static_cast<std::size_t>(pieces));
    const auto sumPiece = [&](std::ptrdiff_t piece) {
        Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(size, size);
        Eigen::MatrixXf product(size, size);
        const auto count = std::ptrdiff_t(blocks.size());
        for (auto b = count * piece / pieces; b < count * (piece + 1) / pieces; ++b) {
            if (context.stopRequested())
                break;
            const auto f = whiten(whitening, scaled, blocks[std::size_t(b)], leading);
            product.setZero();
            product.selfadjointView<Eigen::Lower>().rankUpdate(f);
            sum += product.cast<double>();
        }
        sums[std::size_t(piece)] = std::move(sum);
    };
    parallelFor(pieces, threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto piece = first; piece < last; ++piece)
            sumPiece(piece);
    });
    for (std::size_t i = 1; i < sums.size(); ++i)
        sums[0] += sums[i];
    return sums[0] / double(windowCount(runs));
}

} // namespace

Eigen::Index leadingFor(Eigen::Index wanted, Eigen::Index channels, Eigen::Index windowLength)
{
    const auto most = std::max<Eigen::Index>(1, kLargest / channels);
    return std::min({wanted, most, windowLength});
}

Result<CopulaPart> fitCopulaPart(const Eigen::MatrixXf& scaled, const Whitening& whitening,
                                 const std::vector<WindowRun>& runs, Eigen::Index leading,
                                 double shrinkage, int threads, const RunContext& context)
{
    Eigen::MatrixXd moment = secondMoment(scaled, whitening, runs, leading, threads, context);
    if (context.stopRequested())
        return cancelled();
    moment *= 1.0 - shrinkage;
    moment.diagonal().array() += shrinkage;

    const auto eigen = symmetricEigen(moment, context);
    if (!eigen)
        return eigen.error();
    const Eigen::VectorXd scale =
        eigen->values.cwiseMax(0.5 * shrinkage).cwiseSqrt().cwiseInverse();
    return CopulaPart{leading, (scale.asDiagonal() * eigen->vectors.transpose()).cast<float>()};
}

CopulaTerms copulaTerms(const CopulaPart& part,
                        const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                        Eigen::Index windowLength)
{
    const auto f = leadingOf(coordinates, part.leading, windowLength);
    Eigen::MatrixXf p(f.rows(), f.cols());
    p.noalias() = part.transform * f;
    p.array() = p.array().square();

    CopulaTerms terms;
    const float perFeature = 0.5F / std::sqrt(float(f.rows()));
    terms.dependence =
        perFeature * (p.colwise().sum() - f.colwise().squaredNorm()).transpose().array();
    p.array() = (1.0F + p.array() / 6.0F).log();
    terms.joint = 3.5F * p.colwise().sum().transpose().array();
    return terms;
}

void expectMissing(const CopulaPart& part, const std::vector<Eigen::Index>& missing,
                   Eigen::Index windowLength, Eigen::Ref<Eigen::MatrixXf> coordinates)
{
    const auto r = part.leading;
    if (missing.empty() || Eigen::Index(missing.size()) * windowLength == coordinates.rows())
        return;
    Eigen::MatrixXf own(part.transform.rows(), r * Eigen::Index(missing.size()));
    for (std::size_t i = 0; i < missing.size(); ++i)
        own.middleCols(Eigen::Index(i) * r, r) = part.transform.middleCols(missing[i] * r, r);
    // |p|^2 = f' inv(R) f is least at the conditional mean: the normal equations of that.
    const Eigen::MatrixXf p = part.transform * leadingOf(coordinates, r, windowLength);
    const Eigen::MatrixXf expected =
        Eigen::MatrixXf(own.transpose() * own).ldlt().solve(-(own.transpose() * p));
    for (std::size_t i = 0; i < missing.size(); ++i)
        coordinates.middleRows(missing[i] * windowLength, r) =
            expected.middleRows(Eigen::Index(i) * r, r);
}

Result<Eigen::ArrayXf> copulaDependence(const CopulaPart& part, const Eigen::MatrixXf& coordinates,
                                        Eigen::Index windowLength, int threads,
                                        const RunContext& context)
{
    Eigen::ArrayXf dependence(coordinates.cols());
    const auto blocks = cutRuns({{0, coordinates.cols()}}, kBlock / 4);
    parallelFor(
        std::ptrdiff_t(blocks.size()), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
            for (auto b = first; b < last && !context.stopRequested(); ++b) {
                const auto& [at, count] = blocks[std::size_t(b)];
                dependence.segment(at, count) =
                    copulaTerms(part, coordinates.middleCols(at, count), windowLength).dependence;
            }
        });
    if (context.stopRequested())
        return cancelled();
    return dependence;
}

} // namespace dissonance
