#include "tests/quality/nonlinear.h"

#include "tests/support/processes.h"

#include <cassert>
#include <cmath>

namespace dissonance::quality {

namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double kNoise = 0.05;
constexpr Index kLag = 5;

/// Slow signals of unit variance, one after the other.
class Signals
{
public:
    Signals(Index rows, std::uint64_t seed)
        : m_rows(rows)
        , m_seed(seed * 1000)
    {
    }

    ArrayXd slow() { return testing::slowNoise(m_rows, 1, ++m_seed).col(0); }

    /// +1 or -1 for a hundred samples and more at a time.
    ArrayXd regime()
    {
        RandomSource random(++m_seed);
        ArrayXd state(m_rows);
        double now = 1.0;
        for (Index t = 0; t < m_rows; ++t) {
            if (random.uniform() < 1.0 / 150.0)
                now = -now;
            state[t] = now;
        }
        return state;
    }

    ArrayXd noise() { return kNoise * testing::whiteNoise(m_rows, 1, ++m_seed).col(0).array(); }

private:
    Index m_rows;
    std::uint64_t m_seed;
};

/// +1 once x rose above 1, -1 once it fell below -1.
ArrayXd switched(const ArrayXd& x)
{
    ArrayXd state(x.size());
    double now = 1.0;
    for (Index t = 0; t < x.size(); ++t) {
        if (std::abs(x[t]) > 1.0)
            now = x[t] > 0.0 ? 1.0 : -1.0;
        state[t] = now;
    }
    return state;
}

ArrayXd delayed(const ArrayXd& x, Index lag)
{
    ArrayXd late = x;
    late.tail(x.size() - lag) = x.head(x.size() - lag);
    return late;
}

using Columns = std::vector<ArrayXd>;

void addSquare(Signals& signals, Columns& columns)
{
    const auto x = signals.slow();
    columns.push_back(x);
    columns.push_back(x.square() - 1.0);
}

void addProduct(Signals& signals, Columns& columns)
{
    const auto a = signals.slow();
    columns.push_back(a);
    columns.push_back(a * signals.slow());
}

void addRegime(Signals& signals, Columns& columns)
{
    const auto x = signals.slow();
    columns.push_back(x);
    columns.push_back(x * signals.regime());
}

void addFold(Signals& signals, Columns& columns)
{
    const auto x = signals.slow();
    columns.push_back(x);
    columns.push_back(x.abs());
}

void addSaturation(Signals& signals, Columns& columns)
{
    const auto x = signals.slow();
    columns.push_back(x);
    columns.push_back(x.square().min(1.0));
}

void addHysteresis(Signals& signals, Columns& columns)
{
    const auto x = signals.slow();
    const auto z = signals.slow();
    columns.push_back(x);
    columns.push_back(z);
    columns.push_back(z * switched(x));
}

void addState(Signals& signals, Columns& columns)
{
    const auto x = signals.slow();
    const auto state = signals.regime();
    columns.push_back(x);
    columns.push_back(x * state);
    columns.push_back(state);
}

void addLag(Signals& signals, Columns& columns)
{
    const auto x = signals.slow();
    columns.push_back(x);
    columns.push_back(delayed(x.square() - 1.0, kLag));
}

} // namespace

const std::vector<std::string>& nonlinearProcesses()
{
    static const std::vector<std::string> names{
        "mixed", "square", "product", "regime", "fold", "saturation", "hysteresis", "state", "lag"};
    return names;
}

Eigen::MatrixXd nonlinearProcess(const std::string& name, Index rows, std::uint64_t seed)
{
    Signals signals(rows, seed);
    Columns columns;
    const auto wanted = [&](const char* one) {
        return name == one;
    };
    const bool mixed = wanted("mixed");
    if (mixed || wanted("square"))
        addSquare(signals, columns);
    if (mixed || wanted("product"))
        addProduct(signals, columns);
    if (mixed || wanted("regime"))
        addRegime(signals, columns);
    if (mixed || wanted("fold"))
        addFold(signals, columns);
    if (wanted("saturation"))
        addSaturation(signals, columns);
    if (wanted("hysteresis"))
        addHysteresis(signals, columns);
    if (wanted("state"))
        addState(signals, columns);
    if (wanted("lag"))
        addLag(signals, columns);
    assert(!columns.empty());

    Eigen::MatrixXd values(rows, Index(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto& column = columns[c];
        // A shown state is exact.
        const bool state = wanted("state") && c + 1 == columns.size();
        values.col(Index(c)) = state ? column : ArrayXd(column + signals.noise());
    }
    return values;
}

std::vector<std::pair<Index, Index>> nonlinearRelations(const std::string& name)
{
    if (name == "mixed")
        return {{0, 1}, {2, 3}, {4, 5}, {6, 7}};
    if (name == "hysteresis") // x turns what z does to the third
        return {{0, 2}, {1, 2}};
    if (name == "state") // without the state the first two still share their size
        return {{0, 1}, {0, 2}, {1, 2}};
    return {{0, 1}};
}

double largestCorrelation(const Eigen::MatrixXd& values)
{
    const Eigen::MatrixXd centred = values.rowwise() - values.colwise().mean();
    const Eigen::MatrixXd covariance = centred.transpose() * centred;
    double largest = 0.0;
    for (Index i = 0; i < values.cols(); ++i)
        for (Index j = 0; j < i; ++j)
            largest = std::max(largest,
                               std::abs(covariance(i, j))
                                   / std::sqrt(covariance(i, i) * covariance(j, j)));
    return largest;
}

} // namespace dissonance::quality
