#include "ui/shell/start_page.h"

#include "ui/jobs/job_runner.h"
#include "ui/settings/distinct_names.h"
#include "ui/shell/icons.h"

#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kRecentShown = 5;
constexpr int kSteps = 1000;

} // namespace

StartPage::StartPage(JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_open(new QPushButton(themedIcon(u"open"_s), tr("&Open recordings…"), this))
    , m_sample(new QPushButton(themedIcon(u"sample"_s), tr("Open the &sample incident"), this))
    , m_tour(new QPushButton(themedIcon(u"tour"_s), tr("Take the &tour"), this))
    , m_recent(new QWidget(this))
    , m_recentLayout(new QVBoxLayout(m_recent))
{
    setFocusProxy(m_open);
    m_title->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(320, 8);
    m_progress->setAccessibleName(tr("Progress"));
    connect(m_open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(m_sample, &QPushButton::clicked, this, &StartPage::sampleRequested);
    m_tour->setObjectName(u"takeTour"_s);
    m_tour->setToolTip(tr("Five steps from a recording to the channels that stopped agreeing"));
    connect(m_tour, &QPushButton::clicked, this, &StartPage::tourRequested);
    m_recentLayout->setContentsMargins(0, 16, 0, 0);
    m_recentLayout->setSpacing(0);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_open);
    buttons->addWidget(m_sample);
    buttons->addWidget(m_tour);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 32, 32, 32);
    layout->setSpacing(16);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addLayout(buttons);
    layout->addWidget(m_recent, 0, Qt::AlignHCenter);
    layout->addStretch(3);

    setFonts();
    showJob();
    connect(&jobs, &JobRunner::started, this, [this](Job* job) {
        showJob();
        connect(job, &Job::progressed, this,
                [this](double fraction) { m_progress->setValue(int(kSteps * fraction)); });
    });
    connect(&jobs, &JobRunner::becameIdle, this, &StartPage::showJob);
}

QWidget* StartPage::sampleButton() const
{
    return m_sample;
}

void StartPage::setFonts()
{
    auto font = this->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    m_title->setFont(font);
}

void StartPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFonts();
}

void StartPage::showJob()
{
    const auto* job = m_jobs.current();
    m_progress->setVisible(job != nullptr);
    m_open->setVisible(!job);
    m_sample->setVisible(!job);
    m_tour->setVisible(!job);
    m_recent->setVisible(!job && m_recentLayout->count() > 0);
    if (job) {
        m_title->setText(tr("%1…").arg(job->name()));
        m_text->setText(tr("Esc stops it."));
        m_progress->setValue(int(kSteps * job->fraction()));
        return;
    }
    m_title->setText(tr("No recording yet."));
    m_text->setText(tr("Drop a CSV here, or open the sample incident."));
}

void StartPage::setRecentFiles(const QStringList& files)
{
    while (auto* item = m_recentLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!files.isEmpty())
        m_recentLayout->addWidget(new QLabel(tr("Recent recordings"), m_recent), 0,
                                  Qt::AlignHCenter);
    const auto shown = files.mid(0, kRecentShown);
    const auto names = distinctNames(shown);
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const auto& file = shown.at(i);
        auto name = names.at(i);
        auto* button = new QPushButton(name.replace(u'&', u"&&"_s), m_recent);
        button->setFlat(true);
        button->setToolTip(QDir::toNativeSeparators(file));
        button->setCursor(Qt::PointingHandCursor);
        connect(button, &QPushButton::clicked, this, [this, file] { emit fileRequested(file); });
        m_recentLayout->addWidget(button);
    }
    showJob();
}

} // namespace dissonance
