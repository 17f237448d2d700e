#include "app/cli/training_steps.h"

#include "app/cli/output.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

/// What matters most first: a narrow terminal cuts the end.
std::string textOf(const TrainingStep& step)
{
    auto text = step.networks > 1
        ? ' ' + std::to_string(step.network) + " of " + std::to_string(step.networks)
        : std::string();
    text += ", step " + std::to_string(step.step) + '/' + std::to_string(step.steps);
    if (!std::isnan(step.separation))
        text += ", separates " + numberText(step.separation, 3);
    text += ", loss " + numberText(step.loss, 3);
    // Not every objective has a second part.
    if (step.likelihood != 0.0)
        text += " (contrastive " + numberText(step.contrastive, 3) + ", likelihood "
            + numberText(step.likelihood, 3) + ')';
    return text;
}

/// "0.91", or "0.91 to 0.94".
std::string range(double least, double most)
{
    const auto text = numberText(least);
    return text == numberText(most) ? text : text + " to " + numberText(most);
}

} // namespace

void TrainingSteps::add(const TrainingStep& step)
{
    if (m_courses.size() < std::size_t(step.network))
        m_courses.push_back({0, 0, step.separation});
    auto& course = m_courses.back();
    course.steps = step.step;
    course.most = step.steps;
    course.separation = std::fmax(course.separation, step.separation);
    m_text = textOf(step);
}

RunContext TrainingSteps::told(const RunContext& context)
{
    RunContext inner{context.stop, {}};
    if (context.progress)
        inner.progress = [this, outer = context.progress](Progress progress) {
            progress.what += m_text;
            m_text.clear();
            outer(progress);
        };
    return inner;
}

std::string coursesText(const std::vector<TrainingSteps::Course>& courses)
{
    if (courses.empty())
        return "-";
    int steps = 0;
    auto least = courses.front().separation;
    auto most = least;
    for (const auto& course : courses) {
        steps += course.steps;
        least = std::fmin(least, course.separation);
        most = std::fmax(most, course.separation);
    }
    const auto count = std::ptrdiff_t(courses.size());
    const auto of = std::ptrdiff_t(courses.front().most) * count;
    return countText(steps) + " of at most " + countText(of)
        + (count > 1 ? " in " + plural(count, "network", "networks") : "") + ", best separation "
        + range(least, most);
}

} // namespace dissonance
