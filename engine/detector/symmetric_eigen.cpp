#include "engine/detector/symmetric_eigen.h"

#include <Eigen/Eigenvalues>

#include <cmath>
#include <limits>
#include <vector>

namespace dissonance {

namespace {

constexpr int kMostSweeps = 60; ///< for one eigenvalue; two or three are usual
constexpr Eigen::Index kRowBlock = 128; ///< rows of the vectors that stay in the cache

/// A rotation of columns `column` and column + 1.
struct Rotation
{
    Eigen::Index column = 0;
    double cosine = 1.0;
    double sine = 0.0;
};

/// The tridiagonal matrix, being made diagonal.
struct Tridiagonal
{
    Eigen::VectorXd diagonal;
    Eigen::VectorXd below; ///< below[i] couples i and i + 1; the last is 0

    /// First index from `first` on behind which nothing is coupled any more.
    Eigen::Index blockEnd(Eigen::Index first) const
    {
        auto m = first;
        for (; m + 1 < diagonal.size(); ++m) {
            const double size = std::abs(diagonal[m]) + std::abs(diagonal[m + 1]);
            if (std::abs(below[m]) <= std::numeric_limits<double>::epsilon() * size)
                break;
        }
        return m;
    }

    /// One QL sweep over [first, last], its rotations appended.
    void sweep(Eigen::Index first, Eigen::Index last, std::vector<Rotation>& rotations)
    {
        const double half = (diagonal[first + 1] - diagonal[first]) / (2.0 * below[first]);
        const double root = std::copysign(std::hypot(half, 1.0), half);
        double g = diagonal[last] - diagonal[first] + below[first] / (half + root);
        double sine = 1.0;
        double cosine = 1.0;
        double shift = 0.0;
        for (auto i = last - 1; i >= first; --i) {
            const double bulge = sine * below[i];
            const double b = cosine * below[i];
            const double length = std::hypot(bulge, g);
            below[i + 1] = length;
            if (length == 0.0) { // the matrix has come apart: the next sweep sees two blocks
                diagonal[i + 1] -= shift;
                below[last] = 0.0;
                return;
            }
            sine = bulge / length;
            cosine = g / length;
            g = diagonal[i + 1] - shift;
            const double r = (diagonal[i] - g) * sine + 2.0 * cosine * b;
            shift = sine * r;
            diagonal[i + 1] = g + shift;
            g = cosine * r - b;
            rotations.push_back({i, cosine, sine});
        }
        diagonal[first] -= shift;
        below[first] = g;
        below[last] = 0.0;
    }
};

void applyRotations(const std::vector<Rotation>& rotations, Eigen::MatrixXd& vectors)
{
    for (Eigen::Index row = 0; row < vectors.rows(); row += kRowBlock) {
        const auto rows = std::min(kRowBlock, vectors.rows() - row);
        for (const auto& [column, cosine, sine] : rotations) {
            double* left = vectors.col(column).data() + row;
            double* right = vectors.col(column + 1).data() + row;
            for (Eigen::Index k = 0; k < rows; ++k) {
                const double old = right[k];
                right[k] = sine * left[k] + cosine * old;
                left[k] = cosine * left[k] - sine * old;
            }
        }
    }
}

} // namespace

Result<SymmetricEigen> symmetricEigen(const Eigen::MatrixXd& matrix, const RunContext& context)
{
    const auto size = matrix.rows();
    if (size == 1)
        return SymmetricEigen{matrix.diagonal(), Eigen::MatrixXd::Ones(1, 1)};

    const Eigen::Tridiagonalization<Eigen::MatrixXd> reduction(matrix);
    if (context.stopRequested())
        return cancelled();
    Tridiagonal tridiagonal{reduction.diagonal(), Eigen::VectorXd::Zero(size)};
    tridiagonal.below.head(size - 1) = reduction.subDiagonal();
    Eigen::MatrixXd vectors = reduction.matrixQ();

    std::vector<Rotation> rotations;
    for (Eigen::Index first = 0; first < size; ++first) {
        for (int sweep = 0;; ++sweep) {
            if (context.stopRequested())
                return cancelled();
            const auto last = tridiagonal.blockEnd(first);
            if (last == first)
                break;
            if (sweep == kMostSweeps)
                return Error{ErrorCode::Internal, "An eigenvalue does not converge."};
            rotations.clear();
            tridiagonal.sweep(first, last, rotations);
            applyRotations(rotations, vectors);
        }
    }
    return SymmetricEigen{std::move(tridiagonal.diagonal), std::move(vectors)};
}

} // namespace dissonance
