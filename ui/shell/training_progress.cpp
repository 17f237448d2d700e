#include "ui/shell/training_progress.h"

#include "engine/detector/detector.h"
#include "ui/jobs/job.h"
#include "ui/models/time_text.h"
#include "ui/shell/training_curve.h"

#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSteps = 1000;

} // namespace

TrainingProgress::TrainingProgress(QWidget* parent)
    : QWidget(parent)
    , m_bar(new QProgressBar(this))
    , m_rows(new QFormLayout)
    , m_step(new QLabel(this))
    , m_loss(new QLabel(this))
    , m_separation(new QLabel(this))
    , m_left(new QLabel(this))
    , m_curve(new TrainingCurve(this))
{
    m_bar->setRange(0, kSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    m_bar->setAccessibleName(tr("Progress"));
    m_step->setObjectName(u"trainingStep"_s);
    m_left->setObjectName(u"trainingTimeLeft"_s);
    m_separation->setToolTip(tr("How well the network tells held-out normal windows from altered "
                                "ones: 0.5 is chance, 1 is always"));
    m_rows->setVerticalSpacing(8);
    m_rows->setHorizontalSpacing(16);
    m_rows->addRow(tr("Step"), m_step);
    m_rows->addRow(tr("Loss"), m_loss);
    m_rows->addRow(tr("Separation"), m_separation);
    m_rows->addRow(tr("Time left"), m_left);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_bar);
    layout->addLayout(m_rows);
    layout->addWidget(m_curve);
}

void TrainingProgress::begin(int networks, const Job* job)
{
    m_networks = networks;
    m_network = 0;
    m_lastStep = 0;
    m_bar->setValue(0);
    m_step->setText(tr("preparing"));
    for (auto* label : {m_loss, m_separation, m_left})
        label->clear();
    m_curve->clear();
    m_rows->setRowVisible(m_loss, networks > 0);
    m_rows->setRowVisible(m_separation, networks > 0);
    m_rows->setRowVisible(m_left, networks > 0);
    m_curve->setVisible(networks > 0);
    if (job)
        connect(job, &Job::progressed, this, &TrainingProgress::showProgress);
}

void TrainingProgress::showProgress(double fraction, const QString& what, double secondsLeft)
{
    m_bar->setValue(int(kSteps * fraction));
    m_left->setText(secondsText(std::round(secondsLeft)));
    if (m_network == 0)
        m_step->setText(what);
}

void TrainingProgress::showStep(const TrainingStep& step)
{
    const QLocale locale;
    if (m_network == 0 || step.step <= m_lastStep) {
        ++m_network;
        m_curve->clear();
    }
    m_lastStep = step.step;
    auto text = tr("%1 of at most %2").arg(step.step).arg(step.steps);
    if (m_networks > 1)
        text = tr("network %1 of %2, step %3").arg(m_network).arg(m_networks).arg(text);
    m_step->setText(text);
    m_loss->setText(tr("%1 (contrastive %2, likelihood %3)")
                        .arg(locale.toString(step.loss, 'f', 3),
                             locale.toString(step.contrastive, 'f', 3),
                             locale.toString(step.likelihood, 'f', 3)));
    m_separation->setText(std::isnan(step.separation) ? tr("not measured yet")
                                                      : locale.toString(step.separation, 'f', 3));
    m_curve->add(step.loss);
}

} // namespace dissonance
