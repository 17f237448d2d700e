#pragma once

#include "ui/render/time_style.h"

#include <QScrollArea>

class QButtonGroup;
class QLabel;
class QToolButton;

namespace dissonance {

class ContributionsView;
class DependencyHeatmap;
class Inspection;
class PairView;
class Session;

/// The dock on the right: why the inspected incident or span stands out. Scrolls when it is low.
class InspectionPanel : public QScrollArea
{
    Q_OBJECT

public:
    InspectionPanel(Session& session, Inspection& inspection, QWidget* parent = nullptr);

    void setTimeStyle(TimeStyle style);

signals:
    void channelActivated(const QString& channel);

private:
    QWidget* makeDetails();
    QWidget* makeChoices();
    void followTarget();
    void followExplanation();
    void followPair();
    void followShown();
    void takeFailure(const QString& headline, const QString& what);
    void showPair(const QString& first, const QString& second);
    QString headline() const;
    QString subline() const;
    QString stateText() const;

    Session& m_session;
    Inspection& m_inspection;
    TimeStyle m_style = TimeStyle::Recorded;
    QString m_failure; ///< of the explanation; empty when it did not fail
    QLabel* m_headline = nullptr;
    QLabel* m_subline = nullptr;
    QLabel* m_state = nullptr; ///< instead of the details
    QWidget* m_details = nullptr;
    ContributionsView* m_contributions = nullptr;
    QLabel* m_mapTitle = nullptr;
    QButtonGroup* m_modes = nullptr;
    QButtonGroup* m_measures = nullptr;
    DependencyHeatmap* m_heatmap = nullptr;
    QLabel* m_mapNote = nullptr;
    QToolButton* m_allChannels = nullptr;
    QLabel* m_model = nullptr; ///< family and condition number
    PairView* m_pair = nullptr;
};

} // namespace dissonance
