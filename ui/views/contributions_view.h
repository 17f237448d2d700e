#pragma once

#include "engine/detector/explanation.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;

namespace dissonance {

class RankedChannels;
class ScoreSplitBar;

/// Why a span is unusual: how the score splits into marginal and dependence, and the channels
/// ranked by how inconsistent they are with the others, with observed and expected values.
class ContributionsView : public QWidget
{
    Q_OBJECT

public:
    explicit ContributionsView(QWidget* parent = nullptr);

    /// For units and the colours of channels; null: neither is shown.
    void setRecording(std::shared_ptr<const Recording> recording);
    void setExplanation(std::shared_ptr<const Explanation> explanation); ///< null: none

signals:
    void channelActivated(const QString& channel); ///< clicked, or Enter

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    QString notes(std::size_t mostNames, std::size_t mostGroups) const;

    std::shared_ptr<const Recording> m_recording;
    std::shared_ptr<const Explanation> m_explanation;
    bool m_showAll = false;
    ScoreSplitBar* m_split = nullptr;
    QLabel* m_heading = nullptr;
    RankedChannels* m_ranked = nullptr;
    QPushButton* m_more = nullptr;
    QLabel* m_notes = nullptr;
};

} // namespace dissonance
