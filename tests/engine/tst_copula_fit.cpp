#include "engine/copula/copula_fit.h"
#include "engine/copula/normal_scores.h"
#include "tests/support/copulas.h"

#include <QTest>

#include <Eigen/Cholesky>

#include <cmath>
#include <random>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

/// Draws of an elliptical copula as normal scores, (N x d).
Eigen::MatrixXd draw(const Eigen::MatrixXd& correlation, double freedom, Eigen::Index count)
{
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    const Eigen::LLT<Eigen::MatrixXd> chol(correlation);
    const auto copula = copulaOf(correlation, freedom);
    Eigen::MatrixXd scores(count, correlation.rows());
    for (Eigen::Index i = 0; i < count; ++i) {
        Eigen::VectorXd z(correlation.rows());
        for (auto& value : z)
            value = normal(random);
        Eigen::VectorXd y = chol.matrixL() * z;
        if (!std::isinf(freedom)) {
            std::chi_squared_distribution<double> chi(freedom);
            y /= std::sqrt(chi(random) / freedom);
        }
        for (Eigen::Index j = 0; j < y.size(); ++j)
            scores(i, j) = normalQuantile(copula.marginCdf(y[j]));
    }
    return scores;
}

} // namespace

/// Copulas fitted to draws of which the truth is known.
class TestCopulaFit : public QObject
{
    Q_OBJECT

private slots:
    void fitFindsTheFreedom_data();
    void fitFindsTheFreedom();
    void fitStops();
};

void TestCopulaFit::fitFindsTheFreedom_data()
{
    QTest::addColumn<double>("freedom");
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");

    QTest::addRow("heavy") << 4.0 << 3.0 << 5.0;
    QTest::addRow("middling") << 10.0 << 8.0 << 15.0;
    QTest::addRow("Gaussian") << kGaussian << kGaussian << kGaussian;
}

void TestCopulaFit::fitFindsTheFreedom()
{
    QFETCH(double, freedom);
    QFETCH(double, least);
    QFETCH(double, most);
    const auto scores = draw(threeCorrelation(), freedom, 4000);
    const auto student = fitStudentCopula(scores, 2, {});
    QVERIFY(student);
    QVERIFY2(student->freedom() >= least && student->freedom() <= most,
             qPrintable(QString::number(student->freedom())));
    const double error = (student->correlation() - threeCorrelation()).cwiseAbs().maxCoeff();
    QVERIFY(error < 0.05); // three standard errors at 4,000 draws
    if (std::isinf(freedom)) {
        const auto gaussian = fitGaussianCopula(scores);
        QVERIFY(gaussian && gaussian->isGaussian());
        QVERIFY((gaussian->correlation() - threeCorrelation()).cwiseAbs().maxCoeff() < 0.05);
    }
}

void TestCopulaFit::fitStops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto scores = draw(threeCorrelation(), kGaussian, 100);
    QVERIFY(fitStudentCopula(scores, 1, {stop.get_token(), {}}).error().code
            == ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestCopulaFit)
#include "tst_copula_fit.moc"
