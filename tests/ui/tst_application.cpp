#include "ui/shell/application.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <new>
#include <stdexcept>

using namespace dissonance;

class TestApplication : public QObject
{
    Q_OBJECT

private slots:
    void exceptionsAreTold_data();
    void exceptionsAreTold();
};

void TestApplication::exceptionsAreTold_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("told");
    QTest::addRow("no memory") << 0 << QStringLiteral("not enough memory");
    QTest::addRow("with a text") << 1 << QStringLiteral("broken pump");
    QTest::addRow("anything") << 2 << QStringLiteral("unknown kind");
}

void TestApplication::exceptionsAreTold()
{
    QFETCH(const int, kind);
    QFETCH(const QString, told);
    auto* application = qobject_cast<Application*>(qApp);
    QVERIFY(application);
    QSignalSpy caught(application, &Application::caught);
    bool went = false;
    QTimer::singleShot(0, this, [kind] {
        if (kind == 0)
            throw std::bad_alloc();
        if (kind == 1)
            throw std::runtime_error("broken pump");
        throw 7;
    });
    QTimer::singleShot(1, this, [&went] { went = true; });
    QTRY_VERIFY(went); // the events after it are handled
    QCOMPARE(caught.count(), 1);
    QVERIFY2(caught[0][0].toString().contains(told), qPrintable(caught[0][0].toString()));
}

// Not QTEST_MAIN, which makes an application of Qt's own.
int main(int argc, char** argv)
{
    Application application(argc, argv);
    TestApplication test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_application.moc"
