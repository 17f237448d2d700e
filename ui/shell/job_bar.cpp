#include "ui/shell/job_bar.h"

#include "ui/jobs/job_runner.h"
#include "ui/models/time_text.h"
#include "ui/shell/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <chrono>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// What is done sooner would only flicker.
constexpr auto kBeforeShowing = std::chrono::milliseconds(120);
constexpr int kSteps = 1000;

} // namespace

JobBar::JobBar(JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_name(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_left(new QLabel(this))
    , m_cancel(new QToolButton(this))
{
    m_bar->setRange(0, kSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(160);
    m_bar->setFixedHeight(8);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setObjectName(u"cancelJob"_s);
    m_cancel->setIcon(themedIcon(u"cancel"_s));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cancel->setAutoRaise(true);
    m_cancel->setFocusPolicy(Qt::TabFocus);
    m_cancel->setToolTip(tr("Stop this work"));
    m_cancel->setAccessibleName(tr("Cancel the work in the background"));
    connect(m_cancel, &QToolButton::clicked, &jobs, &JobRunner::cancelCurrent);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_name);
    layout->addWidget(m_bar);
    layout->addWidget(m_left);
    layout->addWidget(m_cancel);
    hide();

    m_delay.setSingleShot(true);
    m_delay.setInterval(kBeforeShowing);
    connect(&m_delay, &QTimer::timeout, this, &JobBar::refresh);
    connect(&jobs, &JobRunner::started, this, [this](Job* job) {
        connect(job, &Job::progressed, this, &JobBar::showProgress);
        if (isVisible())
            refresh();
        else if (!m_delay.isActive())
            m_delay.start();
    });
    connect(&jobs, &JobRunner::becameIdle, this, [this] {
        m_delay.stop();
        hide();
    });
}

void JobBar::refresh()
{
    const auto* job = m_jobs.current();
    setVisible(job != nullptr);
    if (!job)
        return;
    auto name = job->name();
    if (m_jobs.count() > 1)
        name = tr("%1 (%n more waiting)", nullptr, int(m_jobs.count() - 1)).arg(name);
    m_name->setText(name);
    m_name->setToolTip({});
    m_bar->setValue(int(kSteps * job->fraction()));
    showLeft(job->secondsLeft());
    m_cancel->setEnabled(!job->isCancelled());
}

void JobBar::showProgress(double fraction, const QString& what, double secondsLeft)
{
    if (!isVisible())
        return;
    m_bar->setValue(int(kSteps * fraction));
    m_bar->setToolTip(what);
    showLeft(secondsLeft);
}

void JobBar::showLeft(double seconds)
{
    const auto left = secondsText(std::round(seconds));
    m_left->setText(left.isEmpty() ? left : tr("%1 left").arg(left));
}

} // namespace dissonance
