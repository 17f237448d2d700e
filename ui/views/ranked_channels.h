#pragma once

#include "ui/render/contributions_painter.h"

#include <QWidget>

#include <vector>

namespace dissonance {

/// The ranked channels of an explanation as rows: clicked, or reached with the arrow keys.
class RankedChannels : public QWidget
{
    Q_OBJECT

public:
    explicit RankedChannels(QWidget* parent = nullptr);

    void setRows(std::vector<ContributionRow> rows);
    int rowCount() const { return int(m_rows.size()); }
    const ContributionRow& row(int index) const { return m_rows[std::size_t(index)]; }
    QRect rowRect(int index) const;

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void activated(const QString& channel);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int rowAt(const QPointF& position) const; ///< -1: none
    void setCurrent(int row);

    std::vector<ContributionRow> m_rows;
    int m_current = -1; ///< the keyboard's
    int m_hovered = -1;
};

} // namespace dissonance
