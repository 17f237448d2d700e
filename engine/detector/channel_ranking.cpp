#include "engine/detector/channel_ranking.h"

#include <algorithm>
#include <cstddef>

namespace dissonance {

namespace {

/// Adds `weight` dealt out in proportion to what of the surprise is above 0.
void deal(double weight, const Eigen::VectorXd& surprise, Eigen::VectorXd& shares)
{
    const Eigen::VectorXd above = surprise.cwiseMax(0.0);
    const double total = above.sum();
    if (total > 0.0)
        shares += weight / total * above;
}

} // namespace

std::vector<ChannelContribution> rankChannels(const std::vector<std::string>& names,
                                              const SpanScores& scores,
                                              const ChannelEvidence& evidence,
                                              const Eigen::VectorXd& network)
{
    const Eigen::VectorXd dependence =
        evidence.instant.cwiseMax(0.0) + evidence.pattern.cwiseMax(0.0);
    const double byNetwork =
        network.size() > 0 ? scores.dependenceShare * scores.networkShare : 0.0;

    const Eigen::VectorXd marginal = evidence.marginal.cwiseMax(0.0);

    Eigen::VectorXd shares = Eigen::VectorXd::Zero(marginal.size());
    deal(1.0 - byNetwork,
         scores.marginalShare * marginal + (scores.dependenceShare - byNetwork) * dependence,
         shares);
    deal(byNetwork, network, shares);
    if (!(shares.sum() > 0.0)) // as normal as can be: whatever there is
        deal(1.0, marginal + dependence, shares);
    if (shares.sum() > 0.0)
        shares /= shares.sum();
    else
        shares.setConstant(1.0 / double(shares.size()));

    std::vector<ChannelContribution> ranked;
    for (std::size_t c = 0; c < names.size(); ++c) {
        const auto i = Eigen::Index(c);
        ranked.push_back({names[c], shares[i], evidence.marginal[i],
                          evidence.instant[i] + evidence.pattern[i], evidence.shapley[i],
                          evidence.state.size() > 0 ? evidence.state[i] : 0.0});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const ChannelContribution& a, const ChannelContribution& b) {
                         return a.share > b.share;
                     });
    return ranked;
}

} // namespace dissonance
