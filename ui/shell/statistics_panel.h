#pragma once

#include <QTimer>
#include <QWidget>

#include <cstddef>
#include <vector>

class QAction;
class QLabel;
class QTableView;

namespace dissonance {

class Session;
class SharedTime;
class StatisticsModel;

/// The dock with numbers of the shown channels: between cursors A and B, else of the selected
/// span, else of what is visible; Ctrl+C copies the table.
class StatisticsPanel : public QWidget
{
    Q_OBJECT

public:
    StatisticsPanel(Session& session, SharedTime& time, QWidget* parent = nullptr);

    StatisticsModel* model() const { return m_model; }
    void setChannels(const std::vector<std::size_t>& channels);
    /// The selected rows, or all, to the clipboard, tab-separated.
    void copy() const;

signals:
    void channelActivated(std::size_t channel); ///< double click or Enter

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void takeRecording();
    void takeMarks();
    void takeSpan();
    QString headline() const;

    Session& m_session;
    SharedTime& m_time;
    StatisticsModel* m_model;
    QLabel* m_headline; ///< which span
    QTableView* m_table;
    std::vector<std::size_t> m_channels;
    QTimer m_settled; ///< since the span last changed
};

} // namespace dissonance
