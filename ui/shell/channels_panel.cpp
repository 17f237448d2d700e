#include "ui/shell/channels_panel.h"

#include "ui/models/channel_model.h"
#include "ui/shell/own_keys.h"
#include "ui/shell/session.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// Long names differ at their end, numbers in their first digits.
class ValueDelegate : public QStyledItemDelegate // clazy:exclude=missing-qobject-macro
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->textElideMode = Qt::ElideRight;
    }
};

} // namespace

ChannelsPanel::ChannelsPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new ChannelModel(this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_recordings(new QComboBox(this))
    , m_filter(new QLineEdit(this))
    , m_tree(new QTreeView(this))
    , m_noMatch(new QLabel(tr("No channel matches."), this))
{
    m_recordings->setAccessibleName(tr("Recording"));
    m_recordings->setToolTip(tr("The recording that is shown"));
    m_recordings->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_filter->setPlaceholderText(tr("Filter channels"));
    m_filter->setAccessibleName(tr("Filter channels"));
    m_filter->setToolTip(tr("Part of a name; * and ? stand for any text and any letter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAcceptDrops(false); // a file that falls here is to be opened, not looked for
    m_proxy->setSourceModel(m_model);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setFilterRole(ChannelModel::FullNameRole);
    m_tree->setModel(m_proxy);
    m_tree->setAccessibleName(tr("Channels"));
    m_tree->setAlternatingRowColors(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setIndentation(16);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->setItemDelegateForColumn(ChannelModel::ValueColumn, new ValueDelegate(m_tree));
    showBoxes();
    m_noMatch->setObjectName(u"noMatch"_s);
    m_noMatch->setAlignment(Qt::AlignCenter);
    m_noMatch->setWordWrap(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(ChannelModel::NameColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(ChannelModel::ValueColumn, QHeaderView::Interactive);
    constexpr int kMargins = 8;
    const int digits = fontMetrics().horizontalAdvance(u"-0000.0 m3/h"_s);
    m_tree->header()->resizeSection(ChannelModel::ValueColumn, digits + kMargins);
    auto* all = new QPushButton(tr("Show &all"), this);
    all->setToolTip(tr("Show every channel that the filter lets through"));
    auto* none = new QPushButton(tr("Show &none"), this);
    none->setToolTip(tr("Hide every channel that the filter lets through"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(all);
    buttons->addWidget(none);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_recordings);
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_noMatch, 1);
    layout->addLayout(buttons);

    connect(m_filter, &QLineEdit::textChanged, this, &ChannelsPanel::setFilter);
    connect(m_filter, &QLineEdit::returnPressed, this, &ChannelsPanel::filterAccepted);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &ChannelsPanel::showMatches);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &ChannelsPanel::showMatches);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &ChannelsPanel::showMatches);
    connect(all, &QPushButton::clicked, this, [this] { showFiltered(true); });
    connect(none, &QPushButton::clicked, this, [this] { showFiltered(false); });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
        const int channel = index.data(ChannelModel::ChannelRole).toInt();
        if (channel >= 0)
            emit channelActivated(std::size_t(channel));
    });
    connect(m_recordings, &QComboBox::activated, &session, &Session::setCurrent);
    connect(&session, &Session::recordingsChanged, this, &ChannelsPanel::fillRecordings);
    connect(&session, &Session::currentChanged, this, &ChannelsPanel::takeRecording);
    const auto offer = [&session, all, none] {
        all->setEnabled(session.current() != nullptr);
        none->setEnabled(session.current() != nullptr);
    };
    connect(&session, &Session::currentChanged, this, offer);
    offer();
    keepOwnKeys(m_recordings);
    keepOwnKeys(m_tree);
    fillRecordings();
    showMatches();
}

/// Styles draw the boxes' edge from the window's colour, darker: in dark windows that is black on
/// black, and a channel that is not shown would have no box.
void ChannelsPanel::showBoxes()
{
    auto colours = palette();
    const auto text = colours.color(QPalette::Text);
    if (text.lightness() > colours.color(QPalette::Base).lightness())
        colours.setColor(QPalette::Window, text);
    m_tree->setPalette(colours);
}

void ChannelsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showBoxes();
}

bool ChannelsPanel::clearFilter()
{
    if (!m_filter->hasFocus() || m_filter->text().isEmpty())
        return false;
    m_filter->clear();
    return true;
}

int ChannelsPanel::wantedWidth() const
{
    const auto margins = layout()->contentsMargins();
    const QAbstractItemView& view = *m_tree;
    return view.sizeHintForColumn(ChannelModel::NameColumn)
        + m_tree->header()->sectionSize(ChannelModel::ValueColumn)
        + m_tree->verticalScrollBar()->sizeHint().width() + margins.left() + margins.right();
}

void ChannelsPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ChannelsPanel::takeRecording()
{
    if (m_recordingId > 0)
        m_shownBefore.insert(m_recordingId, m_model->shown());
    const auto* entry = m_session.current();
    m_recordingId = entry ? entry->id : 0;
    m_recordings->setCurrentIndex(m_session.currentIndex());
    m_model->setRecording(entry ? entry->recording : nullptr);
    if (const auto it = m_shownBefore.constFind(m_recordingId); it != m_shownBefore.cend())
        m_model->setShown(*it);
    // Room for arrows only where there is something to unfold.
    bool grouped = false;
    for (int row = 0; row < m_model->rowCount(); ++row)
        grouped = grouped || m_model->rowCount(m_model->index(row, 0)) > 0;
    m_tree->setRootIsDecorated(grouped);
    m_tree->expandAll();
}

void ChannelsPanel::fillRecordings()
{
    m_recordings->clear();
    for (const auto& entry : m_session.recordings()) {
        m_recordings->addItem(QString::fromStdString(entry.recording->name()));
        m_recordings->setItemData(m_recordings->count() - 1, entry.file, Qt::ToolTipRole);
    }
    m_recordings->setCurrentIndex(m_session.currentIndex());
    m_recordings->setEnabled(m_recordings->count() > 1);
    m_recordings->setVisible(m_recordings->count() > 0);
}

void ChannelsPanel::setFilter(const QString& text)
{
    // Qt's own wildcards stop at a slash and take brackets for sets; names have both.
    auto pattern = QRegularExpression::escape(text);
    pattern.replace(u"\\*"_s, u".*"_s).replace(u"\\?"_s, u"."_s);
    m_proxy->setFilterRegularExpression(
        QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption));
    m_tree->expandAll();
}

void ChannelsPanel::showMatches()
{
    const bool none = m_model->rowCount() > 0 && m_proxy->rowCount() == 0;
    m_tree->setVisible(!none);
    m_noMatch->setVisible(none);
}

void ChannelsPanel::showFiltered(bool shown)
{
    auto channels = m_model->shown();
    const auto visit = [&](const QModelIndex& index) {
        const int channel = index.data(ChannelModel::ChannelRole).toInt();
        if (channel < 0)
            return;
        std::erase(channels, std::size_t(channel));
        if (shown)
            channels.push_back(std::size_t(channel));
    };
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const auto top = m_proxy->index(row, 0);
        visit(top);
        for (int child = 0; child < m_proxy->rowCount(top); ++child)
            visit(m_proxy->index(child, 0, top));
    }
    m_model->setShown(channels);
}

} // namespace dissonance
