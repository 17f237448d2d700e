#include "app/cli/explanation_json.h"

namespace dissonance {

namespace {

template <typename Matrix>
Json rowsOf(const Matrix& matrix)
{
    auto rows = Json::array();
    for (Eigen::Index r = 0; r < matrix.rows(); ++r) {
        auto row = Json::array();
        for (Eigen::Index c = 0; c < matrix.cols(); ++c)
            row.push_back(matrix(r, c));
        rows.push_back(std::move(row));
    }
    return rows;
}

Json toJson(const WhatIf& whatIf)
{
    return {{"replaced", whatIf.channels},
            {"peak_before", whatIf.before},
            {"peak_after", whatIf.after},
            {"limit", whatIf.limit},
            {"limit_is_threshold", whatIf.limitIsThreshold},
            {"inside", whatIf.isInside()}};
}

} // namespace

Json toJson(const std::vector<ChannelContribution>& channels)
{
    auto json = Json::array();
    for (const auto& channel : channels)
        json.push_back({{"channel", channel.channel},
                        {"share", channel.share},
                        {"marginal", channel.marginal},
                        {"dependence", channel.dependence},
                        {"shapley", channel.shapley},
                        {"state", channel.state}});
    return json;
}

Json toJson(const std::vector<PairContribution>& pairs)
{
    auto json = Json::array();
    for (const auto& pair : pairs)
        json.push_back({{"first", pair.first},
                        {"second", pair.second},
                        {"normal", pair.normal},
                        {"observed", pair.observed},
                        {"surprise", pair.surprise},
                        {"significant", pair.significant},
                        {"network_fall", pair.networkFall}});
    return json;
}

Json toJson(const Explanation& explanation)
{
    auto expectations = Json::array();
    for (const auto& expectation : explanation.expectations)
        expectations.push_back({{"channel", expectation.channel},
                                {"observed", expectation.observed},
                                {"expected", expectation.expected},
                                {"lower", expectation.lower},
                                {"upper", expectation.upper}});
    return {{"first", explanation.span.first},
            {"last", explanation.span.last},
            {"marginal_share", explanation.marginalShare},
            {"dependence_share", explanation.dependenceShare},
            {"network_share", explanation.networkShare},
            {"family", explanation.family},
            {"ranked", toJson(explanation.ranked)},
            {"pairs", toJson(explanation.pairs)},
            {"what_if", toJson(explanation.whatIf)},
            {"remarks", explanation.remarks},
            {"left_out", explanation.leftOut},
            {"states", explanation.states},
            {"duplicates", explanation.duplicates},
            {"expectations", std::move(expectations)},
            {"condition_number", explanation.conditionNumber},
            {"channels", explanation.channels},
            {"dependence",
             {{"normal", rowsOf(explanation.normal)},
              {"window", rowsOf(explanation.window)},
              {"difference", rowsOf(explanation.difference)},
              {"significant", rowsOf(explanation.significant)},
              {"pair_surprise", rowsOf(explanation.pairSurprise)},
              {"nonlinear_normal", rowsOf(explanation.nonlinearNormal)},
              {"nonlinear_window", rowsOf(explanation.nonlinearWindow)},
              {"temporal_normal", rowsOf(explanation.temporalNormal)}}}};
}

} // namespace dissonance
