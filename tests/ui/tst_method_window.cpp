#include "tests/ui/window_fixture.h"
#include "ui/shell/method_window.h"

#include <QAction>
#include <QImage>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// The method page, as Help shows it.
class TestMethodWindow : public QObject
{
    Q_OBJECT

private slots:
    void helpShowsThePageAndEscapeClosesIt();
    void headingsAndWordsAreFound();
};

namespace {

MethodWindow* openByMenu(WindowFixture& fixture)
{
    for (auto* entry : fixture.window.menuBar()->actions()) {
        if (entry->text().remove(u'&') != u"Help"_s)
            continue;
        for (auto* action : entry->menu()->actions())
            if (action->objectName() == u"method"_s)
                action->trigger();
    }
    auto* method = fixture.window.findChild<MethodWindow*>();
    const auto isActive = [method] {
        return QApplication::activeWindow() == method;
    };
    return method && QTest::qWaitFor(isActive) ? method : nullptr;
}

QStringList headingsOf(const QTextDocument& page)
{
    QStringList headings;
    for (auto block = page.begin(); block.isValid(); block = block.next())
        if (block.blockFormat().headingLevel() > 0)
            headings.append(block.text());
    return headings;
}

QStringList imagesOf(const QTextDocument& page)
{
    QStringList names;
    for (auto block = page.begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it)
            if (const auto format = it.fragment().charFormat(); format.isImageFormat())
                names.append(format.toImageFormat().name());
    return names;
}

} // namespace

void TestMethodWindow::helpShowsThePageAndEscapeClosesIt()
{
    WindowFixture fixture;
    auto* method = openByMenu(fixture);
    QVERIFY(method);
    auto* browser = method->findChild<QTextBrowser*>();
    QVERIFY(browser);
    auto& page = *browser->document();

    const auto headings = headingsOf(page);
    for (const auto& heading :
         {u"The idea, with a pump"_s, u"Preparing a recording"_s, u"The three terms"_s, u"Fusion"_s,
          u"Threshold and false alarms"_s, u"Incidents"_s, u"Explanations"_s,
          u"Measures of quality"_s, u"Defaults"_s, u"Known limits"_s})
        QVERIFY2(headings.contains(heading), qPrintable(heading));

    const auto images = imagesOf(page);
    QCOMPARE(images.size(), 3);
    for (const auto& name : images) {
        const auto image = browser->loadResource(QTextDocument::ImageResource, QUrl(name));
        QVERIFY2(image.canConvert<QImage>() || !image.toByteArray().isEmpty(), qPrintable(name));
        const auto picture = image.canConvert<QImage>() ? image.value<QImage>()
                                                        : QImage::fromData(image.toByteArray());
        QVERIFY2(picture.width() > 300, qPrintable(name));
        QVERIFY2(picture.width() <= browser->viewport()->width(), qPrintable(name));
    }
    // What is cut off at the right would have to be scrolled to.
    QCOMPARE(browser->horizontalScrollBar()->maximum(), 0);

    // The same one again, not a second.
    fixture.window.activateWindow();
    QTRY_COMPARE(QApplication::activeWindow(), &fixture.window);
    QCOMPARE(openByMenu(fixture), method);

    QTest::keyClick(browser, Qt::Key_Escape);
    QTRY_VERIFY(!fixture.window.findChild<MethodWindow*>());
}

void TestMethodWindow::headingsAndWordsAreFound()
{
    WindowFixture fixture;
    auto* method = openByMenu(fixture);
    QVERIFY(method);
    auto* browser = method->findChild<QTextBrowser*>();
    auto* headings = method->findChild<QListWidget*>();
    QVERIFY(headings->count() >= 10);

    auto* last = headings->item(headings->count() - 1);
    QTest::mouseClick(headings->viewport(), Qt::LeftButton, {},
                      headings->visualItemRect(last).center());
    QCOMPARE(browser->textCursor().block().text(), last->text().trimmed());
    QVERIFY(browser->verticalScrollBar()->value() > 0);

    auto* field = method->findChild<QLineEdit*>();
    QTest::keySequence(method, QKeySequence::Find);
    QVERIFY(field->hasFocus());
    QTest::keyClicks(field, u"ledoit"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(browser->textCursor().selectedText().toLower(), u"ledoit"_s);
    QVERIFY(method->isVisible());
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestMethodWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_method_window.moc"
