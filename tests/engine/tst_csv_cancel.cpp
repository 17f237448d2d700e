#include "engine/io/import.h"
#include "tests/engine/io_case.h"

#include <QElapsedTimer>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <set>
#include <thread>

using namespace dissonance;
using namespace std::chrono_literals;

/// Progress and stop requests in every phase of a load, whatever the table needs.
class TestCsvCancel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tables_data();
    void tables();
};

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true; // many times slower
#else
constexpr bool kSanitized = false;
#endif
/// Under a sanitizer, on busy cores, times tell nothing but a hang.
constexpr double kLongest = kSanitized ? 30'000.0 : 200.0; // ms

/// Tables that take long in one phase or other. The default run is small; a run with
/// DISSONANCE_SLOW_TESTS has the size that the promise of 200 ms is made for.
bool isSlowRun()
{
    return std::getenv("DISSONANCE_SLOW_TESTS") != nullptr;
}

std::size_t tableBytes()
{
    return isSlowRun() ? 100'000'000 : 4'000'000;
}

template <typename Row>
std::string table(const std::string& header, const Row& row)
{
    std::string text = header;
    const auto bytes = tableBytes();
    text.reserve(bytes + 1000);
    for (int i = 0; text.size() < bytes; ++i)
        text += row(i) + '\n';
    return text;
}

std::string number(int i)
{
    return std::to_string(i);
}

using Make = std::string (*)();

struct Load
{
    double milliseconds = 0.0;
    double answer = 0.0; ///< milliseconds from the stop request to the end
    bool wasStopped = false;
    std::vector<Progress> reports;
};

/// One load, with a stop request after so long (none if below zero).
Load load(const std::filesystem::path& file, int threads, double stopAfter)
{
    Load result;
    std::stop_source stop;
    RunContext context{stop.get_token(), [&](const Progress& progress) {
                           result.reports.push_back(progress);
                       }};
    QElapsedTimer sinceStop;
    QElapsedTimer timer;
    timer.start();
    std::jthread stopper;
    if (stopAfter >= 0.0)
        stopper = std::jthread([&](const std::stop_token& done) {
            while (double(timer.nsecsElapsed()) < stopAfter * 1e6 && !done.stop_requested())
                std::this_thread::sleep_for(500us);
            sinceStop.start();
            stop.request_stop();
        });
    const auto imported = importRecording(file, {threads}, context);
    result.milliseconds = double(timer.nsecsElapsed()) * 1e-6;
    const bool stopped = stop.stop_requested();
    if (stopper.joinable()) {
        stopper.request_stop();
        stopper.join();
    }
    result.wasStopped = !imported && imported.error().code == ErrorCode::Cancelled;
    if (stopped)
        result.answer = result.milliseconds - stopAfter;
    return result;
}

} // namespace

void TestCsvCancel::initTestCase()
{
    if (isSlowRun() && kSanitized)
        QSKIP("tables of 100 MB take too long with sanitizers");
}

void TestCsvCancel::tables_data()
{
    QTest::addColumn<Make>("make");
    const auto add = [](const char* name, Make make) {
        QTest::addRow("%s", name) << make;
    };
    add("numbers", [] {
        return table("time,a,b\n", [](int i) { return number(i) + ",1.25," + number(-i); });
    });
    add("one column", [] { return table("a\n", [](int i) { return number(i % 10); }); });
    add("out of order", [] {
        return table("time,a\n",
                     [](int i) { return number(int(std::int64_t(i) * 7919 % 1'000'003)) + ",1"; });
    });
    add("different texts",
        [] { return table("a,text\n", [](int i) { return number(-i) + ",text " + number(i); }); });
    add("read again", [] { // the head says text
        return table("a,b\n",
                     [](int i) { return number(-i) + (i < 30'000 ? ",x" : "," + number(i % 77)); });
    });
    add("read again for the decimal sign", [] { // which neither the first nor the last rows show
        auto text =
            table("a;b\n", [](int i) { return number(i % 7) + (i < 5000 ? ";0" : ";20.125"); });
        for (int i = 0; i < 20'000; ++i)
            text += "0;0\n";
        return text;
    });
    add("quotes across lines", [] {
        return table("a,text\n", [](int i) {
            return number(-i) + ",\"" + std::string(900, 'x') + "\n" + number(i % 7) + "\"";
        });
    });
    add("bad cells",
        [] { return table("a,b,c\n", [](int i) { return number(-i) + ",x,"; }) + "1,2,3\n"; });
    add("no line ends", [] { return "a,b\n1,2\n3,4\n5,6\n" + std::string(tableBytes(), 'x'); });
    add("zero bytes", [] {
        return "a,b\n" + std::string(5000, ' ') + "\n1,2\n3,4\n" + std::string(tableBytes(), '\0');
    });
}

void TestCsvCancel::tables()
{
    QFETCH(Make, make);
    const TempFolder folder;
    const auto file = folder.write("table.csv", make());
    for (const int threads : {isSlowRun() ? 2 : 1, 2}) {
        const auto whole = load(file, threads, -1.0);
        std::vector<double> fractions;
        for (const auto& report : whole.reports)
            fractions.push_back(report.fraction);
        QVERIFY(fractions.size() > 3);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.front(), 0.0);
        QCOMPARE(fractions.back(), 1.0);

        double worst = 0.0;
        const int times = isSlowRun() ? 6 : 8;
        for (int i = 0; i < times; ++i) {
            // A busy machine lets anything wait now and then, but not thrice at the same place.
            double best = 1e9;
            for (int attempt = 0; attempt < 3 && best > kLongest; ++attempt) {
                const auto stopped = load(file, threads, whole.milliseconds * i / times);
                best = std::min(best, stopped.answer);
            }
            worst = std::max(worst, best);
        }
        qInfo("%d threads: %.0f ms, longest answer to a stop request %.1f ms", threads,
              whole.milliseconds, worst);
        QVERIFY2(worst <= kLongest, qPrintable(QString::number(worst)));
        if (isSlowRun())
            return;
    }
}

QTEST_GUILESS_MAIN(TestCsvCancel)
#include "tst_csv_cancel.moc"
