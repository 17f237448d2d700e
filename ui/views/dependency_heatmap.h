#pragma once

#include "engine/detector/explanation.h"

#include <QWidget>

#include <memory>

namespace dissonance {

/// Dependence of every pair of channels: in normal operation, in the span, or the difference
/// (faded where it is not significant), linear or nonlinear. A cell that is clicked, or reached
/// with the arrow keys, names its pair.
class DependencyHeatmap : public QWidget
{
    Q_OBJECT

public:
    enum class Mode
    {
        Normal,
        Window,
        Difference
    };
    enum class Measure
    {
        Correlation, ///< -1 to 1
        Nonlinear ///< distance correlation, 0 to 1 (difference: -1 to 1)
    };

    explicit DependencyHeatmap(QWidget* parent = nullptr);

    void setExplanation(std::shared_ptr<const Explanation> explanation); ///< null: none
    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    void setMeasure(Measure measure);
    Measure measure() const { return m_measure; }
    /// The pair that is shown elsewhere is marked; empty names for none.
    void setCurrentPair(const QString& first, const QString& second);

signals:
    void pairActivated(const QString& first, const QString& second);

private:
    Mode m_mode = Mode::Difference;
    Measure m_measure = Measure::Correlation;
};

} // namespace dissonance
