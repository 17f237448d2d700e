#include "ui/shell/statistics_panel.h"

#include "ui/models/statistics_model.h"
#include "ui/models/time_text.h"
#include "ui/render/colours.h"
#include "ui/shell/session.h"
#include "ui/shell/table_style.h"
#include "ui/views/shared_time.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// While something is dragged, only the values at the cursors follow.
constexpr auto kSettles = std::chrono::milliseconds(80);

/// Between A and B, both included; else what is selected; else what is visible.
SampleSpan spanOf(const SharedTime& time)
{
    const auto a = time.mark(SharedTime::A);
    const auto b = time.mark(SharedTime::B);
    if (a && b)
        return {std::min(*a, *b), std::max(*a, *b) + 1};
    if (time.selection())
        return *time.selection();
    return {time.sampleAt(time.lower()), time.sampleAt(time.upper()) + 1};
}

} // namespace

StatisticsPanel::StatisticsPanel(Session& session, SharedTime& time, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_time(time)
    , m_model(new StatisticsModel(this))
    , m_headline(new QLabel(this))
    , m_table(new QTableView(this))
{
    m_headline->setObjectName(u"statisticsSpan"_s);
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_table->setObjectName(u"statistics"_s);
    m_table->setAccessibleName(tr("Statistics of the shown channels"));
    m_table->setModel(m_model);
    dressTable(m_table);
    auto* header = m_table->horizontalHeader();
    const int unit = fontMetrics().horizontalAdvance(u'0');
    header->setDefaultSectionSize(11 * unit);
    header->resizeSection(StatisticsModel::NameColumn, 20 * unit);
    header->resizeSection(StatisticsModel::UnitColumn, 7 * unit);
    auto* copyRows = new QAction(tr("&Copy"), this);
    copyRows->setObjectName(u"copyStatistics"_s);
    copyRows->setShortcut(QKeySequence::Copy);
    copyRows->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    copyRows->setToolTip(tr("Copy the selected rows, or all, as a table"));
    addAction(copyRows);
    m_table->addAction(copyRows);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->setSpacing(4);
    layout->addWidget(m_headline);
    layout->addWidget(m_table, 1);

    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettles);
    connect(copyRows, &QAction::triggered, this, &StatisticsPanel::copy);
    connect(&m_settled, &QTimer::timeout, this, &StatisticsPanel::takeSpan);
    connect(&time, &SharedTime::marksChanged, this, &StatisticsPanel::takeMarks);
    connect(&time, &SharedTime::selectionChanged, &m_settled, qOverload<>(&QTimer::start));
    connect(&time, &SharedTime::rangeChanged, &m_settled, qOverload<>(&QTimer::start));
    connect(&time, &SharedTime::styleChanged, this, [this] { m_headline->setText(headline()); });
    connect(&session, &Session::currentChanged, this, &StatisticsPanel::takeRecording);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (std::size_t(index.row()) < m_channels.size())
            emit channelActivated(m_channels[std::size_t(index.row())]);
    });
    m_model->setDark(isDarkPalette(palette()));
    takeRecording();
}

void StatisticsPanel::takeRecording()
{
    const auto* entry = m_session.current();
    m_model->setRecording(entry ? entry->recording : nullptr);
    m_model->setChannels(m_channels);
    takeMarks();
}

void StatisticsPanel::setChannels(const std::vector<std::size_t>& channels)
{
    m_channels = channels;
    m_model->setChannels(channels);
    m_settled.start();
}

void StatisticsPanel::takeMarks()
{
    const auto a = m_time.mark(SharedTime::A);
    const auto b = m_time.mark(SharedTime::B);
    m_model->setCursors({a, b});
    // Empty columns would push the others out of sight.
    m_table->setColumnHidden(StatisticsModel::AtAColumn, !a);
    m_table->setColumnHidden(StatisticsModel::AtBColumn, !b);
    m_table->setColumnHidden(StatisticsModel::ChangeColumn, !a || !b);
    m_table->setColumnHidden(StatisticsModel::RateColumn, !a || !b);
    m_headline->setText(headline());
    m_settled.start();
}

/// Nobody sees the numbers of a hidden table, which take time.
void StatisticsPanel::takeSpan()
{
    const auto* entry = m_session.current();
    m_headline->setText(headline());
    if (!entry || entry->recording->clock() != m_time.clock())
        return;
    if (isVisible())
        m_model->setSpan(spanOf(m_time));
}

void StatisticsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_settled.start();
}

void StatisticsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_model->setDark(isDarkPalette(palette()));
}

QString StatisticsPanel::headline() const
{
    if (!m_time.clock())
        return tr("Open a recording to see numbers of its channels.");
    const auto& clock = *m_time.clock();
    const auto at = [&](std::ptrdiff_t sample) {
        return instantText(clock, sample, m_time.style());
    };
    const auto a = m_time.mark(SharedTime::A);
    const auto b = m_time.mark(SharedTime::B);
    if (a && b) {
        const auto span = SampleSpan{std::min(*a, *b), std::max(*a, *b)};
        const auto change = clock.toDisplay(clock.tick(std::size_t(*b)))
            - clock.toDisplay(clock.tick(std::size_t(*a)));
        const auto length = QLocale().toString(change, 'g', 9);
        return tr("A %1   ·   B %2   ·   Δt %3, %4 samples")
            .arg(at(*a), at(*b),
                 clock.kind() == TimeKind::SampleIndex ? length : tr("%1 s").arg(length),
                 QLocale().toString(qlonglong(span.size())));
    }
    const auto span = spanOf(m_time);
    auto text = m_time.selection() ? tr("Selected: %1, for %2") : tr("Visible: %1, for %2");
    text = text.arg(at(span.first), durationText(clock, span));
    if (a || b)
        text += u"   ·   "_s
            + (a ? tr("A %1; press B for the other cursor").arg(at(*a))
                 : tr("B %1; press A for the other cursor").arg(at(*b)));
    return text;
}

void StatisticsPanel::copy() const
{
    std::vector<int> rows;
    const auto selected = m_table->selectionModel()->selectedRows();
    for (const auto& index : selected)
        rows.push_back(index.row());
    if (rows.empty()) {
        rows.resize(std::size_t(m_model->rowCount()));
        std::iota(rows.begin(), rows.end(), 0);
    }
    std::sort(rows.begin(), rows.end());
    QGuiApplication::clipboard()->setText(m_model->toTsv(rows));
}

} // namespace dissonance
