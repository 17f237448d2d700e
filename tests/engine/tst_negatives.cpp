#include "engine/detector/negatives.h"
#include "tests/support/processes.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

using namespace dissonance;

namespace {

constexpr Eigen::Index kLength = 16;
constexpr Eigen::Index kChannels = 5;
constexpr Eigen::Index kWindows = 400;

/// Every value of the recording is another one: where a value came from can be told.
Eigen::MatrixXf numbered()
{
    Eigen::MatrixXf values(600, kChannels);
    for (Eigen::Index c = 0; c < kChannels; ++c)
        for (Eigen::Index t = 0; t < values.rows(); ++t)
            values(t, c) = float(t) + 1000.0F * float(c);
    return values;
}

struct Made
{
    WindowBatch normal;
    WindowBatch spoilt;
};

std::vector<Eigen::Index> rowsOf(const WindowSource& source, std::uint64_t seed)
{
    RandomSource random(seed);
    std::vector<Eigen::Index> rows(static_cast<std::size_t>(kWindows));
    for (auto& row : rows)
        row = source.drawRow(random);
    return rows;
}

Made make(const Eigen::MatrixXf& values, const NegativeMix& mix, std::uint64_t seed)
{
    const WindowSource source(values, {{0, 285}, {300, 285}}, kLength);
    const NegativeMaker maker(source, mix);
    const auto rows = rowsOf(source, seed);
    Made made;
    made.normal.resize(kLength, kChannels, kWindows);
    maker.copyNormal(rows, 0, made.normal);
    made.spoilt = made.normal;
    RandomSource random(seed + 1);
    maker.spoil(0, kWindows, made.spoilt, random);
    return made;
}

Eigen::Index alteredChannels(const Made& made, Eigen::Index window)
{
    Eigen::Index altered = 0;
    for (std::size_t c = 0; c < std::size_t(kChannels); ++c)
        altered += made.normal.channels[c].col(window) != made.spoilt.channels[c].col(window);
    return altered;
}

} // namespace

class TestNegatives : public QObject
{
    Q_OBJECT
private slots:
    void copiesTheWindows();
    void swapTakesWholeWindows();
    void swapKeepsEveryMarginal();
    void swapAltersTwoToAll();
    void lagRotates();
    void cutPasteAltersOnePiece();
    void cutPasteHasATrend();
    void levelShiftsOrScales();
    void mixIsDrawnAsAsked();
    void seedReproduces();
    void twoChannels();
};

void TestNegatives::copiesTheWindows()
{
    const auto values = numbered();
    const WindowSource source(values, {{10, 20}, {100, 30}}, kLength);
    QCOMPARE(source.count(), Eigen::Index(50));
    QCOMPARE(source.firstRow(0), Eigen::Index(10));
    QCOMPARE(source.firstRow(19), Eigen::Index(29));
    QCOMPARE(source.firstRow(20), Eigen::Index(100));
    QCOMPARE(source.firstRow(49), Eigen::Index(129));

    WindowBatch batch;
    batch.resize(kLength, kChannels, 2);
    NegativeMaker(source, {}).copyNormal({12, 101}, 0, batch);
    QCOMPARE(batch.channels[3](0, 0), 3012.0F);
    QCOMPARE(batch.channels[3](15, 0), 3027.0F);
    QCOMPARE(batch.channels[1](0, 1), 1101.0F);
}

void TestNegatives::swapTakesWholeWindows()
{
    const auto made = make(numbered(), {}, 3);
    for (Eigen::Index w = 0; w < kWindows; ++w)
        for (Eigen::Index c = 0; c < kChannels; ++c) {
            const auto& window = made.spoilt.channels[std::size_t(c)].col(w);
            const float first = window[0] - 1000.0F * float(c);
            // A window of the same channel, in one piece, that the source holds.
            QVERIFY((first >= 0.0F && first < 285.0F) || (first >= 300.0F && first < 585.0F));
            for (Eigen::Index i = 0; i < kLength; ++i)
                QCOMPARE(window[i], window[0] + float(i));
        }
}

// Each channel's window is always one of the source's, drawn as windows are: the windows'
// distribution, channel by channel, is that of the normal ones. Tested on the mean over many
// windows: within 4 standard errors.
void TestNegatives::swapKeepsEveryMarginal()
{
    const Eigen::MatrixXf values = testing::linearProcess(600, kChannels, 5).cast<float>();
    const auto made = make(values, {}, 11);
    for (std::size_t c = 0; c < std::size_t(kChannels); ++c) {
        std::multiset<float> pool(values.col(Eigen::Index(c)).begin(),
                                  values.col(Eigen::Index(c)).end());
        for (const float value : made.spoilt.channels[c].reshaped())
            QVERIFY(pool.contains(value));
        const Eigen::ArrayXXf normal = made.normal.channels[c];
        const Eigen::ArrayXXf spoilt = made.spoilt.channels[c];
        const float deviation = std::sqrt((normal - normal.mean()).square().mean());
        const float error = deviation * std::sqrt(2.0F / float(kWindows));
        QVERIFY(std::abs(normal.mean() - spoilt.mean()) < 4.0F * error);
        const float spoiltDeviation = std::sqrt((spoilt - spoilt.mean()).square().mean());
        QVERIFY(std::abs(spoiltDeviation / deviation - 1.0F) < 0.2F);
    }
}

void TestNegatives::swapAltersTwoToAll()
{
    const auto made = make(numbered(), {}, 7);
    std::vector<int> counts(kChannels + 1, 0);
    for (Eigen::Index w = 0; w < kWindows; ++w)
        ++counts[std::size_t(alteredChannels(made, w))];
    // Two to five channels, each as likely, and in .3 of the windows every one; by chance a
    // channel is swapped with the very same window once in 570.
    QVERIFY(counts[0] + counts[1] <= 6);
    QVERIFY(counts[2] > 40 && counts[2] < 100);
    QVERIFY(counts[3] > 40 && counts[3] < 100);
    QVERIFY(counts[4] > 40 && counts[4] < 100);
    QVERIFY(counts[5] > 150 && counts[5] < 240);
}

void TestNegatives::lagRotates()
{
    const auto made = make(numbered(), {0.0, 1.0, 0.0, 0.0}, 9);
    std::set<Eigen::Index> lags;
    for (Eigen::Index w = 0; w < kWindows; ++w) {
        QVERIFY(alteredChannels(made, w) >= 1);
        for (std::size_t c = 0; c < std::size_t(kChannels); ++c) {
            const auto before = made.normal.channels[c].col(w);
            const auto after = made.spoilt.channels[c].col(w);
            const auto lag = Eigen::Index(after[0] - before[0]);
            for (Eigen::Index i = 0; i < kLength; ++i)
                QCOMPARE(after[i], before[(i + lag) % kLength]);
            if (lag != 0)
                lags.insert(lag);
        }
    }
    // By 4 to half a window either way.
    QCOMPARE(lags, (std::set<Eigen::Index>{4, 5, 6, 7, 8, 9, 10, 11, 12}));
}

void TestNegatives::cutPasteAltersOnePiece()
{
    const auto made = make(numbered(), {0.0, 0.0, 1.0, 0.0}, 13);
    for (Eigen::Index w = 0; w < kWindows; ++w) {
        QVERIFY(alteredChannels(made, w) >= 1);
        for (std::size_t c = 0; c < std::size_t(kChannels); ++c) {
            const auto before = made.normal.channels[c].col(w);
            const auto after = made.spoilt.channels[c].col(w);
            Eigen::Index altered = 0;
            for (Eigen::Index i = 0; i < kLength; ++i)
                altered += before[i] != after[i];
            QVERIFY(altered < kLength); // a quarter to three quarters
            QVERIFY(after.allFinite());
        }
    }
}

// Of values that rise by 1 a sample, a pasted piece rises by 1 + rise / length, from one of the
// source's; rise is uniform within two deviations of 16 numbers in a row, 4.61.
void TestNegatives::cutPasteHasATrend()
{
    const auto made = make(numbered(), {0.0, 0.0, 1.0, 0.0}, 13);
    std::set<Eigen::Index> lengths;
    double sum = 0.0;
    int pieces = 0;
    for (Eigen::Index w = 0; w < kWindows; ++w) {
        std::set<std::pair<Eigen::Index, Eigen::Index>> places;
        for (std::size_t c = 0; c < std::size_t(kChannels); ++c) {
            const Eigen::ArrayXd before = made.normal.channels[c].col(w).cast<double>();
            const Eigen::ArrayXd after = made.spoilt.channels[c].col(w).cast<double>();
            Eigen::Index first = 0;
            Eigen::Index last = kLength;
            while (first < kLength && before[first] == after[first])
                ++first;
            while (last > first && before[last - 1] == after[last - 1])
                --last;
            if (first == last)
                continue;
            places.insert({first, last});
            const auto length = last - first;
            const double rise = (after[last - 1] - after[first]) / double(length - 1) - 1.0;
            const double whole = rise * double(length);
            QVERIFY(std::abs(whole) < 2.0 * 4.61 + 0.01); // float rounding of values up to 4600
            for (auto i = first; i < last; ++i)
                QVERIFY(std::abs(after[i] - after[first] - double(i - first) * (1.0 + rise))
                        < 0.002);
            const double donor = after[first] - rise - 1000.0 * double(c);
            QVERIFY(std::abs(donor - std::round(donor)) < 0.01 && donor > -0.5 && donor < 600.5);
            lengths.insert(length);
            sum += std::abs(whole);
            ++pieces;
        }
        QCOMPARE(places.size(), std::size_t(1)); // the same place in every channel
    }
    // A quarter of a window to under three.
    QCOMPARE(lengths, (std::set<Eigen::Index>{4, 5, 6, 7, 8, 9, 10, 11}));
    // Half of the most, 4.61; about 1,300 pieces: a standard error of .07, of which five.
    QVERIFY(pieces > 1000);
    QVERIFY2(std::abs(sum / pieces - 4.61) < 0.35, qPrintable(QString::number(sum / pieces)));
}

void TestNegatives::levelShiftsOrScales()
{
    const auto made = make(numbered(), {0.0, 0.0, 0.0, 1.0}, 17);
    int shifted = 0;
    int scaled = 0;
    for (Eigen::Index w = 0; w < kWindows; ++w)
        for (std::size_t c = 0; c < std::size_t(kChannels); ++c) {
            const Eigen::ArrayXd before = made.normal.channels[c].col(w).cast<double>();
            const Eigen::ArrayXd after = made.spoilt.channels[c].col(w).cast<double>();
            if ((before == after).all())
                continue;
            const double factor = (after[15] - after[0]) / (before[15] - before[0]);
            const double shift = after.mean() - before.mean();
            // Affine in either case; float rounding of values up to 4600.
            QVERIFY(((after - after.mean()) - factor * (before - before.mean())).abs().maxCoeff()
                    < 0.02);
            if (std::abs(factor - 1.0) < 1e-3) {
                // The deviation of 16 numbers in a row is 4.61.
                QVERIFY(std::abs(shift) > 0.49 * 4.61 && std::abs(shift) < 2.51 * 4.61);
                ++shifted;
            } else {
                QVERIFY(std::abs(shift) < 0.01);
                QVERIFY((factor > 1.49 && factor < 3.51)
                        || (factor > 1.0 / 3.51 && factor < 1.0 / 1.49));
                ++scaled;
            }
        }
    QVERIFY(shifted > 200);
    QVERIFY(scaled > 200);
}

void TestNegatives::mixIsDrawnAsAsked()
{
    // Swaps bring values from elsewhere, rotations do not: the two can be told apart.
    const auto made = make(numbered(), {1.0, 3.0, 0.0, 0.0}, 21);
    int rotated = 0;
    for (Eigen::Index w = 0; w < kWindows; ++w) {
        bool same = true;
        for (std::size_t c = 0; c < std::size_t(kChannels); ++c) {
            auto before = made.normal.channels[c].col(w).eval();
            auto after = made.spoilt.channels[c].col(w).eval();
            std::sort(before.begin(), before.end());
            std::sort(after.begin(), after.end());
            same = same && before == after;
        }
        rotated += same;
    }
    // 300 of 400 expected, deviation 8.7.
    QVERIFY2(rotated > 260 && rotated < 340, qPrintable(QString::number(rotated)));
}

void TestNegatives::seedReproduces()
{
    const NegativeMix all{1.0, 1.0, 1.0, 1.0};
    const auto values = numbered();
    const auto one = make(values, all, 30);
    const auto again = make(values, all, 30);
    const auto other = make(values, all, 31);
    bool differs = false;
    for (std::size_t c = 0; c < std::size_t(kChannels); ++c) {
        QVERIFY(one.spoilt.channels[c] == again.spoilt.channels[c]);
        differs = differs || one.spoilt.channels[c] != other.spoilt.channels[c];
    }
    QVERIFY(differs);
}

void TestNegatives::twoChannels()
{
    const Eigen::MatrixXf values = numbered().leftCols(2);
    const WindowSource source(values, {{0, 500}}, kLength);
    const NegativeMaker maker(source, {});
    WindowBatch batch;
    batch.resize(kLength, 2, 1);
    RandomSource random(1);
    for (int i = 0; i < 100; ++i) {
        maker.copyNormal({42}, 0, batch);
        maker.spoil(NegativeKind::Swap, 0, batch, random);
        // Both come from elsewhere, and not from the same place: the pair is broken.
        const float first = batch.channels[0](0, 0);
        const float second = batch.channels[1](0, 0) - 1000.0F;
        QVERIFY(first != second || first != 42.0F);
    }
}

QTEST_APPLESS_MAIN(TestNegatives)
#include "tst_negatives.moc"
