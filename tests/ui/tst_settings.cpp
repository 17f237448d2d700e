#include "ui/settings/distinct_names.h"
#include "ui/settings/settings.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

class TestSettings : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void remembersRecentFiles();
    void leavesOutFilesThatAreGone();
    void namesTellFilesApart();
    void remembersTheTraining();
    void survivesNonsense();

private:
    QString makeFile(const QString& name);
    QTemporaryDir m_folder;
};

void TestSettings::init()
{
    QCoreApplication::setOrganizationName(u"DissonanceTest"_s);
    QCoreApplication::setApplicationName(u"tst_settings"_s);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
    QSettings().clear();
}

QString TestSettings::makeFile(const QString& name)
{
    const auto path = m_folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write");
    return path;
}

void TestSettings::remembersRecentFiles()
{
    Settings settings;
    QStringList made;
    for (int i = 0; i < Settings::kRecentFiles + 3; ++i) {
        made.prepend(makeFile(u"%1.csv"_s.arg(i)));
        settings.addRecentFile(made.first());
    }
    QCOMPARE(Settings().recentFiles(), made.mid(0, Settings::kRecentFiles));
    settings.addRecentFile(made.at(4)); // again: first, and not twice
    made.move(4, 0);
    QCOMPARE(Settings().recentFiles(), made.mid(0, Settings::kRecentFiles));
    settings.clearRecentFiles();
    QVERIFY(Settings().recentFiles().isEmpty());
}

void TestSettings::leavesOutFilesThatAreGone()
{
    Settings settings;
    const auto kept = makeFile(u"kept.csv"_s);
    const auto gone = makeFile(u"gone.csv"_s);
    settings.addRecentFile(kept);
    settings.addRecentFile(gone);
    QVERIFY(QFile::remove(gone));
    QCOMPARE(settings.recentFiles(), QStringList{kept});
}

void TestSettings::namesTellFilesApart()
{
    const QStringList files{u"/a/pump 1/sample.csv"_s, u"/a/pump 2/sample.csv"_s,
                            u"/b/pump 2/sample.csv"_s, u"/a/pump 1/other.csv"_s, u"/sample.csv"_s};
    const QStringList names{u"sample.csv – pump 1"_s, u"sample.csv – a/pump 2"_s,
                            u"sample.csv – b/pump 2"_s, u"other.csv"_s, u"sample.csv – /"_s};
    QCOMPARE(distinctNames(files), names);
    QVERIFY(distinctNames({}).isEmpty());
}

void TestSettings::remembersTheTraining()
{
    QCOMPARE(Settings().preset(), Preset::Default);
    QCOMPARE(Settings().copulaFamily(), CopulaFamily::StudentT);
    QCOMPARE(Settings().seed(), 1U);
    Settings settings;
    settings.setPreset(Preset::Thorough);
    settings.setCopulaFamily(CopulaFamily::Gaussian);
    settings.setSeed(77);
    QCOMPARE(Settings().preset(), Preset::Thorough);
    QCOMPARE(Settings().copulaFamily(), CopulaFamily::Gaussian);
    QCOMPARE(Settings().seed(), 77U);
}

void TestSettings::survivesNonsense()
{
    QSettings store;
    store.setValue(u"training/preset"_s, u"sideways"_s);
    store.setValue(u"training/seed"_s, u"many"_s);
    store.setValue(u"files/lastFolder"_s, u"/no/such/folder"_s);
    QCOMPARE(Settings().preset(), Preset::Default);
    QCOMPARE(Settings().seed(), 0U);
    QVERIFY(QDir(Settings().lastFolder()).isAbsolute());
    QVERIFY(Settings().lastFolder() != u"/no/such/folder");
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
