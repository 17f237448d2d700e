#include "app/cli/joint_progress.h"

#include <numeric>
#include <utility>

namespace dissonance {

JointProgress::JointProgress(const RunContext& context, std::vector<std::string> names)
    : m_context(context)
    , m_names(std::move(names))
    , m_fractions(m_names.size(), 0.0)
{
}

RunContext JointProgress::of(std::size_t i)
{
    RunContext own{m_context.stop, {}};
    if (m_context.progress)
        own.progress = [this, i](const Progress& progress) {
            const std::lock_guard lock(m_mutex);
            tell(i, progress.fraction, progress.what);
        };
    return own;
}

void JointProgress::finish(std::size_t i)
{
    const std::lock_guard lock(m_mutex);
    ++m_done;
    tell(i, 1.0, "done");
}

void JointProgress::tell(std::size_t i, double fraction, const std::string& what)
{
    m_fractions[i] = fraction;
    const double sum = std::accumulate(m_fractions.begin(), m_fractions.end(), 0.0);
    m_context.report(sum / double(m_fractions.size()),
                     std::to_string(m_done) + " of " + std::to_string(m_names.size()) + " done, "
                         + m_names[i] + ": " + what);
}

} // namespace dissonance
