#include "ui/views/shared_time.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance {

namespace {

constexpr double kFewestSteps = 4.0;

} // namespace

void SharedTime::setClock(std::shared_ptr<const TimeAxis> clock)
{
    if (clock && clock->size() == 0)
        clock.reset();
    m_clock = std::move(clock);
    m_step = 1.0;
    m_first = 0.0;
    m_last = 1.0;
    if (m_clock) {
        // A single sample lasts a second, which Unix seconds in a double can tell.
        const std::int64_t alone = m_clock->kind() == TimeKind::SampleIndex ? 1 : 1'000'000'000;
        const auto step = m_clock->medianStep() > 0 ? m_clock->medianStep() : alone;
        m_step = m_clock->toDisplay(step);
        m_first = m_clock->toDisplay(m_clock->ticks().front());
        m_last = m_clock->toDisplay(m_clock->ticks().back() + step);
    }
    m_lower = m_first;
    m_upper = m_last;
    m_cursor.reset();
    m_selection.reset();
    m_marks = {};
    emit clockChanged();
    emit rangeChanged();
    emit cursorChanged();
    emit selectionChanged();
    emit marksChanged();
}

void SharedTime::setRange(double lower, double upper)
{
    if (!m_clock || !std::isfinite(lower) || !std::isfinite(upper))
        return;
    if (lower > upper)
        std::swap(lower, upper);
    const double whole = m_last - m_first;
    const double width = std::clamp(upper - lower, std::min(kFewestSteps * m_step, whole), whole);
    if (width != upper - lower) {
        const double middle = 0.5 * (lower + upper);
        lower = middle - 0.5 * width;
    }
    lower = std::clamp(lower, m_first, std::max(m_first, m_last - width));
    upper = std::min(lower + width, m_last);
    if (lower == m_lower && upper == m_upper)
        return;
    m_lower = lower;
    m_upper = upper;
    emit rangeChanged();
}

void SharedTime::zoom(double factor, double about)
{
    if (!m_clock || factor <= 0.0)
        return;
    // The least width is minded here, or the range would slide away under the pointer.
    const double width = m_upper - m_lower;
    factor = std::max(factor, std::min(1.0, kFewestSteps * m_step / width));
    setRange(about - factor * (about - m_lower), about + factor * (m_upper - about));
}

void SharedTime::pan(double screens)
{
    const double shift = screens * (m_upper - m_lower);
    setRange(m_lower + shift, m_upper + shift);
}

void SharedTime::centreOn(double time)
{
    const double half = 0.5 * (m_upper - m_lower);
    setRange(time - half, time + half);
}

void SharedTime::showSpan(const SampleSpan& span)
{
    const double from = timeOf(span.first);
    const double to = timeOf(span.last);
    const double around = std::max(to - from, 8.0 * m_step);
    setRange(from - around, to + around);
}

double SharedTime::timeOf(std::ptrdiff_t sample) const
{
    if (!m_clock)
        return 0.0;
    if (sample >= std::ptrdiff_t(m_clock->size()))
        return m_last;
    return m_clock->toDisplay(m_clock->tick(std::size_t(std::max<std::ptrdiff_t>(sample, 0))));
}

std::ptrdiff_t SharedTime::sampleAt(double time) const
{
    if (!m_clock)
        return 0;
    if (time <= m_first)
        return 0;
    if (time >= m_last)
        return std::ptrdiff_t(m_clock->size()) - 1;
    const auto after = m_clock->sampleAtOrAfter(m_clock->fromDisplay(time));
    if (after >= m_clock->size())
        return std::ptrdiff_t(m_clock->size()) - 1;
    const auto sample = std::ptrdiff_t(after);
    if (sample > 0 && time - timeOf(sample - 1) < timeOf(sample) - time)
        return sample - 1;
    return sample;
}

SampleSpan SharedTime::visibleSamples() const
{
    if (!m_clock)
        return {};
    const auto count = std::ptrdiff_t(m_clock->size());
    return {std::max<std::ptrdiff_t>(sampleAt(m_lower) - 2, 0),
            std::min(sampleAt(m_upper) + 3, count)};
}

void SharedTime::setStyle(TimeStyle style)
{
    if (style == m_style)
        return;
    m_style = style;
    emit styleChanged();
}

void SharedTime::setCursor(std::optional<std::ptrdiff_t> sample)
{
    if (!m_clock)
        sample.reset();
    if (sample == m_cursor)
        return;
    m_cursor = sample;
    emit cursorChanged();
}

void SharedTime::setMark(Mark mark, std::optional<std::ptrdiff_t> sample)
{
    if (!m_clock)
        sample.reset();
    if (sample)
        sample = std::clamp<std::ptrdiff_t>(*sample, 0, std::ptrdiff_t(m_clock->size()) - 1);
    if (sample == m_marks[mark])
        return;
    m_marks[mark] = sample;
    emit marksChanged();
}

void SharedTime::setSelection(std::optional<SampleSpan> span)
{
    if (span && m_clock) {
        const auto count = std::ptrdiff_t(m_clock->size());
        span->first = std::clamp<std::ptrdiff_t>(span->first, 0, count);
        span->last = std::clamp<std::ptrdiff_t>(span->last, 0, count);
    }
    if (!m_clock || (span && span->size() <= 0))
        span.reset();
    if (span == m_selection)
        return;
    m_selection = span;
    emit selectionChanged();
}

} // namespace dissonance
