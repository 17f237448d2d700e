#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"

#include <Eigen/Core>

namespace dissonance {

/// matrix = vectors diag(values) vectors'.
struct SymmetricEigen
{
    Eigen::VectorXd values; ///< (n), in no particular order
    Eigen::MatrixXd vectors; ///< (n x n), orthonormal columns
};

/// Eigenvalues and eigenvectors of a symmetric matrix, interruptible: Eigen's solver takes
/// most of a second at n = 800 and cannot be stopped.
///
/// Householder tridiagonalisation, then implicit QL with Wilkinson's shift.
///
/// @param matrix  (n x n), n >= 1; only the lower triangle is read.
/// Errors: Cancelled; Internal when an eigenvalue does not converge.
/// Source: Golub and Van Loan (2013), Matrix Computations, section 8.3.
Result<SymmetricEigen> symmetricEigen(const Eigen::MatrixXd& matrix, const RunContext& context);

} // namespace dissonance
