#include "ui/models/channel_model.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/session.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace dissonance;
using namespace Qt::StringLiterals;

class TestChannelsPanel : public QObject
{
    Q_OBJECT

private slots:
    void nothingToShowWithoutARecording();
    void filter_data();
    void filter();
    void saysWhenNothingMatches();
    void groupIsNotRepeated_data();
    void groupIsNotRepeated();

private:
    bool open(Session& session, const QByteArray& header);

    QTemporaryDir m_folder;
    int m_files = 0;
};

bool TestChannelsPanel::open(Session& session, const QByteArray& header)
{
    QFile file(m_folder.filePath(u"table%1.csv"_s.arg(++m_files)));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(header + "\n0,1,2,3\n1,2,3,4\n2,3,4,5\n");
    file.close();
    session.open({file.fileName()});
    return QTest::qWaitFor([&] { return session.jobs().isIdle(); }, 30'000) && session.current();
}

void TestChannelsPanel::nothingToShowWithoutARecording()
{
    Session session;
    ChannelsPanel panel(session);
    const auto buttons = panel.findChildren<QPushButton*>();
    QCOMPARE(buttons.size(), 2);
    for (const auto* button : buttons)
        QVERIFY(!button->isEnabled());
    QVERIFY(open(session, "time,a,b,c"));
    for (const auto* button : buttons)
        QVERIFY(button->isEnabled());
}

void TestChannelsPanel::filter_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    QTest::addRow("nothing") << u""_s << 3;
    QTest::addRow("part of a name") << u"OIL"_s << 2;
    QTest::addRow("any text, with a slash") << u"oil*temp"_s << 1;
    QTest::addRow("any letter") << u"o?l"_s << 2;
    QTest::addRow("brackets") << u"(in)"_s << 1;
    QTest::addRow("a set is none") << u"[xyz]"_s << 0;
    QTest::addRow("no match") << u"vibration"_s << 0;
}

void TestChannelsPanel::filter()
{
    QFETCH(const QString, text);
    QFETCH(const int, count);
    Session session;
    ChannelsPanel panel(session);
    QVERIFY(open(session, "time,oil/temp,oil (in),z"));
    panel.findChild<QLineEdit*>()->setText(text);
    QCOMPARE(panel.findChild<QTreeView*>()->model()->rowCount(), count);
}

void TestChannelsPanel::saysWhenNothingMatches()
{
    Session session;
    ChannelsPanel panel(session);
    auto* none = panel.findChild<QLabel*>(u"noMatch"_s);
    auto* tree = panel.findChild<QTreeView*>();
    auto* filter = panel.findChild<QLineEdit*>();
    filter->setText(u"flow"_s);
    QVERIFY(none->isHidden()); // there is nothing to match yet
    QVERIFY(open(session, "time,flow,level,speed"));
    QVERIFY(none->isHidden());
    filter->setText(u"flower"_s);
    QVERIFY(!none->isHidden());
    QVERIFY(tree->isHidden());
    filter->setText(u"flow"_s);
    QVERIFY(none->isHidden());
    QVERIFY(!tree->isHidden());
    // The filter stays when another recording is shown.
    QVERIFY(open(session, "time,torque,power,current"));
    QVERIFY(!none->isHidden());
    session.setCurrent(0);
    QVERIFY(none->isHidden());
}

void TestChannelsPanel::groupIsNotRepeated_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("shown");
    QTest::addRow("a path") << QByteArray("line 1/motor/speed") << u"speed"_s;
    QTest::addRow("from the root") << QByteArray("/motor/speed") << u"speed"_s;
    QTest::addRow("identifiers") << QByteArray("line1.motor.speed") << u"speed"_s;
    QTest::addRow("none") << QByteArray("speed") << u"speed"_s;
}

void TestChannelsPanel::groupIsNotRepeated()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QString, shown);
    Session session;
    ChannelsPanel panel(session);
    QVERIFY(open(session, "time,y,z," + name));
    panel.findChild<QLineEdit*>()->setText(QString::fromUtf8(name)); // it is found in full
    const auto* model = panel.findChild<QTreeView*>()->model();
    QCOMPARE(model->rowCount(), 1);
    auto index = model->index(0, 0);
    if (model->hasChildren(index))
        index = model->index(0, 0, index);
    QCOMPARE(index.data().toString(), shown);
    QVERIFY(index.data(Qt::ToolTipRole).toString().startsWith(QString::fromUtf8(name)));
}

QTEST_MAIN(TestChannelsPanel)
#include "tst_channels_panel.moc"
