#pragma once

#include "engine/detector/explanation.h"

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace dissonance {

/// How the score of a span splits; the two parts sum to 1, or are both 0.
struct ScoreSplit
{
    double marginal = 0.0;
    double dependence = 0.0;
    double network = 0.0; ///< of the whole: what of the dependence part only the network sees
};

ScoreSplit splitOf(const Explanation& explanation);

/// "25 % from channels on their own, 75 % from channels together".
QString splitText(const ScoreSplit& split);

/// One ranked channel in words and lengths.
struct ContributionRow
{
    QString name;
    QColor swatch; ///< the channel's own; invalid where the recording is not known
    double share = 0.0; ///< of the whole, 0 to 1
    double marginalPart = 0.0; ///< of the channel's share, 0 to 1
    double dependencePart = 0.0; ///< the rest; both 0 where nothing is above normal
    QString values; ///< "74.0 °C, expected 61.0 °C …", means over the span; empty when unknown
    QString toolTip;
};

/// @param recording  for units and colours; may be null.
std::vector<ContributionRow> contributionRows(const Explanation& explanation,
                                              const Recording* recording, bool dark);

/// The split bar with its two percentages below.
/// @return the height that it takes in this width; nothing is painted without a painter.
double paintScoreSplit(QPainter* painter, const QRectF& area, const ScoreSplit& split,
                       const QPalette& palette, const QFont& font);

double contributionRowHeight(const ContributionRow& row, double width, const QFont& font);

/// @param longest  the share whose bar takes all of the room.
void paintContributionRow(QPainter& painter, const QRectF& area, const ContributionRow& row,
                          double longest, const QPalette& palette, const QFont& font);

} // namespace dissonance
