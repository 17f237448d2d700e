#pragma once

#include "engine/base/run_context.h"
#include "engine/detector/detector.h"

#include <string>
#include <vector>

namespace dissonance {

/// What the networks report while they learn, one after the other: for the progress line, and
/// for the summary at the end. Used on the training thread only.
class TrainingSteps
{
public:
    /// How one network learned.
    struct Course
    {
        int steps = 0; ///< taken
        int most = 0; ///< at most
        /// Best of the measurements on held-out windows, whose weights are kept; NaN before one.
        double separation = 0.0;
    };

    void add(const TrainingStep& step);

    /// `context`, whose progress tells the step that was added just before; valid while this
    /// lives.
    RunContext told(const RunContext& context);

    const std::vector<Course>& courses() const { return m_courses; }

private:
    std::vector<Course> m_courses;
    std::string m_text; ///< of a step that was not told yet
};

/// "450 of at most 800, best separation 0.94"; several networks in one line.
std::string coursesText(const std::vector<TrainingSteps::Course>& courses);

} // namespace dissonance
