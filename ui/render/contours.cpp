#include "ui/render/contours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dissonance {

namespace {

struct Corner
{
    QPointF position;
    double value = 0.0;
};

QPointF crossing(const Corner& a, const Corner& b, double level)
{
    const double share = (level - a.value) / (b.value - a.value);
    return a.position + share * (b.position - a.position);
}

/// Corners go round the square.
void addSegments(const std::array<Corner, 4>& corners, double level, std::vector<QLineF>& segments)
{
    std::array<QPointF, 4> points;
    std::size_t count = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& a = corners[i];
        const auto& b = corners[(i + 1) % 4];
        if ((a.value >= level) != (b.value >= level))
            points[count++] = crossing(a, b, level);
    }
    if (count == 2)
        segments.emplace_back(points[0], points[1]);
    if (count < 4)
        return;
    // A saddle: its middle says which corners belong together.
    const double middle =
        (corners[0].value + corners[1].value + corners[2].value + corners[3].value) / 4.0;
    const bool firstWithMiddle = (corners[0].value >= level) == (middle >= level);
    if (firstWithMiddle) {
        segments.emplace_back(points[0], points[1]);
        segments.emplace_back(points[2], points[3]);
    } else {
        segments.emplace_back(points[3], points[0]);
        segments.emplace_back(points[1], points[2]);
    }
}

} // namespace

std::vector<QLineF> contour(const std::vector<double>& x, const std::vector<double>& y,
                            const Eigen::MatrixXd& values, double level)
{
    std::vector<QLineF> segments;
    const auto columns = std::min(Eigen::Index(x.size()), values.rows());
    const auto rows = std::min(Eigen::Index(y.size()), values.cols());
    const auto corner = [&](Eigen::Index i, Eigen::Index j) {
        return Corner{{x[std::size_t(i)], y[std::size_t(j)]}, values(i, j)};
    };
    for (Eigen::Index i = 0; i + 1 < columns; ++i) {
        for (Eigen::Index j = 0; j + 1 < rows; ++j) {
            const std::array<Corner, 4> corners{corner(i, j), corner(i + 1, j),
                                                corner(i + 1, j + 1), corner(i, j + 1)};
            bool finite = true;
            for (const auto& c : corners)
                finite = finite && std::isfinite(c.value);
            if (finite)
                addSegments(corners, level, segments);
        }
    }
    return segments;
}

} // namespace dissonance
