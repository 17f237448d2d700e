#include "engine/detector/model_file.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <sys/resource.h>
#include <unistd.h>

using namespace dissonance;
using namespace dissonance::testing;
using namespace Qt::StringLiterals;

namespace {

std::string bytesOf(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const std::filesystem::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string lengthBytes(std::uint64_t length)
{
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes;
}

/// The file with its header's text edited and the length in front of it put right.
std::string withHeader(const std::string& file, const std::function<void(std::string&)>& edit)
{
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), 8);
    auto header = file.substr(8, length);
    edit(header);
    return lengthBytes(header.size()) + header + file.substr(8 + length);
}

/// Bit for bit, NaN like NaN.
bool same(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size()
        && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

/// While it lives, the process gets no more than 256 MB on top of what it has: a size out of a
/// hostile file that is believed becomes OutOfMemory. Sanitizers map terabytes: not there.
class MemoryLimit
{
public:
    MemoryLimit()
    {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        ::getrlimit(RLIMIT_AS, &m_before);
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        auto limit = m_before;
        limit.rlim_cur = pages * std::size_t(::sysconf(_SC_PAGESIZE)) + (256U << 20U);
        ::setrlimit(RLIMIT_AS, &limit);
#endif
    }
    ~MemoryLimit()
    {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        ::setrlimit(RLIMIT_AS, &m_before);
#endif
    }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

private:
    rlimit m_before{};
};

} // namespace

class TestModelFile : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void roundTrip_data();
    void roundTrip();
    void cardSurvives();
    void truncated();
    void flippedBytes();
    void hugeHeader();
    void hostileHeader_data();
    void hostileHeader();
    void descriptionTooLarge();
    void wildWeights();
    void newerVersion();
    void foreignFiles_data();
    void foreignFiles();
    void pathsThatAreNone();
    void unwritable();
    void replacedWhole();

private:
    std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    /// Loads the bytes as a file, under the memory limit.
    Result<std::shared_ptr<const Detector>> loaded(const std::string& bytes) const
    {
        write(path("case"), bytes);
        const MemoryLimit limit;
        return Detector::load(path("case"));
    }

    QTemporaryDir m_folder;
    std::shared_ptr<const Recording> m_recording;
    std::shared_ptr<const Detector> m_detector; ///< small, with a network
    std::string m_bytes; ///< of its file
};

void TestModelFile::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_recording = recordingOf(nonlinearProcess(1200, 1), "normal.csv");
    auto config = smallConfig(Preset::Default, 1, 10);
    config.network.modelWidth = 8;
    const auto detector = trainOn(m_recording, config);
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    m_detector = *detector;
    QVERIFY(bool(m_detector->save(path("model"))));
    m_bytes = bytesOf(path("model"));
    qInfo("a model of %zu bytes", m_bytes.size());
}

void TestModelFile::roundTrip_data()
{
    QTest::addColumn<int>("preset");
    QTest::addRow("default") << int(Preset::Default);
    QTest::addRow("quick") << int(Preset::Quick);
    QTest::addRow("seed") << int(Preset::Seed);
    QTest::addRow("thorough") << int(Preset::Thorough);
}

void TestModelFile::roundTrip()
{
    QFETCH(const int, preset);
    const auto trained = trainOn(m_recording, smallConfig(Preset(preset), 5, 10));
    QVERIFY2(bool(trained), detailOf(trained).c_str());
    QVERIFY(bool((*trained)->save(path("first"))));
    const auto read = Detector::load(path("first"));
    QVERIFY2(bool(read), detailOf(read).c_str());
    for (const bool causal : {false, true}) {
        const auto before = (*trained)->score(*m_recording, {causal, 2}, {});
        const auto after = (*read)->score(*m_recording, {causal, 2}, {});
        QVERIFY(before && after);
        QVERIFY(same((*before)->samples.total, (*after)->samples.total));
        QVERIFY(same((*before)->samples.marginal, (*after)->samples.marginal));
        QVERIFY(same((*before)->windows.dependence, (*after)->windows.dependence));
        QCOMPARE((*before)->threshold, (*after)->threshold);
        QCOMPARE((*before)->modelSha256, (*after)->modelSha256);
    }
    QVERIFY(bool((*read)->save(path("second"))));
    QVERIFY(bytesOf(path("first")) == bytesOf(path("second")));
}

void TestModelFile::cardSurvives()
{
    const auto read = Detector::load(path("model"));
    QVERIFY2(bool(read), detailOf(read).c_str());
    const auto& before = m_detector->card();
    const auto& after = (*read)->card();
    QCOMPARE(toJson(after.config), toJson(before.config));
    QCOMPARE(after.channels.size(), before.channels.size());
    for (std::size_t c = 0; c < before.channels.size(); ++c) {
        QCOMPARE(after.channels[c].name, before.channels[c].name);
        QCOMPARE(after.channels[c].constant, before.channels[c].constant);
    }
    QCOMPARE(after.sources.size(), std::size_t(1));
    QCOMPARE(after.sources[0].name, std::string("normal.csv"));
    QCOMPARE(after.sources[0].normal, (std::vector<SampleSpan>{{0, 1200}}));
    QCOMPARE(after.version, before.version);
    QCOMPARE(after.created, before.created);
    QCOMPARE(after.trainingSamples, before.trainingSamples);
    QCOMPARE(after.calibrationSamples, before.calibrationSamples);
    QVERIFY(std::isnan(after.medianStepSeconds) && std::isnan(before.medianStepSeconds));
    for (const auto& [left, right] : {std::pair(after.alarmRate, before.alarmRate),
                                      std::pair(after.causalAlarmRate, before.causalAlarmRate)}) {
        QCOMPARE(left.location, right.location);
        QCOMPARE(left.scale, right.scale);
        QCOMPARE(left.blockSamples, right.blockSamples);
    }
    QCOMPARE(after.threshold, before.threshold);
    QCOMPARE(after.causalThreshold, before.causalThreshold);
    QCOMPARE(after.thresholdRule, before.thresholdRule);
    QCOMPARE(after.networkWeight, before.networkWeight);
    QCOMPARE(after.separationCopula, before.separationCopula);
    QCOMPARE(after.separationNetwork, before.separationNetwork);
    QCOMPARE(after.sha256, before.sha256);
}

void TestModelFile::truncated()
{
    for (std::size_t length = 0; length < m_bytes.size(); length += length < 300 ? 1 : 61) {
        const auto read = loaded(m_bytes.substr(0, length));
        QVERIFY2(!read, qPrintable(QString::number(length)));
        QCOMPARE(read.error().code, length == 0 ? ErrorCode::FileEmpty : ErrorCode::ModelMalformed);
    }
    QVERIFY(!loaded(m_bytes + "x"));
    QVERIFY(bool(loaded(m_bytes)));
}

// A flipped bit may leave a model that is as valid as the original (another weight): it must
// then score; otherwise it is told. Nothing else may happen.
void TestModelFile::flippedBytes()
{
    const auto few = recordingOf(nonlinearProcess(40, 2));
    int refused = 0;
    int accepted = 0;
    for (std::size_t at = 0; at < m_bytes.size(); at += at < 8 ? 1 : at < 6000 ? 13 : 131) {
        auto bytes = m_bytes;
        bytes[at] = char(bytes[at] ^ (at % 2 == 0 ? 0x01 : 0x40));
        const auto read = loaded(bytes);
        if (!read) {
            ++refused;
            QVERIFY2(read.error().code == ErrorCode::ModelMalformed
                         || read.error().code == ErrorCode::ModelTooNew,
                     read.error().detail.c_str());
            continue;
        }
        ++accepted;
        const auto track = (*read)->score(*few, {false, 1}, {});
        if (!track) // another name of a channel
            QCOMPARE(track.error().code, ErrorCode::ChannelsDiffer);
    }
    qInfo("%d refused, %d accepted", refused, accepted);
    QVERIFY(refused > 100);
}

void TestModelFile::hugeHeader()
{
    std::uint64_t own = 0;
    std::memcpy(&own, m_bytes.data(), 8);
    for (const std::uint64_t length :
         {std::uint64_t(0), own - 1, own + 1, std::uint64_t(m_bytes.size()),
          std::uint64_t(1) << 31U, std::uint64_t(1) << 40U, std::uint64_t(1) << 63U,
          ~std::uint64_t(0), ~std::uint64_t(0) - 7}) {
        const auto read = loaded(lengthBytes(length) + m_bytes.substr(8));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ModelMalformed);
    }
}

void TestModelFile::hostileHeader_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* name, const QString& from, const QString& to) {
        QTest::addRow("%s", name) << from << to;
    };
    row("half precision", u"\"F32\""_s, u"\"F16\""_s);
    row("type of none", u"\"dtype\":\"F32\""_s, u"\"dtype\":7"_s);
    row("no type", u"\"dtype\":\"F32\","_s, QString());
    row("huge shape", u"\"shape\":[4,"_s, u"\"shape\":[4611686018427387904,"_s);
    row("product overflows", u"\"shape\":[4,1]"_s, u"\"shape\":[4294967296,4294967297]"_s);
    row("shape beyond 64 bits", u"\"shape\":[4,1]"_s, u"\"shape\":[4,99999999999999999999]"_s);
    row("negative shape", u"\"shape\":[4,1]"_s, u"\"shape\":[-4,-1]"_s);
    row("fractional shape", u"\"shape\":[4,1]"_s, u"\"shape\":[4.0,1]"_s);
    row("other shape", u"\"shape\":[4,1]"_s, u"\"shape\":[1,4]"_s);
    row("offsets beyond the file", u"\"data_offsets\":[0,16]"_s,
        u"\"data_offsets\":[0,18446744073709551600]"_s);
    row("offsets the wrong way round", u"\"data_offsets\":[0,16]"_s, u"\"data_offsets\":[16,0]"_s);
    row("one offset", u"\"data_offsets\":[0,16]"_s, u"\"data_offsets\":[0]"_s);
    row("hole", u"\"data_offsets\":[0,16]"_s, u"\"data_offsets\":[4,20]"_s);
    row("overlap", u"\"data_offsets\":[16,32]"_s, u"\"data_offsets\":[0,16]"_s);
    row("tensor renamed", u"\"scaling.median\""_s, u"\"scaling.other\""_s);
    row("network's tensor renamed", u"norm.scale"_s, u"norm.other"_s);
    row("no metadata", u"__metadata__"_s, u"__metadate__"_s);
    row("another program's", u"\"dissonance\""_s, u"\"consonance\""_s);
    row("document no JSON", u"\"{\\\""_s, u"\"{{\\\""_s);
    row("wider than its tensors", u"\\\"modelWidth\\\":8"_s, u"\\\"modelWidth\\\":1024"_s);
    row("absurdly wide", u"\\\"modelWidth\\\":8"_s, u"\\\"modelWidth\\\":1000000000"_s);
    row("out of bounds", u"\\\"ridge\\\":0.01"_s, u"\\\"ridge\\\":-1"_s);
    row("preset of none", u"\\\"default\\\""_s, u"\\\"no-such\\\""_s);
    row("text for a number", u"\\\"clip\\\":3.0"_s, u"\\\"clip\\\":\\\"3\\\""_s);
    row("channel twice", u"\\\"c1\\\""_s, u"\\\"c0\\\""_s);
    row("lag too long", u",120]"_s, u",4097]"_s); // of a series of 960
    row("offset no number", u"\\\"usualGap\\\""_s,
        u"\\\"offset\\\":\\\"far\\\",\\\"usualGap\\\""_s);
    row("format 0", u"\\\"format\\\":1"_s, u"\\\"format\\\":0"_s);
    row("nests deep", u"\\\"format\\\":1"_s,
        u"\\\"format\\\":"_s + QString(100'000, u'[') + QString(100'000, u']'));
}

void TestModelFile::hostileHeader()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    bool found = false;
    const auto bytes = withHeader(m_bytes, [&](std::string& header) {
        const auto at = header.find(from.toStdString());
        found = at != std::string::npos;
        if (found)
            header.replace(at, std::size_t(from.size()), to.toStdString());
    });
    QVERIFY2(found, "the header holds no such text");
    const auto read = loaded(bytes);
    QVERIFY(!read);
    QVERIFY2(read.error().code == ErrorCode::ModelMalformed, read.error().detail.c_str());
    QVERIFY(read.error().detail.find("case") != std::string::npos); // names the file
}

void TestModelFile::descriptionTooLarge()
{
    QVERIFY(bool(checkHeaderSize(m_bytes)));
    const auto status = checkHeaderSize(modelFileBytes({std::string(17U << 20U, 'x'), {}}));
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::FileUnwritable);
    QVERIFY2(status.error().detail.find("takes 17 MiB") != std::string::npos,
             status.error().detail.c_str());
}

void TestModelFile::wildWeights()
{
    std::uint64_t length = 0;
    std::memcpy(&length, m_bytes.data(), 8);
    const auto header = QJsonDocument::fromJson(QByteArray(m_bytes.data() + 8, int(length)));
    auto bytes = m_bytes;
    const float wild = 3e38F;
    for (const auto& name : header.object().keys()) {
        if (!name.contains(u"network0."_s))
            continue;
        const auto offsets = header[name][u"data_offsets"_s].toArray();
        for (auto at = offsets[0].toInt(); at < offsets[1].toInt(); at += 4)
            std::memcpy(&bytes[8 + length + std::size_t(at)], &wild, 4);
    }
    const auto detector = loaded(bytes);
    if (!detector) { // refused at once: better still
        QCOMPARE(detector.error().code, ErrorCode::ModelMalformed);
        return;
    }
    const auto track = (*detector)->score(*m_recording, {}, {});
    QVERIFY(bool(track));
    const auto& total = (*track)->windows.total;
    const auto none =
        std::count_if(total.begin(), total.end(), [](double score) { return std::isnan(score); });
    qInfo("%td of %zu windows have no score", none, total.size());
    QVERIFY(none > 0); // they were as usual as can be
    QVERIFY((*track)->notices.front().find("gives no number for") != std::string::npos);
}

void TestModelFile::newerVersion()
{
    const auto read = loaded(withHeader(m_bytes, [](std::string& header) {
        const std::string format = "\\\"format\\\":1";
        header.replace(header.find(format), format.size(), "\\\"format\\\":2,\\\"more\\\":[]");
    }));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::ModelTooNew);
}

void TestModelFile::foreignFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", 20);
    QTest::addRow("zip") << QByteArray("PK\3\4\x14\0\0\0\x08\0archive/data.pkl", 26);
    QTest::addRow("pickle") << QByteArray("\x80\2cposix\nsystem\nX\4\0\0\0exit\x85R.", 29);
    QTest::addRow("text") << QByteArray("time,a,b\n0,1,2\n1,2,3\n");
    QTest::addRow("JSON") << QByteArray("{\"format\": 1}");
    QTest::addRow("one byte") << QByteArray("x");
    QTest::addRow("zeros") << QByteArray(5000, '\0');
    QTest::addRow("empty header") << QByteArray("\2\0\0\0\0\0\0\0{}", 10);
    QTest::addRow("array for a header") << QByteArray("\2\0\0\0\0\0\0\0[]", 10);
}

void TestModelFile::foreignFiles()
{
    QFETCH(const QByteArray, bytes);
    const auto read = loaded(bytes.toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::ModelMalformed);
    QVERIFY(!read.error().detail.empty());
}

void TestModelFile::pathsThatAreNone()
{
    QCOMPARE(Detector::load(path("absent")).error().code, ErrorCode::FileNotFound);
    QCOMPARE(Detector::load(path(".")).error().code, ErrorCode::FileIsDirectory);
    QCOMPARE(Detector::load("/dev/null").error().code, ErrorCode::FileUnreadable);
    QCOMPARE(loaded({}).error().code, ErrorCode::FileEmpty);
}

void TestModelFile::unwritable()
{
    const auto before = QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden);
    const auto missing = m_detector->save(path("absent") / "model");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileUnwritable);
    QVERIFY(missing.error().detail.find("absent") != std::string::npos);
    const auto folder = m_detector->save(m_folder.path().toStdString());
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::FileUnwritable);
    const auto nowhere = m_detector->save("/proc/model");
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden), before);
}

void TestModelFile::replacedWhole()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.path().toStdString() + "/model";
    write(file, std::string(1'000'000, 'x'));
    QVERIFY(bool(m_detector->save(file)));
    QVERIFY(bytesOf(file) == m_bytes);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"model"_s});
}

QTEST_APPLESS_MAIN(TestModelFile)
#include "tst_model_file.moc"
