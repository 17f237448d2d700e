#include "engine/detector/model_file.h"
#include "tests/engine/saved_model.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
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

/// Model files that are cut, spoilt, made to harm or no model files at all.
class TestModelFileHostile : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void truncated();
    void flippedBytes();
    void hugeHeader();
    void hostileHeader_data();
    void hostileHeader();
    void descriptionTooLarge();
    void wildWeights();
    void newerVersion();
    void olderVersion();
    void foreignFiles_data();
    void foreignFiles();

private:
    /// Loads the bytes as a file, under the memory limit.
    Result<std::shared_ptr<const Detector>> loaded(const std::string& bytes) const
    {
        const auto file = m_model.folder.write("case", bytes);
        const MemoryLimit limit;
        return Detector::load(file);
    }

    SavedModel m_model;
};

void TestModelFileHostile::initTestCase()
{
    const auto made = m_model.make();
    QVERIFY2(bool(made), detailOf(made).c_str());
}

void TestModelFileHostile::truncated()
{
    for (std::size_t length = 0; length < m_model.bytes.size(); length += length < 300 ? 1 : 61) {
        const auto read = loaded(m_model.bytes.substr(0, length));
        QVERIFY2(!read, qPrintable(QString::number(length)));
        QCOMPARE(read.error().code, length == 0 ? ErrorCode::FileEmpty : ErrorCode::ModelMalformed);
    }
    QVERIFY(!loaded(m_model.bytes + "x"));
    QVERIFY(bool(loaded(m_model.bytes)));
}

// A flipped bit may leave a model that is as valid as the original (another weight): it must
// then score; otherwise it is told. Nothing else may happen.
void TestModelFileHostile::flippedBytes()
{
    const auto few = recordingOf(nonlinearProcess(40, 2));
    int refused = 0;
    int accepted = 0;
    for (std::size_t at = 0; at < m_model.bytes.size(); at += at < 8 ? 1 : at < 6000 ? 13 : 131) {
        auto bytes = m_model.bytes;
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

void TestModelFileHostile::hugeHeader()
{
    std::uint64_t own = 0;
    std::memcpy(&own, m_model.bytes.data(), 8);
    for (const std::uint64_t length :
         {std::uint64_t(0), own - 1, own + 1, std::uint64_t(m_model.bytes.size()),
          std::uint64_t(1) << 31U, std::uint64_t(1) << 40U, std::uint64_t(1) << 63U,
          ~std::uint64_t(0), ~std::uint64_t(0) - 7}) {
        const auto read = loaded(lengthBytes(length) + m_model.bytes.substr(8));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ModelMalformed);
    }
}

void TestModelFileHostile::hostileHeader_data()
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
    row("interval of none", u"\\\"alarmInterval\\\":{"_s,
        u"\\\"alarmInterval\\\":7,\\\"other\\\":{"_s);
    row("negative interval", u"\\\"alarmInterval\\\":{\\\"high\\\":null"_s,
        u"\\\"alarmInterval\\\":{\\\"high\\\":-1"_s);
    row("channel twice", u"\\\"c1\\\""_s, u"\\\"c0\\\""_s);
    row("lag too long", u",120]"_s, u",4097]"_s); // of a series of 960
    row("offset no number", u"\\\"usualGap\\\""_s,
        u"\\\"offset\\\":\\\"far\\\",\\\"usualGap\\\""_s);
    row("counted not at all", u"\\\"normal\\\":[["_s, u"\\\"weight\\\":0,\\\"normal\\\":[["_s);
    row("counted too often", u"\\\"normal\\\":[["_s, u"\\\"weight\\\":101,\\\"normal\\\":[["_s);
    row("format 0", u"\\\"format\\\":2"_s, u"\\\"format\\\":0"_s);
    row("nests deep", u"\\\"format\\\":2"_s,
        u"\\\"format\\\":"_s + QString(100'000, u'[') + QString(100'000, u']'));
}

void TestModelFileHostile::hostileHeader()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    bool found = false;
    const auto bytes = withHeader(m_model.bytes, [&](std::string& header) {
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

void TestModelFileHostile::descriptionTooLarge()
{
    QVERIFY(bool(checkHeaderSize(m_model.bytes)));
    const auto status = checkHeaderSize(modelFileBytes({std::string(17U << 20U, 'x'), {}}));
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::FileUnwritable);
    QVERIFY2(status.error().detail.find("takes 17 MiB") != std::string::npos,
             status.error().detail.c_str());
}

void TestModelFileHostile::wildWeights()
{
    std::uint64_t length = 0;
    std::memcpy(&length, m_model.bytes.data(), 8);
    const auto header = QJsonDocument::fromJson(QByteArray(m_model.bytes.data() + 8, int(length)));
    auto bytes = m_model.bytes;
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
    const auto track = (*detector)->score(*m_model.recording, {}, {});
    QVERIFY(bool(track));
    const auto& total = (*track)->windows.total;
    const auto none =
        std::count_if(total.begin(), total.end(), [](double score) { return std::isnan(score); });
    qInfo("%td of %zu windows have no score", none, total.size());
    QVERIFY(none > 0); // they were as usual as can be
    QVERIFY((*track)->notices.front().find("gives no number for") != std::string::npos);
}

void TestModelFileHostile::newerVersion()
{
    const auto read = loaded(withHeader(m_model.bytes, [](std::string& header) {
        const std::string format = "\\\"format\\\":2";
        header.replace(header.find(format), format.size(), "\\\"format\\\":3,\\\"more\\\":[]");
    }));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::ModelTooNew);
}

// Files that do not say how steady a network is were written when it counted in full.
void TestModelFileHostile::olderVersion()
{
    const auto scoresWith = [&](const char* steadiness) -> std::vector<double> {
        const auto read = loaded(withHeader(m_model.bytes, [&](std::string& header) {
            const auto first = header.find(R"(\"steadiness\":)");
            header.replace(first, header.find(',', first) + 1 - first, steadiness);
        }));
        if (!read)
            return {};
        const auto track = (*read)->score(*m_model.recording, {}, {});
        return track ? (*track)->windows.total : std::vector<double>();
    };
    const auto unsaid = scoresWith("");
    QVERIFY(!unsaid.empty());
    QCOMPARE(unsaid, scoresWith(R"(\"steadiness\":1.0,)"));
    QVERIFY(unsaid != scoresWith(R"(\"steadiness\":0.0,)"));
}

void TestModelFileHostile::foreignFiles_data()
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

void TestModelFileHostile::foreignFiles()
{
    QFETCH(const QByteArray, bytes);
    const auto read = loaded(bytes.toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::ModelMalformed);
    QVERIFY(!read.error().detail.empty());
}

QTEST_APPLESS_MAIN(TestModelFileHostile)
#include "tst_model_file_hostile.moc"
