#pragma once

#include "engine/detector/explanation.h"

#include <QWidget>

#include <memory>

namespace dissonance {

/// Why a span is unusual: how the score splits into marginal and dependence, and the channels
/// ranked by how inconsistent they are with the others, with observed and expected values.
class ContributionsView : public QWidget
{
    Q_OBJECT

public:
    explicit ContributionsView(QWidget* parent = nullptr);

    void setExplanation(std::shared_ptr<const Explanation> explanation); ///< null: none

signals:
    void channelActivated(const QString& channel); ///< clicked, or Enter
};

} // namespace dissonance
