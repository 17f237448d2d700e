#include "engine/scoring/flagged_spans.h"

namespace dissonance {

std::vector<SampleSpan> flaggedSpans(const std::vector<std::uint8_t>& flagged,
                                     std::ptrdiff_t mergeGap)
{
    std::vector<SampleSpan> spans;
    const auto count = std::ptrdiff_t(flagged.size());
    for (std::ptrdiff_t i = 0; i < count;) {
        if (!flagged[std::size_t(i)]) {
            ++i;
            continue;
        }
        SampleSpan run{i, i};
        while (run.last < count && flagged[std::size_t(run.last)])
            ++run.last;
        if (!spans.empty() && run.first - spans.back().last <= mergeGap)
            spans.back().last = run.last;
        else
            spans.push_back(run);
        i = run.last;
    }
    return spans;
}

} // namespace dissonance
