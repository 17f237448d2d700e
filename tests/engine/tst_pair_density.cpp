#include "engine/copula/elliptical_copula.h"
#include "engine/copula/tail_dependence.h"
#include "tests/support/near.h"
#include "tests/support/plant.h"
#include "tests/support/processes.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

constexpr Eigen::Index kRows = 6000;
const SampleSpan kSpan{5000, 5400};

/// Columns that correlate by .8, without memory; in the span by -.8.
Eigen::MatrixXd correlatedNoise()
{
    Eigen::MatrixXd x = whiteNoise(kRows, 2, 21);
    x.col(1) = 0.8 * x.col(0) + 0.6 * x.col(1);
    x.col(1).segment(kSpan.first, kSpan.size()) *= -1.0;
    return x;
}

std::shared_ptr<const PairDensity> pairOf(const Eigen::MatrixXd& values, CopulaFamily family)
{
    const auto recording = recordingOf(values);
    const auto detector = trained(recording, {0, kSpan.first}, family);
    if (!detector)
        return nullptr;
    const auto pair = detector->pair(*recording, kSpan, "c0", "c1");
    return pair ? *pair : nullptr;
}

double meanOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

Eigen::Map<const Eigen::VectorXd> asVector(const std::vector<double>& values)
{
    return {values.data(), Eigen::Index(values.size())};
}

} // namespace

class TestPairDensity : public QObject
{
    Q_OBJECT
private slots:
    void axesAreNotSwapped();
    void signOfTheDependence();
    void levelsEncloseTheirShare();
    void dependenceAtTheEnds();
};

// The first has a long end above, the second below: a swapped grid would have its means at the
// wrong ends. The learned law's own mean beside the sample's; a cell is .03 deviations wide and
// more, the sampling error of 2,000 points .02 deviations.
void TestPairDensity::axesAreNotSwapped()
{
    Eigen::MatrixXd values = correlatedNoise();
    values.col(0) = values.col(0).array().exp();
    values.col(1) = -2.0 * (0.8 * values.col(1).array()).exp();
    const auto pair = pairOf(values, CopulaFamily::Gaussian);
    QVERIFY(pair);
    const double total = pair->density.sum();
    const double first = asVector(pair->gridFirst).dot(pair->density.rowwise().sum()) / total;
    const double second =
        asVector(pair->gridSecond).dot(pair->density.colwise().sum().transpose()) / total;
    COMPARE_NEAR(first, meanOf(pair->normalFirst), 0.2);
    COMPARE_NEAR(second, meanOf(pair->normalSecond), 0.2);
    QCOMPARE(pair->windowFirst.size(), std::size_t(kSpan.size()));
    // float32 values.
    COMPARE_NEAR(pair->windowFirst[7], values(kSpan.first + 7, 0), 1e-5);
    COMPARE_NEAR(pair->windowSecond[7], values(kSpan.first + 7, 1), 1e-5);
}

void TestPairDensity::signOfTheDependence()
{
    const auto pair = pairOf(correlatedNoise(), CopulaFamily::Gaussian);
    QVERIFY(pair);
    const auto x = asVector(pair->gridFirst);
    const auto y = asVector(pair->gridSecond);
    const Eigen::MatrixXd law = pair->density / pair->density.sum();
    const Eigen::VectorXd rows = law.rowwise().sum();
    const Eigen::VectorXd columns = law.colwise().sum().transpose();
    const double meanX = x.dot(rows);
    const double meanY = y.dot(columns);
    const double covariance = x.dot(law * y) - meanX * meanY;
    const double varianceX = x.cwiseAbs2().dot(rows) - meanX * meanX;
    const double varianceY = y.cwiseAbs2().dot(columns) - meanY * meanY;
    // 5,000 samples give the correlation to .005, the span's 400 to .018; the grid adds a cell's
    // variance, below 1 %, and normal scores are kept of 2,000.
    COMPARE_NEAR(covariance / std::sqrt(varianceX * varianceY), 0.8, 0.03);
    COMPARE_NEAR(pair->normalDependence, 0.8, 0.03);
    COMPARE_NEAR(pair->windowDependence, -0.8, 0.07);
}

// By definition: less than the share lies in cells above a level, the share and more with those
// at it. For a bivariate normal a level relative to the maximum is 1 - share; the cells of a
// sample of 5,000 are off by some 10 %.
void TestPairDensity::levelsEncloseTheirShare()
{
    const auto pair = pairOf(correlatedNoise(), CopulaFamily::Gaussian);
    QVERIFY(pair);
    QCOMPARE(pair->levels.size(), std::size_t(3));
    const auto& density = pair->density;
    const double shares[] = {0.5, 0.9, 0.99};
    for (std::size_t k = 0; k < 3; ++k) {
        const double level = pair->levels[k];
        const auto above = (density.array() > level).select(density, 0.0).sum() / density.sum();
        const auto reached = (density.array() >= level).select(density, 0.0).sum() / density.sum();
        QVERIFY2(above < shares[k] && reached >= shares[k] - 1e-12,
                 qPrintable(QString::number(above) + u' ' + QString::number(reached)));
    }
    qInfo("levels %.3f, %.3f, %.4f", pair->levels[0], pair->levels[1], pair->levels[2]);
    COMPARE_NEAR(pair->levels[0], 0.5, 0.1);
    COMPARE_NEAR(pair->levels[1], 0.1, 0.03);
    COMPARE_NEAR(pair->levels[2], 0.01, 0.004);
}

// A t of 4 degrees of freedom and correlation .5: 2 t_5(-sqrt(5 / 3)) = .2532 (DETECTOR, section
// 4, SciPy). The fit of 2,000 rows may choose 3 or 5 instead, and .45 to .55: .19 to .33.
void TestPairDensity::dependenceAtTheEnds()
{
    const Eigen::MatrixXd normal = whiteNoise(kRows, 6, 31);
    Eigen::MatrixXd values(kRows, 2);
    const Eigen::ArrayXd stretch =
        (normal.rightCols(4).rowwise().squaredNorm() / 4.0).array().rsqrt();
    values.col(0) = normal.col(0).array() * stretch;
    values.col(1) = (0.5 * normal.col(0) + std::sqrt(0.75) * normal.col(1)).array() * stretch;
    const auto student = pairOf(values, CopulaFamily::StudentT);
    const auto gaussian = pairOf(values, CopulaFamily::Gaussian);
    QVERIFY(student && gaussian);
    qInfo("%s, tail dependence %.4f, correlation %.4f", student->family.c_str(),
          student->tailDependence, student->normalDependence);
    QCOMPARE(gaussian->tailDependence, 0.0);
    QCOMPARE(gaussian->family, std::string("Gaussian"));
    COMPARE_NEAR(student->tailDependence, 0.2531699951, 0.06);
}

QTEST_GUILESS_MAIN(TestPairDensity)
#include "tst_pair_density.moc"
