#pragma once

#include "engine/detector/explanation.h"
#include "ui/render/heatmap_painter.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace dissonance {

/// Dependence of every pair of channels: in normal operation, in the span, or the difference
/// (faded where it is not significant), linear or nonlinear. A cell that is clicked, or reached
/// with the arrow keys, names its pair.
///
/// Where more channels are known than have readable cells, the most inconsistent ones are shown.
class DependencyHeatmap : public QWidget
{
    Q_OBJECT

public:
    using Mode = HeatmapMode;
    using Measure = HeatmapMeasure;

    explicit DependencyHeatmap(QWidget* parent = nullptr);

    void setExplanation(std::shared_ptr<const Explanation> explanation); ///< null: none
    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    void setMeasure(Measure measure);
    Measure measure() const { return m_measure; }
    /// The pair that is shown elsewhere is marked; empty names for none.
    void setCurrentPair(const QString& first, const QString& second);

    /// All channels, however small their cells become.
    void setShowAll(bool all);
    int shownCount() const { return int(m_map.channels.size()); }
    int channelCount() const;
    /// Where the cell of a pair lies; empty when it is not shown.
    QRect cellOf(const QString& first, const QString& second) const;
    QString title() const { return m_map.title; } ///< "Change of correlation"

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void pairActivated(const QString& first, const QString& second);
    void shownChanged(); ///< which channels

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<int> channelsFor(int width) const;
    void arrange();
    std::optional<HeatmapCell> cellNamed(const QString& first, const QString& second) const;
    QString textOf(const HeatmapCell& cell) const;
    void activate(const HeatmapCell& cell);
    void focusCell(const HeatmapCell& cell);
    bool moveFocus(int rows, int columns);

    std::shared_ptr<const Explanation> m_explanation;
    Mode m_mode = Mode::Difference;
    Measure m_measure = Measure::Correlation;
    bool m_showAll = false;
    Heatmap m_map;
    HeatmapLayout m_layout;
    HeatmapMarks m_marks;
    QString m_currentFirst;
    QString m_currentSecond;
};

} // namespace dissonance
