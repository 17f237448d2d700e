#include "engine/detector/left_out.h"

#include "engine/detector/gaps.h"

#include <algorithm>
#include <utility>

namespace dissonance {

std::vector<MissingSpan> missingSpans(const std::vector<std::vector<WindowRun>>& leftOut,
                                      WindowRun run)
{
    std::vector<MissingSpan> single; // of one channel each
    std::vector<Eigen::Index> edges;
    forLeftOut(leftOut, run, [&](Eigen::Index c, Eigen::Index first, Eigen::Index count) {
        single.push_back({first, count, {c}});
        edges.insert(edges.end(), {first, first + count});
    });
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());

    std::vector<MissingSpan> spans;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        MissingSpan span{edges[i], edges[i + 1] - edges[i], {}};
        for (const auto& part : single)
            if (part.first <= span.first && span.first < part.first + part.count)
                span.channels.push_back(part.channels.front());
        span.channels.erase(std::unique(span.channels.begin(), span.channels.end()),
                            span.channels.end());
        if (!span.channels.empty())
            spans.push_back(std::move(span));
    }
    return spans;
}

void leaveOut(const std::vector<MissingSpan>& missing, const CopulaPart& copula,
              Eigen::Index windowLength, Eigen::Ref<Eigen::MatrixXf> coordinates)
{
    for (const auto& span : missing) {
        for (const auto c : span.channels)
            coordinates.block(c * windowLength, span.first, windowLength, span.count).setZero();
        if (copula.transform.size() > 0)
            expectMissing(copula, span.channels, windowLength,
                          coordinates.middleCols(span.first, span.count));
    }
}

} // namespace dissonance
