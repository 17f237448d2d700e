#include "tests/quality/operating_points.h"

#include "tests/quality/splices.h"
#include "tests/support/processes.h"

#include <cmath>

namespace dissonance::quality {

namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;

constexpr Index kUsualRows = 16'800;
constexpr Index kOtherRows = 7'200;
constexpr Index kChannels = 10;
constexpr double kNoise = 0.1;

/// Where a plant is run.
struct OperatingPoint
{
    ArrayXd level = ArrayXd::Zero(kChannels);
    ArrayXd gain = ArrayXd::Ones(kChannels);
    Eigen::Array2d load = Eigen::Array2d::Zero();
    Eigen::Array2d swing = Eigen::Array2d::Ones();
};

double eitherSign(double size, RandomSource& random)
{
    return random.uniform() < 0.5 ? -size : size;
}

OperatingPoint drawPoint(const std::string& name, RandomSource& random)
{
    const bool all = name == "together";
    OperatingPoint point;
    if (all || name == "set-points")
        for (auto& level : point.level)
            level = eitherSign(random.uniform(1.0, 4.0), random);
    if (all || name == "gains")
        for (auto& gain : point.gain)
            gain = std::exp(random.uniform(-0.2, 0.2));
    if (all || name == "loads")
        for (Index i = 0; i < 2; ++i) {
            point.load[i] = eitherSign(random.uniform(1.0, 3.0), random);
            point.swing[i] = std::exp(random.uniform(-0.3, 0.3));
        }
    return point;
}

/// Channels that follow two hidden loads, each in its own mixture.
MatrixXd runAt(const OperatingPoint& point, Index rows, std::uint64_t seed)
{
    MatrixXd loads = testing::slowNoise(rows, 2, seed);
    for (Index i = 0; i < 2; ++i)
        loads.col(i) = (point.swing[i] * loads.col(i).array() + point.load[i]).matrix();
    const auto noise = testing::whiteNoise(rows, kChannels, seed + 1000);
    MatrixXd run(rows, kChannels);
    for (Index c = 0; c < kChannels; ++c) {
        const double angle = 2.4 * double(c); // never two channels the same
        const ArrayXd own = std::cos(angle) * loads.col(0).array()
            + std::sin(angle) * loads.col(1).array() + kNoise * noise.col(c).array();
        run.col(c) = (point.gain[c] * own + point.level[c]).matrix();
    }
    return run;
}

} // namespace

const std::vector<std::string>& operatingPoints()
{
    static const std::vector<std::string> names{"set-points", "loads", "gains", "together"};
    return names;
}

OperatingRuns operatingRuns(const std::string& name, bool shifted, std::uint64_t seed)
{
    RandomSource random(seed);
    const auto point = drawPoint(name, random);
    OperatingRuns runs;
    runs.usual = runAt({}, kUsualRows, 10 * seed);
    runs.other = runAt(shifted ? point : OperatingPoint(), kOtherRows, 10 * seed + 1);
    SplicePlan plan;
    plan.first = kOtherRows / 10;
    plan.incidents = 20;
    plan.share = 0.3;
    runs.breaks = spliceIncidents(runs.other, plan, random);
    return runs;
}

} // namespace dissonance::quality
