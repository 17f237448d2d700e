#include "ui/shell/threshold_control.h"

#include "ui/shell/alarms_box.h"
#include "ui/shell/own_keys.h"
#include "ui/shell/session.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr int kSteps = 600;
constexpr double kSecondsADay = 86400.0;
constexpr double kManySamples = 10'000.0;
/// As far as the slider goes at least, in thresholds of the model.
constexpr double kReach = 3.0;

constexpr double kLeastThreshold = 1e-3; // as where it is dragged

/// Samples that alarms are counted in: those of a day, or 10,000.
double countedSamples(const ModelCard& card)
{
    return card.medianStepSeconds > 0.0 ? kSecondsADay / card.medianStepSeconds : kManySamples;
}

/// The slider's right end: of the scores, not of the threshold, or it would run from the hand.
double reachOf(const ScoreTrack& scores)
{
    double reach = std::max(kReach * scores.threshold, 1e-3);
    for (const double score : scores.samples.total)
        if (std::isfinite(score))
            reach = std::max(reach, score);
    return reach;
}

} // namespace

QString expectedAlarmsText(const Session& session)
{
    const auto* entry = session.current();
    if (!entry || !entry->scoredBy || !std::isfinite(entry->threshold))
        return {};
    const auto& card = entry->scoredBy->card();
    const auto rate = alarmsText(card.alarmRate.perSample(entry->threshold) * countedSamples(card));
    return card.medianStepSeconds > 0.0
        ? ThresholdControl::tr("%1 false alarms/day expected").arg(rate)
        : ThresholdControl::tr("%1 false alarms per 10,000 samples expected").arg(rate);
}

ThresholdControl::ThresholdControl(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_text(new QLabel(this))
    , m_alarms(new AlarmsBox(this))
{
    auto* label = new QLabel(tr("Th&reshold"), this);
    label->setBuddy(m_slider);
    m_slider->setObjectName(QStringLiteral("threshold"));
    m_slider->setAccessibleName(tr("Threshold of the score"));
    keepOwnKeys(m_slider);
    m_slider->setRange(0, kSteps);
    m_slider->setPageStep(kSteps / 20);
    m_slider->setFixedWidth(140);
    m_slider->setToolTip(tr("Scores above the threshold are flagged. To the left: more is found, "
                            "and more false alarms are to be expected."));
    // As wide as the widest number, or the tool bar would dance while the slider moves.
    m_text->setMinimumWidth(m_text->fontMetrics().horizontalAdvance(QStringLiteral("00.00")));

    m_alarms->setObjectName(QStringLiteral("alarms"));
    m_alarms->setAccessibleName(tr("False alarms at most"));
    m_alarms->setPrefix(tr("≤ ", "at most so many false alarms"));

    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_slider);
    layout->addWidget(m_text);
    layout->addWidget(m_alarms);

    connect(m_slider, &QSlider::valueChanged, this, &ThresholdControl::choose);
    connect(m_alarms, &QDoubleSpinBox::valueChanged, this, &ThresholdControl::promise);
    connect(&session, &Session::currentChanged, this, &ThresholdControl::refresh);
    connect(&session, &Session::scoresChanged, this, &ThresholdControl::refresh);
    connect(&session, &Session::incidentsChanged, this, &ThresholdControl::refresh);
    refresh();
}

void ThresholdControl::refresh()
{
    const auto* entry = m_session.current();
    const bool scored = entry && entry->scores;
    setEnabled(scored);
    if (scored && entry->scores != m_scores)
        m_reach = reachOf(*entry->scores);
    m_scores = scored ? entry->scores : nullptr;
    m_text->setText(scored ? QLocale().toString(entry->threshold, 'f', 2) : QString());
    const bool promised = scored && entry->scoredBy;
    m_alarms->setVisible(promised);
    if (promised) {
        const auto& card = entry->scoredBy->card();
        const QSignalBlocker blocker(m_alarms);
        m_alarms->setSuffix(card.medianStepSeconds > 0.0 ? tr("/day") : tr("/10k samples"));
        m_alarms->setMaximum(countedSamples(card) / card.alarmRate.blockSamples);
        m_alarms->setValue(card.alarmRate.perSample(entry->threshold) * countedSamples(card));
        m_alarms->setToolTip(alarmsHelp());
    }
    if (!scored || m_slider->isSliderDown())
        return;
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(int(std::lround(kSteps * entry->threshold / m_reach)));
}

void ThresholdControl::choose(int position)
{
    const auto* entry = m_session.current();
    if (entry && entry->scores)
        m_session.setThreshold(m_reach * position / kSteps);
}

void ThresholdControl::promise(double alarms)
{
    const auto* entry = m_session.current();
    if (!entry || !entry->scoredBy)
        return;
    const auto& card = entry->scoredBy->card();
    m_session.setThreshold(
        std::max(kLeastThreshold, card.alarmRate.thresholdFor(alarms / countedSamples(card))));
}

QString ThresholdControl::alarmsHelp() const
{
    const auto& card = m_session.current()->scoredBy->card();
    auto help = tr("At most so many false alarms are to be expected in normal operation. The "
                   "threshold follows.");
    const auto& likely = card.alarmInterval;
    if (!(likely.high > 0.0))
        return help;
    const double counted = countedSamples(card);
    return help + u'\n'
        + tr("An estimate from %1 held-out samples: where the model expects %2, block bootstrap "
             "says %3 to %4 (90 %).")
              .arg(QLocale().toString(qlonglong(card.calibrationSamples)),
                   alarmsText(card.alarmRate.perSample(card.threshold) * counted),
                   alarmsText(likely.low * counted), alarmsText(likely.high * counted));
}

} // namespace dissonance
