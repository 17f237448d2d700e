#include "ui/views/zoom_history.h"

#include "ui/views/shared_time.h"

#include <chrono>

namespace dissonance {

namespace {

constexpr auto kSettles = std::chrono::milliseconds(400);

} // namespace

ZoomHistory::ZoomHistory(SharedTime& time)
    : QObject(&time)
    , m_time(time)
    , m_present(visible())
{
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettles);
    connect(&m_settled, &QTimer::timeout, this, &ZoomHistory::settle);
    connect(&m_time, &SharedTime::clockChanged, this, &ZoomHistory::forget);
    connect(&m_time, &SharedTime::rangeChanged, this, &ZoomHistory::rangeChanged);
}

bool ZoomHistory::canGoBack() const
{
    return !m_back.empty() || m_present != visible();
}

void ZoomHistory::back()
{
    settle();
    if (m_back.empty())
        return;
    m_forward.push_back(m_present);
    m_present = m_back.back();
    m_back.pop_back();
    show(m_present);
}

void ZoomHistory::forward()
{
    settle();
    if (m_forward.empty())
        return;
    m_back.push_back(m_present);
    m_present = m_forward.back();
    m_forward.pop_back();
    show(m_present);
}

void ZoomHistory::show(const Range& range)
{
    m_going = true;
    m_time.setRange(range.first, range.second);
    m_going = false;
    m_present = visible();
    emit changed();
}

void ZoomHistory::forget()
{
    m_settled.stop();
    m_back.clear();
    m_forward.clear();
    m_present = visible();
    emit changed();
}

void ZoomHistory::rangeChanged()
{
    if (m_going)
        return;
    m_settled.start();
    emit changed();
}

void ZoomHistory::settle()
{
    m_settled.stop();
    if (m_present == visible())
        return;
    m_back.push_back(m_present);
    if (m_back.size() > kMost)
        m_back.erase(m_back.begin());
    m_forward.clear();
    m_present = visible();
    emit changed();
}

ZoomHistory::Range ZoomHistory::visible() const
{
    return {m_time.lower(), m_time.upper()};
}

} // namespace dissonance
