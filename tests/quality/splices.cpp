#include "tests/quality/splices.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace dissonance::quality {

namespace {

using Eigen::Index;

constexpr int kPlaces = 200;

std::vector<Index> drawChannels(Index count, double share, RandomSource& random)
{
    std::vector<Index> channels(static_cast<std::size_t>(count));
    std::iota(channels.begin(), channels.end(), Index(0));
    const auto size = std::clamp<Index>(Index(std::llround(share * double(count))),
                                        std::min<Index>(2, count), count);
    for (Index i = 0; i < size; ++i)
        std::swap(channels[std::size_t(i)], channels[std::size_t(i + random.below(count - i))]);
    channels.resize(std::size_t(size));
    std::sort(channels.begin(), channels.end());
    return channels;
}

} // namespace

void spliceChannel(Eigen::MatrixXd& values, Index channel, const SampleSpan& span,
                   RandomSource& random)
{
    const Eigen::VectorXd own = values.col(channel);
    const auto length = span.size();
    const double before = own[span.first - 1];
    const double after = own[span.last];
    double best = std::numeric_limits<double>::infinity();
    Index from = 1;
    for (int i = 0; i < kPlaces; ++i) {
        const auto place = 1 + random.below(own.size() - length - 1);
        // Its own time, or near it, would break nothing.
        if (std::abs(place - span.first) < 2 * length)
            continue;
        const double misfit =
            std::abs(own[place - 1] - before) + std::abs(own[place + length] - after);
        if (misfit < best) {
            best = misfit;
            from = place;
        }
    }
    values.col(channel).segment(span.first, length) = own.segment(from, length);
}

std::vector<Label> spliceIncidents(Eigen::MatrixXd& values, const SplicePlan& plan,
                                   RandomSource& random)
{
    const auto original = values;
    const double apart = double(values.rows() - plan.first) / double(plan.incidents);
    std::vector<Label> labels;
    for (int i = 0; i < plan.incidents; ++i) {
        const auto room = std::ptrdiff_t(apart) - plan.length - 2;
        Label label;
        label.span.first =
            plan.first + std::ptrdiff_t(apart * i) + 1 + random.below(std::max<Index>(room, 1));
        label.span.last = label.span.first + plan.length;
        label.kind = "relation";
        for (const auto channel : drawChannels(values.cols(), plan.share, random)) {
            // From the data as it was: a splice of a splice would carry its seams.
            Eigen::MatrixXd source = original.col(channel);
            spliceChannel(source, 0, label.span, random);
            values.col(channel).segment(label.span.first, plan.length) =
                source.col(0).segment(label.span.first, plan.length);
            label.channels.push_back("c" + std::to_string(channel));
        }
        labels.push_back(std::move(label));
    }
    return labels;
}

} // namespace dissonance::quality
