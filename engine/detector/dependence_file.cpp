#include "engine/detector/dependence_file.h"

#include "engine/copula/copula_fit.h"
#include "engine/detector/json_fields.h"

#include <algorithm>
#include <string>
#include <utility>

namespace dissonance {

namespace {

using nlohmann::json;

constexpr const char* kWhere = "dependence";

std::string named(const char* name)
{
    return std::string(kWhere) + "." + name;
}

Error malformed(const char* tensor, const std::string& expected)
{
    return {ErrorCode::ModelMalformed, "Tensor \"" + named(tensor) + "\" " + expected + "."};
}

bool ascending(const std::vector<Eigen::Index>& values)
{
    return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) == values.end();
}

bool within(const Eigen::MatrixXd& values, double least, double most)
{
    return values.size() == 0 || (values.minCoeff() >= least && values.maxCoeff() <= most);
}

/// Symmetric, with that diagonal.
bool symmetric(const Eigen::MatrixXd& values, double diagonal)
{
    return values == values.transpose() && (values.diagonal().array() == diagonal).all();
}

Result<std::vector<Marginal>> takeMarginals(const DependenceShape& shape, TensorShelf& shelf)
{
    const auto size = Eigen::Index(shape.channels.size());
    const Eigen::MatrixXd knots = shelf.take(named("knots"), size, shape.knots).cast<double>();
    const Eigen::MatrixXd tails = shelf.take(named("tails"), size, 4).cast<double>();
    if (auto status = shelf.error(); !status)
        return status.error();
    std::vector<Marginal> marginals;
    for (Eigen::Index i = 0; i < size; ++i) {
        std::vector<double> own(knots.row(i).begin(), knots.row(i).end());
        auto marginal = Marginal::create(std::move(own), shape.count, {tails(i, 0), tails(i, 1)},
                                         {tails(i, 2), tails(i, 3)});
        if (!marginal)
            return Error{ErrorCode::ModelMalformed,
                         "Distribution " + std::to_string(i) + " of the model is not usable. "
                             + marginal.error().detail};
        marginals.push_back(std::move(*marginal));
    }
    return marginals;
}

Status checkValues(const ChannelDependence& dependence)
{
    if (!within(dependence.scores.cast<double>(), -Marginal::kMostScore, Marginal::kMostScore))
        return malformed("scores", "must hold normal scores");
    if (!within(dependence.nonlinear, 0.0, 1.0) || !symmetric(dependence.nonlinear, 1.0))
        return malformed("nonlinear", "must be symmetric, between 0 and 1");
    if (!symmetric(dependence.pairMean, 0.0))
        return malformed("pairMean", "must be symmetric with 0 on its diagonal");
    // A sample's autocorrelation may exceed 1 by rounding.
    if (!within(dependence.autocorrelation, -1.001, 1.001))
        return malformed("autocorrelation", "must lie between -1 and 1");
    return Done{};
}

DependenceShape shapeOf(const ChannelDependence& dependence)
{
    const auto& marginal = dependence.marginals.front();
    return {dependence.channels,         dependence.lags,  Eigen::Index(marginal.knots().size()),
            dependence.scores.rows(),    marginal.count(), dependence.samples,
            dependence.copula->freedom()};
}

} // namespace

json dependenceJson(const ChannelDependence& dependence)
{
    const auto shape = shapeOf(dependence);
    return {{"channels", shape.channels},
            {"lags", shape.lags},
            {"knots", shape.knots},
            {"rows", shape.rows},
            {"count", shape.count},
            {"samples", shape.samples},
            {"freedom", dependence.copula->isGaussian() ? json() : json(shape.freedom)}};
}

Result<DependenceShape> readDependence(const json& from, const std::vector<bool>& constant)
{
    DependenceShape shape;
    JsonFields fields(from, kWhere);
    fields.read("channels", shape.channels);
    fields.read("lags", shape.lags);
    fields.read("knots", shape.knots);
    fields.read("rows", shape.rows);
    fields.read("count", shape.count);
    fields.read("samples", shape.samples);
    fields.readOrNan("freedom", shape.freedom);
    if (auto status = fields.status(); !status)
        return status.error();

    const auto known = [&](Eigen::Index c) {
        return c >= 0 && c < Eigen::Index(constant.size()) && !constant[std::size_t(c)];
    };
    if (shape.channels.empty() || !ascending(shape.channels)
        || !std::all_of(shape.channels.begin(), shape.channels.end(), known))
        fields.fail("channels", "ascending numbers of channels that are not constant");
    if (shape.lags.empty() || shape.lags.size() > ChannelDependence::kMostLags
        || shape.lags.front() < 1 || shape.lags.back() > ChannelDependence::kMostLag
        || !ascending(shape.lags))
        fields.fail("lags",
                    "a few ascending numbers of samples, at most "
                        + std::to_string(ChannelDependence::kMostLag));
    if (shape.knots < 2 || shape.knots > Eigen::Index(Marginal::kMostKnots))
        fields.fail("knots", "2 to " + std::to_string(Marginal::kMostKnots));
    if (shape.rows < 2 || shape.rows > ChannelDependence::kMostRows)
        fields.fail("rows", "2 to " + std::to_string(ChannelDependence::kMostRows));
    if (shape.count < double(shape.knots) || shape.count > 1e15)
        fields.fail("count", "no less than the knots");
    if (shape.samples < 2.0 || shape.samples > 1e15)
        fields.fail("samples", "a number of samples");
    if (std::isnan(shape.freedom))
        shape.freedom = EllipticalCopula::kGaussian;
    if (std::find(kFreedoms.begin(), kFreedoms.end(), shape.freedom) == kFreedoms.end())
        fields.fail("freedom", "one of the degrees of freedom that are fitted, or null");
    if (auto status = fields.status(); !status)
        return status.error();
    return shape;
}

void addDependence(const ChannelDependence& dependence, std::vector<NamedTensor>& tensors)
{
    const auto size = dependence.size();
    Eigen::MatrixXf knots(size, Eigen::Index(dependence.marginals.front().knots().size()));
    Eigen::MatrixXf tails(size, 4);
    for (Eigen::Index i = 0; i < size; ++i) {
        const auto& marginal = dependence.marginals[std::size_t(i)];
        knots.row(i) = Eigen::Map<const Eigen::RowVectorXd>(marginal.knots().data(), knots.cols())
                           .cast<float>();
        tails.row(i) << float(marginal.lowerTail().scale), float(marginal.lowerTail().shape),
            float(marginal.upperTail().scale), float(marginal.upperTail().shape);
    }
    const auto add = [&](const char* name, const Eigen::MatrixXd& values) {
        tensors.push_back(tensorOf(named(name), values.cast<float>()));
    };
    tensors.push_back(tensorOf(named("knots"), knots));
    tensors.push_back(tensorOf(named("tails"), tails));
    tensors.push_back(tensorOf(named("scores"), dependence.scores));
    add("correlation", dependence.copula->correlation());
    add("nonlinear", dependence.nonlinear);
    add("pairMean", dependence.pairMean);
    add("contributionMean", dependence.contributionMean);
    add("autocorrelation", dependence.autocorrelation);
}

Result<ChannelDependence> takeDependence(const DependenceShape& shape, TensorShelf& shelf)
{
    const auto size = Eigen::Index(shape.channels.size());
    const auto take = [&](const char* name, Eigen::Index rows, Eigen::Index cols) {
        return Eigen::MatrixXd(shelf.take(named(name), rows, cols).cast<double>());
    };
    ChannelDependence dependence;
    dependence.channels = shape.channels;
    dependence.lags = shape.lags;
    dependence.samples = shape.samples;
    auto marginals = takeMarginals(shape, shelf);
    if (!marginals)
        return marginals.error();
    dependence.marginals = std::move(*marginals);
    dependence.scores = shelf.take(named("scores"), shape.rows, size);
    const auto correlation = take("correlation", size, size);
    dependence.nonlinear = take("nonlinear", size, size);
    dependence.pairMean = take("pairMean", size, size);
    const auto contributions = take("contributionMean", size, 1);
    dependence.autocorrelation = take("autocorrelation", Eigen::Index(shape.lags.size()), size);
    if (auto status = shelf.error(); !status)
        return status.error();

    dependence.contributionMean = contributions.col(0);
    if (!symmetric(correlation, 1.0) || !within(correlation, -1.0, 1.0))
        return malformed("correlation", "must be a correlation matrix");
    auto copula = EllipticalCopula::create(correlation, shape.freedom);
    if (!copula)
        return malformed("correlation", "must be positive definite");
    dependence.copula = std::make_shared<const EllipticalCopula>(std::move(*copula));
    if (auto status = checkValues(dependence); !status)
        return status.error();
    return dependence;
}

Result<ChannelDependence> asFileKeeps(const ChannelDependence& dependence)
{
    std::vector<NamedTensor> tensors;
    addDependence(dependence, tensors);
    TensorShelf shelf(tensors);
    return takeDependence(shapeOf(dependence), shelf);
}

} // namespace dissonance
