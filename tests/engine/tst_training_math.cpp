// torch before Qt: Qt's `slots` macro breaks torch's headers.
#include <torch/torch.h>

#include "engine/detector/attention.h"
#include "engine/detector/likelihood_head.h"
#include "engine/detector/objective.h"
#include "engine/detector/optimiser.h"
#include "tests/support/near.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dissonance;

namespace {

double largestError(const at::Tensor& actual, const at::Tensor& expected)
{
    return (actual - expected).abs().max().item<double>();
}

NetworkConfig tenSteps()
{
    NetworkConfig config;
    config.learningRate = 4e-3;
    config.weightDecay = 0.3;
    config.warmUpSteps = 4;
    config.maxSteps = 10;
    return config;
}

} // namespace

class TestTrainingMath : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void learningRate_data();
    void learningRate();
    void stepsAsTorchs();
    void firstStepByHand();
    void gradientOfNoNumber();
    void hingeByHand();
    void contrastByHand();
    void headByReference_data();
    void headByReference();
    void criticByHand();
    void attentionAsTorchs_data();
    void attentionAsTorchs();
    void attentionByHand();
};

// So small an array is slower on more.
void TestTrainingMath::initTestCase()
{
    at::set_num_threads(1);
}

void TestTrainingMath::learningRate_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<double>("rate");
    // By hand: 4e-3 min(1, step / 4) (1 + cos(pi (step - 1) / 10)) / 2.
    QTest::addRow("first") << 1 << 0.001;
    QTest::addRow("warming up") << 2 << 0.0019510565162951536;
    QTest::addRow("warm") << 4 << 0.0031755705045849463;
    QTest::addRow("falling") << 5 << 0.002618033988749895;
    QTest::addRow("last") << 10 << 9.788696740969294e-05;
}

void TestTrainingMath::learningRate()
{
    QFETCH(const int, step);
    QFETCH(const double, rate);
    const auto config = tenSteps();
    COMPARE_NEAR(AdamW(config, at::zeros({1}, at::kDouble)).rate(step), rate, 1e-16);
}

// torch's own AdamW beside it, its rate set and its gradients clipped by hand. Large gradients
// are clipped, tiny ones show the least denominator. Double rounding.
void TestTrainingMath::stepsAsTorchs()
{
    torch::manual_seed(4);
    const auto config = tenSteps();
    auto weights = at::randn({7}, at::kDouble);
    AdamW optimiser(config, weights);
    auto theirs = weights.clone().requires_grad_(true);
    torch::optim::AdamW reference(
        std::vector<at::Tensor>{theirs},
        torch::optim::AdamWOptions(1.0).betas({0.9, 0.999}).eps(1e-8).weight_decay(0.3));

    for (int number = 1; number <= 10; ++number) {
        const double size = number % 3 == 0 ? 5.0 : 0.1;
        auto gradient = size * at::randn({7}, at::kDouble);
        gradient[6] *= 1e-7;
        const double norm = gradient.norm().item<double>();
        QCOMPARE(norm > 1.0, number % 3 == 0);

        const auto pieces = std::vector<at::Tensor>{gradient.narrow(0, 0, 4).view({2, 2}),
                                                    gradient.narrow(0, 4, 3)};
        COMPARE_NEAR(optimiser.step(number, pieces, weights), norm, 1e-13);
        theirs.mutable_grad() = gradient / std::max(1.0, norm);
        static_cast<torch::optim::AdamWOptions&>(reference.param_groups()[0].options())
            .lr(optimiser.rate(number));
        reference.step();
        COMPARE_NEAR(largestError(weights, theirs.detach()), 0.0, 1e-13);
    }
}

// Of the first step both running means over their biases are the gradient's own: whatever its
// size, every weight moves by the rate, after a decay of rate times .3.
void TestTrainingMath::firstStepByHand()
{
    const auto config = tenSteps();
    auto weights = at::tensor({2.0, -1.0}, at::kDouble);
    AdamW optimiser(config, weights);
    const double norm = optimiser.step(1, {at::tensor({0.3, -0.4}, at::kDouble)}, weights);
    COMPARE_NEAR(norm, 0.5, 1e-14);
    COMPARE_NEAR(weights[0].item<double>(), 2.0 * (1.0 - 0.0003) - 0.001, 1e-10);
    COMPARE_NEAR(weights[1].item<double>(), -1.0 * (1.0 - 0.0003) + 0.001, 1e-10);
}

void TestTrainingMath::gradientOfNoNumber()
{
    const auto config = tenSteps();
    auto weights = at::tensor({2.0, -1.0}, at::kDouble);
    AdamW optimiser(config, weights);
    const double wild = std::numeric_limits<double>::infinity();
    QVERIFY(!std::isfinite(optimiser.step(1, {at::tensor({wild, 0.0}, at::kDouble)}, weights)));
    QVERIFY(at::equal(weights, at::tensor({2.0, -1.0}, at::kDouble)));
}

// By hand: mean of [1 - (.5, -.5, 2)]_+ is 2/3, and a tenth of the mean of l is .11.
void TestTrainingMath::hingeByHand()
{
    NetworkConfig config;
    config.objective = NetworkObjective::Hinge;
    const auto normal = at::tensor({0.5, -0.2, 3.0}, at::kDouble);
    const auto negatives = at::tensor({0.0, 0.3, 1.0}, at::kDouble);
    const auto value = objective(normal, negatives, config, {});
    COMPARE_NEAR(value.contrastive.item<double>(), 2.0 / 3.0, 1e-14);
    COMPARE_NEAR(value.likelihood.item<double>(), -0.11, 1e-14);
    COMPARE_NEAR(value.loss.item<double>(), 2.0 / 3.0 - 0.11, 1e-14);
}

// Mean of ln(1 + e^-logit) over normal windows and of ln(1 + e^logit) over negatives, with
// logit = 2 * 4 l + .5, and with l itself for the critic; worked out with Python's math.
void TestTrainingMath::contrastByHand()
{
    NetworkConfig config;
    HeadWeights weights;
    weights.logScale = at::scalar_tensor(std::log(2.0), at::kDouble);
    weights.offset = at::scalar_tensor(0.5, at::kDouble);
    const auto normal = at::tensor({0.5, -0.2, 3.0}, at::kDouble);
    const auto negatives = at::tensor({0.0, 0.3, 1.0}, at::kDouble);
    COMPARE_NEAR(logit(normal, config.head, weights)[1].item<double>(), -1.1, 1e-13);
    const auto value = objective(normal, negatives, config, weights);
    COMPARE_NEAR(value.loss.item<double>(), 4.6087420926857074, 1e-13);
    QVERIFY(at::equal(value.loss, value.contrastive) && !value.likelihood.defined());
    config.head = NetworkHead::DensityRatio;
    COMPARE_NEAR(objective(normal, negatives, config, weights).loss.item<double>(),
                 1.393855772560712, 1e-13);
}

void TestTrainingMath::headByReference_data()
{
    QTest::addColumn<int>("head");
    QTest::addColumn<int>("family");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("second");
    // SciPy 1.17.1: multivariate_normal and multivariate_t (nu = 4), less norm and t marginals
    // for the copulas, at R12 = .57; mean of the two tokens over the two features.
    const auto row = [](const char* name, NetworkHead head, CopulaFamily family, double first,
                        double second) {
        QTest::addRow("%s", name) << int(head) << int(family) << first << second;
    };
    row("normal", NetworkHead::MultivariateNormal, CopulaFamily::Gaussian, -1.1715888650718944,
        -2.238213254051305);
    row("Gaussian copula", NetworkHead::LatentCopula, CopulaFamily::Gaussian, 0.09109966813277814,
        -0.5048215958466322);
    row("t copula", NetworkHead::LatentCopula, CopulaFamily::StudentT, 0.051977375266149095,
        -0.5622528196686742);
}

// Two windows of two tokens with two latents each, which the given statistics make scores.
// Of the factor only the lower triangle counts, its rows at length 1: R12 = .95 * .6.
// Tolerance: SciPy's t quantile is good to 1e-9.
void TestTrainingMath::headByReference()
{
    QFETCH(const int, head);
    QFETCH(const int, family);
    QFETCH(const double, first);
    QFETCH(const double, second);
    NetworkConfig config;
    config.head = NetworkHead(head);
    config.family = CopulaFamily(family);
    config.degreesOfFreedom = 4.0;
    HeadWeights weights;
    weights.factor = at::tensor({2.0, 9.0, 0.6, 0.8}, at::kDouble).view({2, 2});
    const auto latents =
        at::tensor({0.5, -1.0, 2.0, 1.0, -1.5, 0.25, 0.0, 3.0}, at::kDouble).view({4, 2});
    const LatentStatistics statistics{at::tensor({0.5, 0.0}, at::kDouble),
                                      at::tensor({1.0, 2.0}, at::kDouble)};
    const auto l =
        LikelihoodHead(config, at::kDouble)
            .logLikelihood(latents, at::zeros({2, 2, 1}, at::kDouble), statistics, weights);
    COMPARE_NEAR(l[0].item<double>(), first, 1e-9);
    COMPARE_NEAR(l[1].item<double>(), second, 1e-9);
}

// Mean output of the tokens, less e^alpha dep, plus b; dep = f'(inv(R) - I)f / (2 sqrt(2)) of
// the first token is 11 and 2 over that root.
void TestTrainingMath::criticByHand()
{
    NetworkConfig config;
    config.head = NetworkHead::DensityRatio;
    HeadWeights weights;
    weights.logScale = at::scalar_tensor(std::log(0.5), at::kDouble);
    weights.offset = at::scalar_tensor(0.3, at::kDouble);
    weights.precision = at::tensor({1.0, 0.5, 0.5, 2.0}, at::kDouble).view({2, 2});
    const auto latents = at::tensor({1.0, 3.0, -1.0, 0.5}, at::kDouble).view({4, 1});
    const auto tokens =
        at::tensor({1.0, 2.0, 7.0, 7.0, 0.0, 1.0, 8.0, 8.0}, at::kDouble).view({2, 2, 2});
    const auto l = LikelihoodHead(config, at::kDouble).logLikelihood(latents, tokens, {}, weights);
    COMPARE_NEAR(l[0].item<double>(), 2.0 - 0.5 * 11.0 / std::sqrt(8.0) + 0.3, 1e-13);
    COMPARE_NEAR(l[1].item<double>(), -0.25 - 0.5 * 2.0 / std::sqrt(8.0) + 0.3, 1e-13);
}

void TestTrainingMath::attentionAsTorchs_data()
{
    QTest::addColumn<int>("windows");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("headWidth");
    QTest::addRow("as the default") << 3 << 4 << 4 << 12;
    QTest::addRow("odd sizes") << 2 << 5 << 3 << 2;
    QTest::addRow("one token") << 4 << 1 << 2 << 3;
    QTest::addRow("one head") << 2 << 7 << 1 << 5;
}

// By hand on the CPU and as torch has it: the value, and the gradient of a weighted sum of it.
void TestTrainingMath::attentionAsTorchs()
{
    QFETCH(const int, windows);
    QFETCH(const int, tokens);
    QFETCH(const int, heads);
    QFETCH(const int, headWidth);
    torch::manual_seed(6);
    const std::int64_t width = heads * headWidth;
    const auto input = at::randn({windows * tokens, 3 * width}, at::kDouble).requires_grad_(true);
    const auto weights = at::randn({windows * tokens, width}, at::kDouble);

    const auto ours = attend(input, tokens, heads);
    const auto parts =
        input.view({windows, tokens, 3, heads, headWidth}).permute({2, 0, 3, 1, 4}).unbind(0);
    const auto theirs = at::scaled_dot_product_attention(parts[0], parts[1], parts[2])
                            .transpose(1, 2)
                            .reshape({windows * tokens, width});
    COMPARE_NEAR(largestError(ours.detach(), theirs.detach()), 0.0, 1e-13);
    const auto ourGradient = torch::autograd::grad({(ours * weights).sum()}, {input})[0];
    const auto theirGradient = torch::autograd::grad({(theirs * weights).sum()}, {input})[0];
    QVERIFY(theirGradient.abs().max().item<double>() > 0.1);
    COMPARE_NEAR(largestError(ourGradient, theirGradient), 0.0, 1e-13);
}

// Two tokens, one head of width 4: the first token's query (2, 0, 0, 0) meets keys of 1 and 0,
// so the weights are those of scores 2 / sqrt(4) = 1 and 0: e / (1 + e) and the rest.
void TestTrainingMath::attentionByHand()
{
    auto input = at::zeros({2, 12}, at::kDouble);
    input[0][0] = 2.0; // the query of the first token
    input[0][4] = 1.0; // its key
    input[0][8] = 1.0; // its value
    input[1][9] = 1.0; // the second token's value
    const auto out = attend(input, 2, 1);
    const double share = std::exp(1.0) / (1.0 + std::exp(1.0));
    COMPARE_NEAR(out[0][0].item<double>(), share, 1e-14);
    COMPARE_NEAR(out[0][1].item<double>(), 1.0 - share, 1e-14);
    COMPARE_NEAR(out[1][0].item<double>(), 0.5, 1e-14); // no query: all alike
}

QTEST_APPLESS_MAIN(TestTrainingMath)
#include "tst_training_math.moc"
