#include "engine/detector/sample_buffer.h"

#include "engine/detector/clock_jumps.h"

#include <algorithm>
#include <utility>

namespace dissonance {

namespace {

constexpr std::size_t kMostSteps = 100'000;

} // namespace

SampleBuffer::SampleBuffer(const Detector::State& state, Eigen::Index room, int threads)
    : m_state(state)
    , m_room(room)
    , m_threads(threads)
    , m_gaps(state.traits.size())
    , m_usual(usualGapsOf(state.traits))
    , m_ends(state.traits.size())
{
    m_rows.setZero(room, Eigen::Index(state.traits.size()));
}

Status SampleBuffer::add(const Recording& samples, const RunContext& context)
{
    auto read = matchedValues(m_state, samples, m_threads, context);
    if (!read)
        return read.error();
    auto& values = read->model;
    applyScaling(m_state.scaling, values.values, m_threads, context);
    if (context.stopRequested())
        return cancelled();
    m_jumps.clear();
    if (samples.clock()->kind() != TimeKind::SampleIndex)
        findJumps(*samples.clock());
    if (m_count == 0) {
        m_notices = std::move(read->notices);
        if (auto notice = adaptationNotice(m_state.card); !notice.empty())
            m_notices.push_back(std::move(notice));
        if (auto notice = stepNotice(m_state, samples); !notice.empty())
            m_notices.push_back(std::move(notice));
    }
    makeRoom(values.values.rows());
    append(values);
    return Done{};
}

void SampleBuffer::findJumps(const TimeAxis& clock)
{
    std::vector<std::int64_t> steps;
    for (std::size_t i = 0; i < clock.size(); ++i)
        if (i > 0 || m_count > 0)
            steps.push_back(stepBetween(i > 0 ? clock.tick(i - 1) : m_lastTick, clock.tick(i)));
    const auto known = std::min(steps.size(), kMostSteps - m_steps.size());
    m_steps.insert(m_steps.end(), steps.begin(), steps.begin() + std::ptrdiff_t(known));
    m_lastTick = clock.tick(clock.size() - 1);
    if (m_steps.size() < 2)
        return;
    // Not anew for every few samples of many: a look at all steps takes a millisecond.
    if (m_steps.size() >= m_nextLook && known > 0) {
        m_usualStep = usualStep(m_steps);
        m_nextLook = m_steps.size() + m_steps.size() / 64;
    }
    const double most = kJumpSteps * m_usualStep;
    const auto first = m_count + std::ptrdiff_t(clock.size() - steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (double(steps[i]) > most)
            m_jumps.push_back(first + std::ptrdiff_t(i));
}

void SampleBuffer::makeRoom(Eigen::Index samples)
{
    const auto kept = Eigen::Index(m_count - m_first);
    const auto needed = kept + samples + m_room;
    const auto before = m_rows.rows();
    if (needed <= before)
        return;
    const auto rows = std::max(needed, before + before / 2);
    m_rows.conservativeResize(rows, Eigen::NoChange);
    m_rows.bottomRows(rows - before).setZero();
}

void SampleBuffer::append(const ModelValues& values)
{
    const auto samples = values.values.rows();
    const auto at = Eigen::Index(m_count - m_first);
    m_rows.middleRows(at, samples) = values.values;
    for (std::size_t c = 0; c < m_ends.size(); ++c) {
        auto column = m_rows.col(Eigen::Index(c));
        auto& end = m_ends[c];
        std::ptrdiff_t leading = 0; // samples before the first present one
        for (const auto& gap : values.gaps[c]) {
            const SampleSpan span{m_count + gap.first, m_count + gap.last};
            leading = gap.first == 0 ? gap.last : leading;
            if (!m_gaps[c].empty() && m_gaps[c].back().last == span.first)
                m_gaps[c].back().last = span.last;
            else
                m_gaps[c].push_back(span);
        }
        if (end.wasPresent)
            column.segment(at, leading).setConstant(end.held);
        else if (leading < samples) // as makeGrid() fills what is before the first present value
            column.head(at).setConstant(column[at + leading]);
        end.wasPresent = end.wasPresent || leading < samples;
        end.held = column[at + samples - 1];
    }
    m_count += samples;
}

void SampleBuffer::dropBefore(std::ptrdiff_t sample)
{
    const auto dropped = Eigen::Index(sample - m_first);
    const auto kept = Eigen::Index(m_count - sample);
    // Moving what is kept costs more the less is dropped.
    if (dropped < std::max<Eigen::Index>(kept, 1))
        return;
    const Eigen::MatrixXf rows = m_rows.middleRows(dropped, kept);
    m_rows.setZero(kept + m_room, rows.cols());
    m_rows.topRows(kept) = rows;
    m_first = sample;
    for (auto& gaps : m_gaps)
        std::erase_if(
            gaps, [&](const SampleSpan& gap) { return gap.last <= sample && gap.last < m_count; });
}

std::vector<std::vector<WindowRun>> SampleBuffer::leftOut(Eigen::Index windowLength) const
{
    auto gaps = m_gaps;
    for (auto& channel : gaps)
        for (auto& gap : channel)
            gap = {gap.first - m_first, gap.last - m_first};
    return leftOutWindows(gaps, m_usual, windowLength);
}

bool SampleBuffer::isLeftOutKnown(std::ptrdiff_t window, Eigen::Index windowLength) const
{
    const auto half = windowLength / 2;
    for (std::size_t c = 0; c < m_gaps.size(); ++c) {
        if (m_gaps[c].empty() || m_gaps[c].back().last < m_count)
            continue;
        const auto& gap = m_gaps[c].back();
        if (window > gap.first - half + 1
            && gap.size() < std::max<std::ptrdiff_t>(half, 3 * m_usual[c]))
            return false;
    }
    return true;
}

} // namespace dissonance
