#include "ui/shell/status_line.h"

#include "engine/base/parallel.h"
#include "ui/models/time_text.h"
#include "ui/shell/job_bar.h"
#include "ui/shell/session.h"
#include "ui/shell/threshold_control.h"
#include "ui/views/shared_time.h"

#include <QLabel>
#include <QLocale>

#include <chrono>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kMessageStays = std::chrono::seconds(6);

QLabel* makeDeviceLabel(Device device, QWidget* parent)
{
    const int threads = threadCount(0);
    auto text = threads == 1 ? StatusLine::tr("CPU, 1 thread")
                             : StatusLine::tr("CPU, %1 threads").arg(threads);
    if (device == Device::Cuda)
        text = StatusLine::tr("CUDA, %1").arg(text);
    auto* label = new QLabel(text, parent);
    label->setObjectName(u"device"_s);
    label->setContentsMargins(8, 0, 16, 0);
    label->setToolTip(
        StatusLine::tr("What the detector scores and explains with (--device). Training "
                       "takes an NVIDIA card where LibTorch finds one."));
    return label;
}

} // namespace

StatusLine::StatusLine(Session& session, const SharedTime& time, QWidget* parent)
    : QStatusBar(parent)
    , m_session(session)
    , m_time(time)
    , m_readout(new QLabel(this))
    , m_alarms(new QLabel(this))
{
    m_readout->setObjectName(u"readout"_s);
    m_alarms->setObjectName(u"alarms"_s);
    m_alarms->setToolTip(tr("How often normal operation is expected to rise above the threshold: "
                            "estimated from the held-out part of the training data"));
    addWidget(m_readout);
    addPermanentWidget(new JobBar(session.jobs(), this));
    addPermanentWidget(makeDeviceLabel(session.device(), this));
    addPermanentWidget(m_alarms);

    connect(&time, &SharedTime::cursorChanged, this, &StatusLine::updateReadout);
    connect(&time, &SharedTime::styleChanged, this, &StatusLine::updateReadout);
    connect(&time, &SharedTime::selectionChanged, this, &StatusLine::updateReadout);
    for (const auto signal : {&Session::currentChanged, &Session::detectorChanged,
                              &Session::scoresChanged, &Session::incidentsChanged}) {
        connect(&session, signal, this, &StatusLine::updateReadout);
        connect(&session, signal, this, &StatusLine::updateAlarms);
    }
}

void StatusLine::say(const QString& text)
{
    showMessage(text, int(std::chrono::milliseconds(kMessageStays).count()));
}

void StatusLine::updateReadout()
{
    const auto* entry = m_session.current();
    const auto cursor = m_time.cursor();
    QStringList parts;
    if (entry && cursor)
        parts.append(instantText(*entry->recording->clock(), *cursor, m_time.style()));
    if (entry && cursor && entry->scores) {
        const double score = entry->scores->samples.total[std::size_t(*cursor)];
        if (std::isfinite(score))
            parts.append(tr("score %1").arg(QLocale().toString(score, 'f', 2)));
    }
    if (entry && m_time.selection())
        parts.append(
            tr("selected %1").arg(durationText(*entry->recording->clock(), *m_time.selection())));
    m_readout->setText(parts.join(u"   ·   "_s));
}

void StatusLine::updateAlarms()
{
    m_alarms->setText(expectedAlarmsText(m_session));
}

} // namespace dissonance
