#include "ui/views/contributions_view.h"

#include "ui/render/colours.h"
#include "ui/render/plot_style.h"
#include "ui/views/ranked_channels.h"
#include "ui/views/score_split_bar.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// More do not help at first sight.
constexpr std::size_t kShownAtFirst = 6;

/// Long lists would push the map out of sight; the tool tip has all of them.
constexpr std::size_t kMostNames = 4;
constexpr std::size_t kMostGroups = 3;

QString joined(const std::vector<std::string>& names, std::size_t most)
{
    QStringList list;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        list << QString::fromStdString(names[i]);
    const auto text = list.join(u", "_s);
    return names.size() <= most
        ? text
        : ContributionsView::tr("%1 and %2 more").arg(text, QString::number(names.size() - most));
}

} // namespace

ContributionsView::ContributionsView(QWidget* parent)
    : QWidget(parent)
    , m_split(new ScoreSplitBar(this))
    , m_heading(new QLabel(tr("Channels inconsistent with the others"), this))
    , m_ranked(new RankedChannels(this))
    , m_more(new QPushButton(this))
    , m_notes(new QLabel(this))
{
    setAccessibleName(tr("Why this span stands out"));
    m_heading->setWordWrap(true);
    m_heading->setFont(boldFont(m_heading->font()));
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes->setTextFormat(Qt::PlainText);
    m_more->setFlat(true);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_split);
    layout->addSpacing(8);
    layout->addWidget(m_heading);
    layout->addWidget(m_ranked);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    layout->addWidget(m_notes);

    connect(m_ranked, &RankedChannels::activated, this, &ContributionsView::channelActivated);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_showAll = !m_showAll;
        refresh();
    });
    refresh();
}

void ContributionsView::setRecording(std::shared_ptr<const Recording> recording)
{
    m_recording = std::move(recording);
    refresh();
}

void ContributionsView::setExplanation(std::shared_ptr<const Explanation> explanation)
{
    m_explanation = std::move(explanation);
    m_showAll = false;
    refresh();
}

void ContributionsView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

void ContributionsView::refresh()
{
    const bool any = bool(m_explanation);
    m_split->setVisible(any);
    m_heading->setVisible(any);
    m_ranked->setVisible(any);
    auto rows = any ? contributionRows(*m_explanation, m_recording.get(), isDarkPalette(palette()))
                    : std::vector<ContributionRow>();
    const auto count = rows.size();
    if (!m_showAll && count > kShownAtFirst + 1) // a button instead of one row saves nothing
        rows.resize(kShownAtFirst);
    m_more->setVisible(count > kShownAtFirst + 1);
    m_more->setText(m_showAll ? tr("Show the first %1").arg(kShownAtFirst)
                              : tr("Show all %1 channels").arg(count));
    m_ranked->setRows(std::move(rows));
    m_split->setSplit(any ? splitOf(*m_explanation) : ScoreSplit());
    constexpr auto kAll = std::numeric_limits<std::size_t>::max();
    const auto text = notes(kMostNames, kMostGroups);
    const auto all = notes(kAll, kAll);
    m_notes->setText(text);
    m_notes->setToolTip(all == text ? QString() : all);
    m_notes->setVisible(!text.isEmpty());
}

QString ContributionsView::notes(std::size_t mostNames, std::size_t mostGroups) const
{
    if (!m_explanation)
        return {};
    QStringList lines;
    for (const auto& remark : m_explanation->remarks)
        lines << QString::fromStdString(remark);
    if (!m_explanation->leftOut.empty())
        lines << tr("Left out, constant in normal operation: %1.")
                     .arg(joined(m_explanation->leftOut, mostNames));
    if (!m_explanation->states.empty())
        lines << tr("States, judged by how rare they are: %1.")
                     .arg(joined(m_explanation->states, mostNames));
    const auto& groups = m_explanation->duplicates;
    for (std::size_t i = 0; i < std::min(groups.size(), mostGroups); ++i)
        lines << tr("Nearly the same in normal operation: %1.").arg(joined(groups[i], mostNames));
    if (groups.size() > mostGroups)
        lines << tr("%1 more groups are nearly the same.").arg(groups.size() - mostGroups);
    return lines.join(u'\n');
}

} // namespace dissonance
