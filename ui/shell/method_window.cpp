#include "ui/shell/method_window.h"

#include <QKeySequence>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QTextTable>
#include <QVBoxLayout>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kBlockRole = Qt::UserRole;
constexpr int kDeepestListed = 3; ///< level of headings in the list

/// What Markdown leaves to the reader's program: room between cells, lines no stronger than
/// needed.
void layOutTables(QTextDocument& document, const QColor& line)
{
    const auto frames = document.rootFrame()->childFrames();
    for (auto* frame : frames) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        auto format = table->format();
        format.setBorder(1.0);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(line);
        format.setBorderCollapse(true);
        format.setCellPadding(4.0);
        table->setFormat(format);
    }
}

/// Likewise: formulas stand in from the text, sections apart.
void layOutBlocks(QTextDocument& document)
{
    for (auto block = document.begin(); block.isValid(); block = block.next()) {
        auto format = block.blockFormat();
        if (format.headingLevel() > 1)
            format.setTopMargin(format.headingLevel() == 2 ? 32.0 : 16.0);
        else if (format.hasProperty(QTextFormat::BlockCodeLanguage))
            format.setLeftMargin(24.0);
        else
            continue;
        QTextCursor(block).setBlockFormat(format);
    }
}

} // namespace

MethodWindow::MethodWindow(QWidget* parent)
    : QDialog(parent)
    , m_headings(new QListWidget)
    , m_find(new QLineEdit)
    , m_page(new QTextBrowser)
{
    setObjectName(u"methodWindow"_s);
    setWindowTitle(tr("How Dissonance Decides"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(1100, 800);

    m_headings->setAccessibleName(tr("Headings"));
    m_headings->setFrameShape(QFrame::NoFrame);
    m_headings->setSpacing(2);
    m_headings->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_find->setAccessibleName(tr("Find in this page"));
    m_find->setPlaceholderText(tr("Find in this page"));
    m_find->setClearButtonEnabled(true);
    m_page->setAccessibleName(windowTitle());
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setOpenExternalLinks(true);
    m_page->setSource(QUrl(u"qrc:/method/method.md"_s), QTextDocument::MarkdownResource);
    m_page->document()->setDocumentMargin(16.0);
    layOutTables(*m_page->document(), palette().color(QPalette::Mid));
    layOutBlocks(*m_page->document());
    listHeadings();

    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(8, 8, 0, 8);
    column->addWidget(m_find);
    column->addWidget(m_headings);
    auto* splitter = new QSplitter;
    splitter->addWidget(side);
    splitter->addWidget(m_page);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({260, 840});
    splitter->setChildrenCollapsible(false);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(splitter);

    connectAll();
    m_page->setFocus();
}

void MethodWindow::connectAll()
{
    const auto goTo = [this](const QListWidgetItem* item) {
        if (!item)
            return;
        const auto block = m_page->document()->findBlockByNumber(item->data(kBlockRole).toInt());
        m_page->setTextCursor(QTextCursor(block));
        // To the top, where a heading is looked for; the cursor alone may stay at the bottom.
        m_page->verticalScrollBar()->setValue(m_page->verticalScrollBar()->value()
                                              + m_page->cursorRect().top());
    };
    connect(m_headings, &QListWidget::currentItemChanged, this, goTo);
    connect(m_headings, &QListWidget::itemClicked, this, goTo);
    connect(m_find, &QLineEdit::returnPressed, this, [this] { findNext(); });
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_find, [this] {
        m_find->setFocus();
        m_find->selectAll();
    });
    connect(new QShortcut(QKeySequence::FindNext, this), &QShortcut::activated, this,
            [this] { findNext(); });
    connect(new QShortcut(QKeySequence::FindPrevious, this), &QShortcut::activated, this,
            [this] { findNext(true); });
}

void MethodWindow::listHeadings()
{
    for (auto block = m_page->document()->begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        // The first is the page's own title, which the window has.
        if (level < 2 || level > kDeepestListed)
            continue;
        auto* item = new QListWidgetItem(QString(qsizetype(3) * (level - 2), u' ') + block.text(),
                                         m_headings);
        item->setData(kBlockRole, block.blockNumber());
        item->setToolTip(block.text());
    }
}

void MethodWindow::findNext(bool backward)
{
    const auto flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_find->text().isEmpty() || m_page->find(m_find->text(), flags))
        return;
    const auto before = m_page->textCursor();
    m_page->moveCursor(backward ? QTextCursor::End : QTextCursor::Start); // and once around
    if (!m_page->find(m_find->text(), flags))
        m_page->setTextCursor(before);
}

void showMethod(QWidget* window)
{
    auto* method = window->findChild<MethodWindow*>();
    if (!method)
        method = new MethodWindow(window);
    method->show();
    method->raise();
    method->activateWindow();
}

} // namespace dissonance
