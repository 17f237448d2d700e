#include "ui/shell/threshold_control.h"

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
    const double perSample = card.alarmRate.perSample(entry->threshold);
    const auto digits = [](double value) {
        // An estimate of none at all would say more than is known.
        return value < 0.001 ? QStringLiteral("<0.001") : QLocale().toString(value, 'g', 2);
    };
    if (card.medianStepSeconds > 0.0)
        return ThresholdControl::tr("%1 false alarms/day expected")
            .arg(digits(perSample * kSecondsADay / card.medianStepSeconds));
    return ThresholdControl::tr("%1 false alarms per 10,000 samples expected")
        .arg(digits(perSample * kManySamples));
}

ThresholdControl::ThresholdControl(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_text(new QLabel(this))
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

    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_slider);
    layout->addWidget(m_text);

    connect(m_slider, &QSlider::valueChanged, this, &ThresholdControl::choose);
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

} // namespace dissonance
