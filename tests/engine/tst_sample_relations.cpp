#include "engine/sample/sample_incident.h"
#include "tests/engine/value_range.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

using namespace dissonance;

/// The bundled sample's relation-only incidents: every channel moves as it normally does, and
/// some of the broken relations are nonlinear.
class TestSampleRelations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void movesAsNormal_data();
    void movesAsNormal();
    void someAreNonlinear_data();
    void someAreNonlinear();

private:
    const std::vector<double>& valuesOf(const std::string& name) const;

    SampleIncident m_sample;
};

namespace {

/// The largest change over `lag` samples of which one end at least lies in the span.
double largestChange(const std::vector<double>& values, const SampleSpan& span, std::ptrdiff_t lag)
{
    double largest = 0.0;
    const auto count = std::ptrdiff_t(values.size());
    for (auto i = std::max(lag, span.first); i < std::min(count, span.last + lag); ++i)
        largest =
            std::max(largest, std::abs(values[std::size_t(i)] - values[std::size_t(i - lag)]));
    return largest;
}

/// Standard deviation of the changes from sample to sample, of every span of `length` samples
/// that lies in `span`.
std::vector<double> stepDeviations(const std::vector<double>& values, const SampleSpan& span,
                                   std::ptrdiff_t length)
{
    std::vector<double> deviations;
    const auto steps = double(length - 1);
    double sum = 0.0;
    double squares = 0.0;
    for (auto i = std::size_t(span.first) + 1; i < std::size_t(span.last); ++i) {
        const double step = values[i] - values[i - 1];
        sum += step;
        squares += step * step;
        if (std::ptrdiff_t(i) - span.first < length - 1)
            continue;
        deviations.push_back(std::sqrt(squares / steps - (sum / steps) * (sum / steps)));
        const auto oldest = i - std::size_t(length) + 2;
        const double gone = values[oldest] - values[oldest - 1];
        sum -= gone;
        squares -= gone * gone;
    }
    return deviations;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y)
{
    const auto rx = rangeOf(x, {0, std::ptrdiff_t(x.size())});
    const auto ry = rangeOf(y, {0, std::ptrdiff_t(y.size())});
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum += (x[i] - rx.mean) * (y[i] - ry.mean);
    return sum / (double(x.size()) * rx.deviation * ry.deviation);
}

/// What is left of y when it is said by the mean of y over the normal samples with like x.
std::vector<double> leftOver(const std::vector<double>& x, const std::vector<double>& y,
                             const SampleSpan& normal)
{
    constexpr std::size_t kBins = 100;
    const auto range = rangeOf(x, normal);
    const auto binOf = [&](double value) {
        const double share = (value - range.least) / (range.most - range.least);
        return std::size_t(std::clamp(share, 0.0, 0.9999) * double(kBins));
    };
    std::vector<double> sums(kBins, 0.0);
    std::vector<double> counts(kBins, 0.0);
    for (auto i = std::size_t(normal.first); i < std::size_t(normal.last); ++i) {
        sums[binOf(x[i])] += y[i];
        counts[binOf(x[i])] += 1.0;
    }
    std::vector<double> left(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        left[i] = y[i] - sums[binOf(x[i])] / std::max(1.0, counts[binOf(x[i])]);
    return left;
}

bool breaksRelationOnly(const Label& label)
{
    return label.kind == "relation";
}

} // namespace

void TestSampleRelations::initTestCase()
{
    m_sample = makeSampleIncident();
    QVERIFY(m_sample.recording);
}

const std::vector<double>& TestSampleRelations::valuesOf(const std::string& name) const
{
    return m_sample.recording->channel(std::size_t(m_sample.recording->indexOf(name))).values;
}

void TestSampleRelations::movesAsNormal_data()
{
    QTest::addColumn<int>("incident");
    for (std::size_t i = 0; i < m_sample.labels.size(); ++i)
        if (breaksRelationOnly(m_sample.labels[i]))
            QTest::addRow("%d: %s", int(i), m_sample.labels[i].channels.front().c_str()) << int(i);
}

// No faster than anywhere in normal operation, over its edges too; and not stiller than the
// stillest equally long span of it (5 %: the least of few spans is known no better).
void TestSampleRelations::movesAsNormal()
{
    QFETCH(int, incident);
    const auto& span = m_sample.labels[std::size_t(incident)].span;
    QStringList apart;
    for (const auto& channel : m_sample.recording->channels()) {
        if (channel.kind != ChannelKind::Continuous)
            continue;
        const auto name = QString::fromStdString(channel.name);
        for (const std::ptrdiff_t lag : {1, 2, 5, 15, 30, 60, 120}) {
            const auto& normal = m_sample.normal;
            const double most = largestChange(channel.values, {lag, normal.last - lag}, lag);
            const double here = largestChange(channel.values, span, lag);
            if (here > most + 1e-9)
                apart << QStringLiteral("%1 over %2 s: %3 of %4")
                             .arg(name)
                             .arg(lag)
                             .arg(here)
                             .arg(most);
        }
        const auto usual = stepDeviations(channel.values, m_sample.normal, span.size());
        const auto [least, most] = std::minmax_element(usual.begin(), usual.end());
        const double here = stepDeviations(channel.values, span, span.size()).front();
        if (here < 0.95 * *least || here > 1.05 * *most)
            apart << QStringLiteral("%1: steps of %2, not %3 to %4")
                         .arg(name)
                         .arg(here)
                         .arg(*least)
                         .arg(*most);
    }
    QVERIFY2(apart.isEmpty(), qPrintable(apart.join(QStringLiteral("; "))));
}

void TestSampleRelations::someAreNonlinear_data()
{
    QTest::addColumn<std::string>("cause"); // x of the pair
    QTest::addColumn<std::string>("effect"); // y, the channel that the incident breaks
    QTest::addColumn<bool>("timesDifference"); // y = f(x, return less supply), else f(x)
    QTest::addRow("vibration over speed")
        << std::string("pump_speed") << std::string("vibration") << false;
    QTest::addRow("duty = flow * difference")
        << std::string("flow") << std::string("heat_duty") << true;
}

// In each mode of normal operation the two are hardly correlated (|r| < 0.2), yet one follows
// from the other: as the mean of its bin, or times a third. While that is broken, what is left
// over is often more than ever in normal operation.
void TestSampleRelations::someAreNonlinear()
{
    QFETCH(std::string, cause);
    QFETCH(std::string, effect);
    QFETCH(bool, timesDifference);
    const auto& normal = m_sample.normal;
    const auto& mode = valuesOf("mode");
    const auto& y = valuesOf(effect);
    auto x = valuesOf(cause);
    for (const double pumps : {0.0, 1.0}) {
        std::vector<double> causes;
        std::vector<double> effects;
        for (auto i = std::size_t(normal.first); i < std::size_t(normal.last); ++i)
            if (mode[i] == pumps) {
                causes.push_back(x[i]);
                effects.push_back(y[i]);
            }
        const double r = correlation(causes, effects);
        QVERIFY2(std::abs(r) < 0.2, qPrintable(QString::number(r)));
    }

    if (timesDifference)
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] *= valuesOf("return_temperature")[i] - valuesOf("supply_temperature")[i];
    const auto left = leftOver(x, y, normal);
    const auto usual = rangeOf(left, normal);
    const double share = usual.deviation / rangeOf(y, normal).deviation;
    QVERIFY2(1.0 - share * share > 0.85, qPrintable(QString::number(share)));

    int checked = 0;
    for (const auto& label : m_sample.labels) {
        if (!breaksRelationOnly(label) || label.channels != std::vector{effect})
            continue;
        ++checked;
        const auto* values = left.data();
        const auto beyond =
            std::count_if(values + label.span.first, values + label.span.last,
                          [&](double v) { return v < usual.least || v > usual.most; });
        qInfo("explained %.3f, beyond normal in %td of %td samples", 1.0 - share * share,
              std::ptrdiff_t(beyond), label.span.size());
        QVERIFY(4 * beyond > label.span.size());
    }
    QCOMPARE(checked, 1);
}

QTEST_GUILESS_MAIN(TestSampleRelations)
#include "tst_sample_relations.moc"
