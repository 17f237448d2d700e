#pragma once

#include "engine/base/run_context.h"

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace dissonance {

/// The progress of several calls side by side, told as that of one: "2 of 7 done, pump.csv:
/// scoring windows".
class JointProgress
{
public:
    /// @param names  of the calls, for people. `context` is borrowed.
    JointProgress(const RunContext& context, std::vector<std::string> names);

    /// What call i gets; valid while this lives.
    RunContext of(std::size_t i);

    /// Call i came to its end, whatever that was. May be called from any thread.
    void finish(std::size_t i);

private:
    void tell(std::size_t i, double fraction, const std::string& what);

    const RunContext& m_context;
    const std::vector<std::string> m_names;
    std::mutex m_mutex;
    std::vector<double> m_fractions;
    std::size_t m_done = 0;
};

} // namespace dissonance
