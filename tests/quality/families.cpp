#include "tests/quality/families.h"

#include "engine/base/parallel.h"
#include "engine/detector/channel_dependence.h"
#include "tests/quality/table.h"
#include "tests/support/processes.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

namespace dissonance::quality {

namespace {

using Eigen::Index;

constexpr double kCorrelation = 0.5;
constexpr std::array<int, 4> kFreedomsAsked{0, 3, 5, 8};

/// Columns of unit variance and the given memory.
Eigen::MatrixXd withMemory(Index rows, Index cols, double memory, std::uint64_t seed)
{
    Eigen::MatrixXd x = testing::whiteNoise(rows, cols, seed);
    const double step = std::sqrt(1.0 - memory * memory);
    for (Index t = 1; t < rows; ++t)
        x.row(t) = memory * x.row(t - 1) + step * x.row(t);
    return x;
}

/// The freedom that was chosen.
Result<double> chosenFreedom(const FamilyCase& wanted, std::uint64_t seed)
{
    const auto values = familyData(wanted, seed);
    const auto fitted = fitChannelDependence(values, {{0, values.rows()}},
                                             std::vector<bool>(std::size_t(values.cols()), false),
                                             CopulaFamily::StudentT, 1, {});
    if (!fitted)
        return fitted.error();
    return fitted->copula->freedom();
}

FamilyResult resultOf(const FamilyCase& wanted, std::vector<double> freedoms)
{
    FamilyResult result{wanted, int(freedoms.size())};
    result.right = int(std::count_if(freedoms.begin(), freedoms.end(), [&](double freedom) {
        return std::isinf(freedom) == (wanted.freedom == 0);
    }));
    const auto middle = freedoms.begin() + std::ptrdiff_t(freedoms.size() / 2);
    std::nth_element(freedoms.begin(), middle, freedoms.end());
    result.medianFreedom = *middle;
    return result;
}

std::string freedomText(double freedom)
{
    return std::isinf(freedom) ? "Gaussian" : fixed(freedom, 0);
}

bool sameData(const FamilyCase& a, const FamilyCase& b)
{
    return a.channels == b.channels && a.samples == b.samples && a.memory == b.memory;
}

} // namespace

Eigen::MatrixXf familyData(const FamilyCase& wanted, std::uint64_t seed)
{
    const auto base = seed * 100;
    const auto own = withMemory(wanted.samples, wanted.channels, wanted.memory, base);
    const Eigen::VectorXd common = withMemory(wanted.samples, 1, wanted.memory, base + 1).col(0);
    Eigen::MatrixXd x = std::sqrt(1.0 - kCorrelation) * own;
    x.colwise() += std::sqrt(kCorrelation) * common;
    if (wanted.freedom > 0) {
        // One chi-square for all channels of a sample: that is what makes it a t copula.
        const auto parts = withMemory(wanted.samples, wanted.freedom, wanted.memory, base + 2);
        const Eigen::ArrayXd chi = parts.rowwise().squaredNorm();
        x = x.array().colwise() * (double(wanted.freedom) / chi).sqrt();
    }
    for (Index c = 1; c < x.cols(); c += 2) {
        if (c % 4 == 1)
            x.col(c) = (0.5 * x.col(c).array().max(-20.0).min(20.0)).exp();
        else
            x.col(c) = x.col(c).array().cube() + x.col(c).array();
    }
    return x.cast<float>();
}

std::vector<FamilyCase> familyCases()
{
    std::vector<FamilyCase> cases;
    for (const double memory : {0.0, 0.9})
        for (const Index channels : {2, 5, 10})
            for (const Index samples : {2000, 10'000})
                for (const int freedom : kFreedomsAsked)
                    cases.push_back({channels, samples, memory, freedom});
    return cases;
}

Result<std::vector<FamilyResult>> chooseFamilies(const std::vector<FamilyCase>& cases, int runs,
                                                 int jobs)
{
    std::vector<std::vector<double>> freedoms(cases.size(),
                                              std::vector<double>(std::size_t(runs), std::nan("")));
    std::optional<Error> failure;
    std::mutex mutex;
    std::atomic<std::ptrdiff_t> next = 0;
    const auto all = std::ptrdiff_t(cases.size()) * runs;
    parallelFor(jobs, jobs, [&](std::ptrdiff_t, std::ptrdiff_t) {
        for (auto i = next++; i < all; i = next++) {
            const auto at = std::size_t(i / runs);
            const auto run = std::size_t(i % runs);
            const auto freedom = chosenFreedom(cases[at], run + 1);
            if (!freedom) {
                const std::lock_guard lock(mutex);
                failure = freedom.error();
                return;
            }
            freedoms[at][run] = *freedom;
        }
    });
    if (failure)
        return *failure;
    std::vector<FamilyResult> results;
    for (std::size_t i = 0; i < cases.size(); ++i)
        results.push_back(resultOf(cases[i], std::move(freedoms[i])));
    return results;
}

std::string familiesMarkdown(const std::vector<FamilyResult>& results)
{
    std::vector<std::string> head{"channels", "samples", "memory"};
    for (const int freedom : kFreedomsAsked)
        head.push_back(freedom == 0 ? "Gaussian" : "t, nu = " + std::to_string(freedom));
    std::string text = "## Copula families\n\nShare of runs in which the channel copula is of the "
                       "family that the data was drawn from (correlation .5, no marginal "
                       "normal), and the median of the degrees of freedom chosen. Memory: a of "
                       "x_t = a x_(t-1) + e_t.\n\n"
        + headRow(head);
    for (std::size_t i = 0; i < results.size();) {
        const auto& of = results[i].of;
        std::vector<std::string> cells{std::to_string(of.channels), std::to_string(of.samples),
                                       fixed(of.memory, 1)};
        for (; i < results.size() && sameData(results[i].of, of); ++i)
            cells.push_back(fixed(100.0 * results[i].right / results[i].runs, 0) + " % ("
                            + freedomText(results[i].medianFreedom) + ")");
        text += row(cells);
    }
    return text;
}

std::string familiesJson(const std::vector<FamilyResult>& results)
{
    nlohmann::json all = nlohmann::json::array();
    for (const auto& result : results)
        all.push_back({{"channels", result.of.channels},
                       {"samples", result.of.samples},
                       {"memory", result.of.memory},
                       {"freedom", result.of.freedom},
                       {"runs", result.runs},
                       {"right", result.right},
                       {"medianFreedom",
                        std::isinf(result.medianFreedom) ? nlohmann::json("Gaussian")
                                                         : nlohmann::json(result.medianFreedom)}});
    return nlohmann::json{{"families", all}}.dump(2) + "\n";
}

} // namespace dissonance::quality
