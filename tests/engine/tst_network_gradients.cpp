// torch before Qt: Qt's `slots` macro breaks torch's headers.
#include <torch/torch.h>

#include "engine/detector/encoder.h"
#include "engine/detector/likelihood_head.h"
#include "engine/detector/network_model.h"
#include "engine/detector/network_weights.h"
#include "engine/detector/objective.h"
#include "tests/support/near.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dissonance;

namespace {

struct Case
{
    const char* name;
    NetworkHead head;
    CopulaFamily family;
    NetworkObjective objective;
    bool extended = false; ///< by magnitudes and marginals
};

constexpr Case kCases[] = {
    {"t copula, contrast", NetworkHead::LatentCopula, CopulaFamily::StudentT,
     NetworkObjective::NoiseContrastive},
    {"t copula, hinge", NetworkHead::LatentCopula, CopulaFamily::StudentT, NetworkObjective::Hinge},
    {"Gaussian copula, contrast", NetworkHead::LatentCopula, CopulaFamily::Gaussian,
     NetworkObjective::NoiseContrastive},
    {"Gaussian copula, hinge", NetworkHead::LatentCopula, CopulaFamily::Gaussian,
     NetworkObjective::Hinge},
    {"normal, contrast", NetworkHead::MultivariateNormal, CopulaFamily::Gaussian,
     NetworkObjective::NoiseContrastive},
    {"normal, hinge", NetworkHead::MultivariateNormal, CopulaFamily::Gaussian,
     NetworkObjective::Hinge},
    {"normal, likelihood", NetworkHead::MultivariateNormal, CopulaFamily::Gaussian,
     NetworkObjective::Likelihood},
    {"independent, contrast", NetworkHead::IndependentNormal, CopulaFamily::Gaussian,
     NetworkObjective::NoiseContrastive},
    {"t copula with marginals and magnitudes", NetworkHead::LatentCopula, CopulaFamily::StudentT,
     NetworkObjective::NoiseContrastive, true},
    {"density ratio, contrast", NetworkHead::DensityRatio, CopulaFamily::Gaussian,
     NetworkObjective::NoiseContrastive},
    {"density ratio, hinge", NetworkHead::DensityRatio, CopulaFamily::Gaussian,
     NetworkObjective::Hinge},
};

/// A small network and a batch, all in double, and its loss as a function of the weights.
class Problem
{
public:
    explicit Problem(const Case& which)
        : m_layout{3, 8, 4}
        , m_head(setUp(which), at::kDouble)
        , m_plan(planWeights(m_config, m_layout))
        , m_measured(initialStatistics(m_plan))
    {
        torch::manual_seed(5);
        for (auto& statistic : m_measured)
            statistic = statistic.to(at::kDouble);
        if (which.head == NetworkHead::DensityRatio) {
            const auto a = at::randn({m_layout.width(), m_layout.width()}, at::kDouble);
            m_measured[0] = 0.3 * (a + a.t());
        }
        m_tokens = at::randn({2 * kHalf, m_layout.tokens(), m_layout.width()}, at::kDouble);
        start = drawWeights(m_plan, 7).to(at::kDouble);
        // Off the places where gradients vanish by symmetry (zero biases, unit scales).
        start += 0.05 * at::randn(start.sizes(), at::kDouble);
    }

    at::Tensor loss(const at::Tensor& flat) const
    {
        const auto weights = bindWeights(m_config, m_plan, flat, m_measured, false);
        const auto features = encode(m_tokens, weights.encoder, m_config.heads, nullptr);
        const auto latents = m_head.latents(features, weights.head);
        LatentStatistics statistics;
        if (m_config.head != NetworkHead::DensityRatio)
            statistics = latentStatistics(latents.narrow(0, 0, kHalf * m_layout.tokens()));
        const auto l = m_head.logLikelihood(latents, m_tokens, statistics, weights.head);
        return objective(l.narrow(0, 0, kHalf), l.narrow(0, kHalf, kHalf), m_config, weights.head)
            .loss;
    }

    /// Where the head's weights start in the flat array.
    std::int64_t headStart() const
    {
        std::int64_t at = 0;
        for (const auto& spec : m_plan.learned) {
            if (spec.name.starts_with("head."))
                break;
            at += spec.size();
        }
        return at;
    }

    /// The weight that index `i` of the flat array belongs to.
    QString nameAt(std::int64_t i) const
    {
        for (const auto& spec : m_plan.learned) {
            if (i < spec.size())
                return QString::fromStdString(spec.name) + u'[' + QString::number(i) + u']';
            i -= spec.size();
        }
        return {};
    }

    at::Tensor start;

private:
    static constexpr std::int64_t kHalf = 6;

    const NetworkConfig& setUp(const Case& which)
    {
        m_config.head = which.head;
        m_config.family = which.family;
        m_config.objective = which.objective;
        m_config.marginals = m_config.magnitudes = which.extended;
        m_config.patch = 4;
        m_config.modelWidth = 8;
        m_config.layers = 1;
        m_config.heads = 2;
        m_config.latents = 3;
        return m_config;
    }

    NetworkConfig m_config;
    TokenLayout m_layout;
    LikelihoodHead m_head;
    WeightPlan m_plan;
    std::vector<at::Tensor> m_measured;
    at::Tensor m_tokens;
};

at::Tensor correlationOf(std::initializer_list<double> lower)
{
    // 1, r12, 1 or 1, r12, r13, r23 ...: here only two and three dimensions.
    const std::vector<double> r(lower);
    const auto d = r.size() == 1 ? 2 : 3;
    auto matrix = at::eye(d, at::kDouble);
    const auto set = [&](int i, int j, double value) {
        matrix[i][j] = value;
        matrix[j][i] = value;
    };
    set(0, 1, r[0]);
    if (d == 3) {
        set(0, 2, r[1]);
        set(1, 2, r[2]);
    }
    return matrix;
}

/// Phi^-1(u) by Newton's iteration on erfc, to machine precision.
double normalScore(double u)
{
    double z = 0.0;
    for (int i = 0; i < 100; ++i)
        z -= (0.5 * std::erfc(-z * M_SQRT1_2) - u) * std::sqrt(2.0 * M_PI) * std::exp(0.5 * z * z);
    return z;
}

at::Tensor scores(const std::vector<double>& u)
{
    auto z = at::empty({1, std::int64_t(u.size())}, at::kDouble);
    for (std::size_t i = 0; i < u.size(); ++i)
        z[0][std::int64_t(i)] = normalScore(u[i]);
    return z;
}

} // namespace

Q_DECLARE_METATYPE(Case)

class TestNetworkGradients : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void gradientIsThatOfTheLoss_data();
    void gradientIsThatOfTheLoss();
    void densities_data();
    void densities();
    void normalDensity();
    void mapOnTensors();
    void correlationIsOne();
    void dropoutKeepsTheMean();
    void movesAsAWhole_data() { gradientIsThatOfTheLoss_data(); }
    void movesAsAWhole();
};

// So small a network is slower on more.
void TestNetworkGradients::initTestCase()
{
    at::set_num_threads(1);
}

void TestNetworkGradients::gradientIsThatOfTheLoss_data()
{
    QTest::addColumn<Case>("which");
    for (const auto& which : kCases)
        QTest::addRow("%s", which.name) << which;
}

// Central differences with h = 1e-5 in double: their error is of the order of 1e-9.
void TestNetworkGradients::gradientIsThatOfTheLoss()
{
    QFETCH(const Case, which);
    const Problem problem(which);
    auto flat = problem.start.clone().requires_grad_(true);
    const auto gradient = torch::autograd::grad({problem.loss(flat)}, {flat})[0];
    QVERIFY(gradient.abs().max().item<double>() > 1e-3);

    const torch::NoGradGuard noGradients;
    const double h = 1e-5;
    // A good share of the encoder's weights, and every one of the head.
    const auto head = problem.headStart();
    for (std::int64_t i = 0; i < flat.numel(); i = i < head ? std::min(head, i + 3) : i + 1) {
        auto moved = problem.start.clone();
        moved[i] += h;
        const double above = problem.loss(moved).item<double>();
        moved[i] -= 2.0 * h;
        const double below = problem.loss(moved).item<double>();
        const double expected = (above - below) / (2.0 * h);
        const double actual = gradient[i].item<double>();
        QVERIFY2(std::abs(actual - expected) <= 1e-7 + 1e-6 * std::abs(expected),
                 qPrintable(QStringLiteral("%1: gradient %2, difference %3")
                                .arg(problem.nameAt(i))
                                .arg(actual)
                                .arg(expected)));
    }
}

void TestNetworkGradients::densities_data()
{
    QTest::addColumn<QList<double>>("u");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("gaussian");
    QTest::addColumn<double>("student");
    // SciPy; nu = 4.
    QTest::addRow(".3, .7") << QList{.3, .7} << .5 << -0.1311548615 << -0.1842087630;
    QTest::addRow(".1, .1") << QList{.1, .1} << .5 << 0.6912991746 << 0.8431354390;
    QTest::addRow(".9, .95") << QList{.9, .95} << .5 << 0.8244978852 << 0.9432817564;
    QTest::addRow(".01, .99") << QList{.01, .99} << .5 << -5.2680533948 << -0.3330616455;
    QTest::addRow("independent") << QList{.01, .99} << 0. << 0. << 1.4094172170;
    QTest::addRow("three") << QList{.2, .9, .5} << .6 << -2.5195080548 << -2.2508637449;
}

// Tolerance: the references have ten decimals, and SciPy's t quantile is good to 1e-9.
void TestNetworkGradients::densities()
{
    QFETCH(const QList<double>, u);
    QFETCH(const double, rho);
    QFETCH(const double, gaussian);
    QFETCH(const double, student);
    const auto correlation = u.size() == 2 ? correlationOf({rho}) : correlationOf({rho, .3, -.2});
    const auto z = scores({u.begin(), u.end()});
    COMPARE_NEAR(gaussianCopulaLogDensity(z, correlation).item<double>(), gaussian, 1e-9);
    const auto y = HermiteMap(4.0, at::kDouble)(z);
    COMPARE_NEAR(studentCopulaLogDensity(y, correlation, 4.0).item<double>(), student, 1e-8);
}

void TestNetworkGradients::normalDensity()
{
    // The copula's density and the marginals' make the joint one.
    const auto correlation = correlationOf({.6, .3, -.2});
    torch::manual_seed(3);
    const auto z = at::randn({50, 3}, at::kDouble);
    const auto marginals = (-0.5 * z.square() - 0.5 * std::log(2.0 * M_PI)).sum(1);
    const auto error = multivariateNormalLogDensity(z, correlation)
        - gaussianCopulaLogDensity(z, correlation) - marginals;
    COMPARE_NEAR(error.abs().max().item<double>(), 0.0, 1e-12);
}

void TestNetworkGradients::mapOnTensors()
{
    const auto table = HermiteTable::forFreedom(8.0);
    auto z = at::linspace(-9.0, 9.0, 2001, at::kDouble).view({3, 667}).requires_grad_(true);
    const auto value = HermiteMap(8.0, at::kDouble)(z);
    const auto slope = torch::autograd::grad({value.sum()}, {z})[0];
    const auto inFloat = HermiteMap(8.0, at::kFloat)(z.to(at::kFloat));
    for (std::int64_t i = 0; i < 667; i += 7) {
        const double at = z[1][i].item<double>();
        COMPARE_NEAR(value[1][i].item<double>(), table->value(at), 1e-12);
        COMPARE_NEAR(slope[1][i].item<double>(), table->slope(at), 1e-10);
        const double far = z[0][i].item<double>();
        COMPARE_NEAR(value[0][i].item<double>(), table->value(far), 1e-11);
        COMPARE_NEAR(slope[0][i].item<double>(), table->slope(far), 1e-9);
        // Single precision keeps the tails: relative to the value.
        COMPARE_NEAR(inFloat[0][i].item<double>(), table->value(far),
                     1e-5 * std::abs(table->value(far)));
    }
    // An infinite latent (a diverging network) must not read beyond the table.
    const auto wild =
        HermiteMap(8.0, at::kDouble)(at::tensor({HUGE_VAL, -HUGE_VAL, 1e300}, at::kDouble));
    QVERIFY(wild[0].item<double>() == HUGE_VAL && wild[1].item<double>() == -HUGE_VAL);
}

void TestNetworkGradients::correlationIsOne()
{
    torch::manual_seed(9);
    const auto correlation = latentCorrelation(at::randn({6, 6}, at::kDouble));
    COMPARE_NEAR((correlation.diagonal() - 1.0).abs().max().item<double>(), 0.0, 1e-9);
    COMPARE_NEAR((correlation - correlation.t()).abs().max().item<double>(), 0.0, 1e-15);
    // The share of identity bounds the eigenvalues from below.
    QVERIFY(at::linalg_eigvalsh(correlation).min().item<double>() >= 0.05 - 1e-12);
}

void TestNetworkGradients::dropoutKeepsTheMean()
{
    DropoutPool pool(0.1, 1 << 16, 4, at::kFloat);
    const auto dropped = pool(at::ones({1 << 16}));
    const double share = (dropped == 0.0).to(at::kDouble).mean().item<double>();
    COMPARE_NEAR(share, 0.1, 0.01); // deviation .0012
    COMPARE_NEAR(dropped.mean().item<double>(), 1.0, 0.01);
    const auto x = at::ones({8});
    QVERIFY(DropoutPool(0.0, 8, 4, at::kFloat)(x).is_same(x));
}

/// All of a network goes to another device (here the one that knows shapes only), and what goes to
/// the processor computes the same.
void TestNetworkGradients::movesAsAWhole()
{
    QFETCH(const Case, which);
    NetworkConfig config;
    config.head = which.head;
    config.family = which.family;
    config.magnitudes = config.marginals = which.extended;
    const TokenLayout layout{3, 8, 4};
    const auto plan = planWeights(config, layout);
    NetworkModel model{config, layout, plan, LikelihoodHead(config, at::kFloat), {}};
    model.weights = bindWeights(config, plan, drawWeights(plan, 7), initialStatistics(plan), false);
    const auto moved = movedTo(model, at::kMeta);
    QVERIFY(deviceOf(moved) == at::Device(at::kMeta));
    for (const auto* tensors : {&moved.weights.learned, &moved.weights.measured})
        for (const auto& tensor : *tensors)
            QVERIFY(tensor.is_meta());

    const auto tokens = at::ones({5, layout.tokens(), layout.width()}, at::kFloat);
    QVERIFY(movedTo(model, at::kCPU)
                .surprise(tokens, Part::Whole)
                .equal(model.surprise(tokens, Part::Whole)));
}

QTEST_APPLESS_MAIN(TestNetworkGradients)
#include "tst_network_gradients.moc"
