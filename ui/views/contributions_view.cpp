#include "ui/views/contributions_view.h"

#include "ui/render/colours.h"
#include "ui/render/plot_style.h"
#include "ui/views/ranked_channels.h"
#include "ui/views/score_split_bar.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// More do not help at first sight.
constexpr std::size_t kShownAtFirst = 6;

QString joined(const std::vector<std::string>& names)
{
    QStringList list;
    for (const auto& name : names)
        list << QString::fromStdString(name);
    return list.join(u", "_s);
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
    const auto all = rows.size();
    if (!m_showAll && all > kShownAtFirst + 1) // a button instead of one row saves nothing
        rows.resize(kShownAtFirst);
    m_more->setVisible(all > kShownAtFirst + 1);
    m_more->setText(m_showAll ? tr("Show the first %1").arg(kShownAtFirst)
                              : tr("Show all %1 channels").arg(all));
    m_ranked->setRows(std::move(rows));
    m_split->setSplit(any ? splitOf(*m_explanation) : ScoreSplit());
    const auto text = notes();
    m_notes->setText(text);
    m_notes->setVisible(!text.isEmpty());
}

QString ContributionsView::notes() const
{
    if (!m_explanation)
        return {};
    QStringList lines;
    for (const auto& remark : m_explanation->remarks)
        lines << QString::fromStdString(remark);
    if (!m_explanation->leftOut.empty())
        lines << tr("Left out, constant in normal operation: %1.")
                     .arg(joined(m_explanation->leftOut));
    for (const auto& group : m_explanation->duplicates)
        lines << tr("Nearly the same in normal operation: %1.").arg(joined(group));
    return lines.join(u'\n');
}

} // namespace dissonance
