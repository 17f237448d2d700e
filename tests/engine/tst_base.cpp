#include "engine/base/atomic_file.h"
#include "engine/base/parallel.h"
#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/base/sha256.h"
#include "engine/base/stoppable_sort.h"
#include "tests/support/temp_folder.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <atomic>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <set>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

using namespace dissonance;
using testing::bytesOf;
using testing::TempFolder;

class TestBase : public QObject
{
    Q_OBJECT

private slots:
    void results();
    void resultsMove();
    void atomicFileAppearsOnCommit();
    void atomicFileWithoutCommit();
    void atomicFileReplaces();
    void atomicFileKeepsPermissions();
    void atomicFilesAtOnce();
    void atomicFileMoves();
    void atomicFileFailures_data();
    void atomicFileFailures();
    void atomicFileFullDisk();
    void sha256_data();
    void sha256();
    void parallelPieces_data();
    void parallelPieces();
    void parallelExceptions();
    void parallelWithoutThreads();
    void sortsThatStop();
    void contextParts();
};

namespace {

std::string hashOf(std::string_view text, std::size_t piece)
{
    Sha256 sha;
    for (std::size_t at = 0; at < text.size(); at += piece)
        sha.add(std::as_bytes(std::span(text.substr(at, piece))));
    return sha.hex();
}

} // namespace

void TestBase::results()
{
    const Result<int> good = 7;
    QVERIFY(good);
    QVERIFY(good.has_value());
    QCOMPARE(*good, 7);
    const Result<int> bad = Error{ErrorCode::TooShort, "Too short."};
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, ErrorCode::TooShort);
    QCOMPARE(bad.error().detail, "Too short.");
    const Status done = Done{};
    QVERIFY(done);
    // A value that is itself an error's kind of thing stays a value.
    const Result<std::string> text = std::string("text");
    QCOMPARE(text->size(), 4U);
}

void TestBase::resultsMove()
{
    Result<std::unique_ptr<int>> made = std::make_unique<int>(3);
    const auto taken = *std::move(made);
    QCOMPARE(*taken, 3);
}

void TestBase::atomicFileAppearsOnCommit()
{
    const TempFolder folder;
    const auto target = folder.path("out.txt");
    auto file = AtomicFile::create(target);
    QVERIFY(file);
    QVERIFY(file->write("one "));
    QVERIFY(file->write(""));
    QVERIFY(file->write("two"));
    QVERIFY(!std::filesystem::exists(target));
    QVERIFY(file->commit());
    QCOMPARE(bytesOf(target), "one two");
    QCOMPARE(folder.names(), std::vector<std::string>{"out.txt"});
}

void TestBase::atomicFileWithoutCommit()
{
    const TempFolder folder;
    const auto target = folder.write("out.txt", "old");
    {
        auto file = AtomicFile::create(target);
        QVERIFY(file);
        QVERIFY(file->write("new"));
        QCOMPARE(folder.names().size(), 2U);
    }
    QCOMPARE(bytesOf(target), "old");
    QCOMPARE(folder.names(), std::vector<std::string>{"out.txt"});
}

void TestBase::atomicFileReplaces()
{
    const TempFolder folder;
    const auto target = folder.write("out.txt", "a long old text");
    QVERIFY(writeFileAtomically(target, "new"));
    QCOMPARE(bytesOf(target), "new");
    QVERIFY(writeFileAtomically(target, ""));
    QCOMPARE(bytesOf(target), "");
    QCOMPARE(folder.names(), std::vector<std::string>{"out.txt"});
}

void TestBase::atomicFileKeepsPermissions()
{
    const TempFolder folder;
    const auto modeOf = [](const std::filesystem::path& file) {
        struct stat status
        {
        };
        return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777 : 0U;
    };
    const auto old = folder.write("old.txt", "old");
    ::chmod(old.c_str(), 0640);
    QVERIFY(writeFileAtomically(old, "new"));
    QCOMPARE(modeOf(old), 0640U);

    const auto plain = folder.write("plain.txt", "");
    QVERIFY(writeFileAtomically(folder.path("fresh.txt"), ""));
    QCOMPARE(modeOf(folder.path("fresh.txt")), modeOf(plain));
}

// The mask of new files is the whole process's: who asks by setting it takes it from the others.
void TestBase::atomicFilesAtOnce()
{
    const TempFolder folder;
    const auto before = ::umask(027);
    std::atomic<int> wrong = 0;
    parallelFor(4, 4, [&](std::ptrdiff_t thread, std::ptrdiff_t) {
        const auto path = folder.path(std::to_string(thread));
        for (int i = 0; i < 5000; ++i) {
            const auto created = AtomicFile::create(path);
            std::ofstream(path).flush();
            wrong += std::filesystem::status(path).permissions() != std::filesystem::perms(0640);
            std::filesystem::remove(path);
        }
    });
    QCOMPARE(::umask(before), mode_t(027));
    QCOMPARE(wrong.load(), 0);
}

void TestBase::atomicFileMoves()
{
    const TempFolder folder;
    auto first = AtomicFile::create(folder.path("first.txt"));
    auto second = AtomicFile::create(folder.path("second.txt"));
    QVERIFY(first && second);
    QVERIFY(first->write("1"));
    *second = *std::move(first); // gives up second.txt
    QVERIFY(second->commit());
    QCOMPARE(bytesOf(folder.path("first.txt")), "1");
    QCOMPARE(folder.names(), std::vector<std::string>{"first.txt"});
}

void TestBase::atomicFileFailures_data()
{
    QTest::addColumn<QString>("target");
    QTest::addRow("no folder") << QStringLiteral("none/out.txt");
    QTest::addRow("below a file") << QStringLiteral("file/out.txt");
    QTest::addRow("a folder") << QStringLiteral("folder");
    QTest::addRow("too long a name") << QString(300, QChar(u'x'));
}

void TestBase::atomicFileFailures()
{
    QFETCH(QString, target);
    const TempFolder folder;
    folder.write("file", "kept");
    std::filesystem::create_directory(folder.path("folder"));
    const auto status = writeFileAtomically(folder.path(target.toStdString()), "new");
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::FileUnwritable);
    QVERIFY(status.error().detail.find(target.toStdString()) != std::string::npos);
    QCOMPARE(bytesOf(folder.path("file")), "kept");
    QCOMPARE(folder.names().size(), 2U);
}

void TestBase::atomicFileFullDisk()
{
    // A file-size limit makes write(2) fail like a full disk does; in a child, as it is the
    // process's own limit.
    const TempFolder folder;
    const auto target = folder.write("out.txt", "old");
    const auto command =
        QStringLiteral("ulimit -f 0; trap '' XFSZ; exec \"%1\" --write \"%2\"")
            .arg(QCoreApplication::applicationFilePath(), QString::fromStdString(target.string()));
    QCOMPARE(QProcess::execute(QStringLiteral("bash"), {QStringLiteral("-c"), command}), 3);
    QCOMPARE(bytesOf(target), "old");
    QCOMPARE(folder.names(), std::vector<std::string>{"out.txt"});
}

// FIPS 180-2, appendix B; the empty text and the last by sha256sum.
void TestBase::sha256_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");

    QTest::addRow("empty")
        << QByteArray()
        << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::addRow("abc") << QByteArray(
        "abc") << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::addRow("two blocks")
        << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::addRow("a million a") << QByteArray(
        1'000'000,
        'a') << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void TestBase::sha256()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    for (const std::size_t piece : {std::size_t(1), std::size_t(63), std::size_t(1'000'000)})
        QCOMPARE(hashOf(text.toStdString(), piece), expected.toStdString());
}

void TestBase::parallelPieces_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("threads");
    QTest::addColumn<QList<int>>("edges"); // of the pieces
    QTest::addRow("nothing") << 0 << 4 << QList<int>{};
    QTest::addRow("one") << 1 << 4 << QList{0, 1};
    QTest::addRow("one thread") << 10 << 1 << QList{0, 10};
    QTest::addRow("no thread") << 10 << 0 << QList{0, 10};
    QTest::addRow("even") << 10 << 2 << QList{0, 5, 10};
    QTest::addRow("uneven") << 10 << 3 << QList{0, 3, 6, 10};
    QTest::addRow("more threads than work") << 3 << 8 << QList{0, 1, 2, 3};
}

void TestBase::parallelPieces()
{
    QFETCH(int, count);
    QFETCH(int, threads);
    QFETCH(QList<int>, edges);
    std::mutex mutex;
    std::set<int> seen;
    std::vector<int> visits(std::size_t(count), 0);
    bool firstIsHere = true;
    const auto here = std::this_thread::get_id();
    parallelFor(count, threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        const std::lock_guard lock(mutex);
        seen.insert(int(first));
        seen.insert(int(last));
        firstIsHere = firstIsHere && (first > 0 || std::this_thread::get_id() == here);
        for (auto i = first; i < last; ++i)
            ++visits[std::size_t(i)];
    });
    QVERIFY(firstIsHere);
    QCOMPARE(QList<int>(seen.begin(), seen.end()), edges);
    QCOMPARE(visits, std::vector<int>(std::size_t(count), 1));
    QVERIFY(threadCount(0) >= 1);
    QCOMPARE(threadCount(3), 3);
}

void TestBase::parallelExceptions()
{
    std::atomic<int> finished{0};
    bool caught = false;
    try {
        parallelFor(4, 4, [&](std::ptrdiff_t first, std::ptrdiff_t) {
            if (first == 2)
                throw std::runtime_error("piece 2");
            ++finished;
        });
    } catch (const std::runtime_error& error) {
        caught = std::string_view(error.what()) == "piece 2";
    }
    QVERIFY(caught);
    QCOMPARE(finished.load(), 3);
}

void TestBase::parallelWithoutThreads()
{
    // No stack of this size is to be had, so no thread.
    pthread_attr_t usual;
    QCOMPARE(::pthread_getattr_default_np(&usual), 0);
    pthread_attr_t huge;
    ::pthread_attr_init(&huge);
    ::pthread_attr_setstacksize(&huge, std::size_t(1) << 46);
    if (::pthread_setattr_default_np(&huge) != 0)
        QSKIP("the size of stacks cannot be set here");
    std::vector<int> visits(10, 0);
    bool threw = false;
    try {
        parallelFor(10, 4, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
            for (auto i = first; i < last; ++i)
                ++visits[std::size_t(i)];
        });
    } catch (const std::system_error&) {
        threw = true;
    }
    ::pthread_setattr_default_np(&usual);
    ::pthread_attr_destroy(&huge);
    ::pthread_attr_destroy(&usual);
    QVERIFY(!threw);
    QCOMPARE(visits, std::vector<int>(10, 1));
}

void TestBase::sortsThatStop()
{
    std::vector<std::pair<int, int>> pairs;
    for (int i = 0; i < 100'000; ++i)
        pairs.emplace_back(i * 7919 % 1000, i);
    auto sorted = pairs;
    std::sort(sorted.begin(), sorted.end());
    std::stop_source stop;
    const RunContext context{stop.get_token(), {}};
    int comparisons = 0;
    const auto byFirst = [&](const auto& a, const auto& b) {
        ++comparisons;
        return a.first < b.first;
    };
    auto stable = pairs;
    QVERIFY(stoppableStableSort(stable.begin(), stable.end(), context, byFirst));
    QVERIFY(stable == sorted);
    auto plain = pairs;
    QVERIFY(stoppableSort(plain.begin(), plain.end(), context, std::less<>()));
    QVERIFY(plain == sorted);

    stop.request_stop();
    comparisons = 0;
    QVERIFY(!stoppableStableSort(pairs.begin(), pairs.end(), context, byFirst));
    QVERIFY2(comparisons < 70'000, qPrintable(QString::number(comparisons)));
}

void TestBase::contextParts()
{
    RunContext context;
    std::vector<Progress> reports;
    context.progress = [&](const Progress& progress) {
        reports.push_back(progress);
    };
    std::stop_source stop;
    context.stop = stop.get_token();

    const auto part = context.part(0.5, 0.75).part(0.5, 1.0);
    part.report(0.0, "start");
    part.report(1.0, "end", 12.0);
    QCOMPARE(reports.size(), 2U);
    QCOMPARE(reports[0].fraction, 0.625); // exact in binary
    QCOMPARE(reports[1].fraction, 0.75);
    QCOMPARE(reports[1].what, "end");
    QVERIFY(reports[0].secondsLeft != reports[0].secondsLeft);
    QCOMPARE(reports[1].secondsLeft, 12.0);

    QVERIFY(!part.stopRequested());
    stop.request_stop();
    QVERIFY(part.stopRequested());
    QCOMPARE(cancelled().code, ErrorCode::Cancelled);
    RunContext().part(0.0, 1.0).report(0.5, "nobody listens");
}

// `--write <file>` tries to write it and says by its exit code how that went.
int main(int argc, char** argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "--write") {
        const auto status = writeFileAtomically(argv[2], "new");
        return status ? 2 : status.error().code == ErrorCode::FileUnwritable ? 3 : 4;
    }
    QCoreApplication application(argc, argv);
    TestBase test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_base.moc"
