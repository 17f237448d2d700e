#pragma once

#include <QHash>
#include <QWidget>

#include <cstddef>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace dissonance {

class ChannelModel;
class Session;

/// The dock on the left: which recording, and its channels with a filter.
class ChannelsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ChannelsPanel(Session& session, QWidget* parent = nullptr);

    ChannelModel* model() const { return m_model; }
    /// What the longest name and a value take side by side.
    int wantedWidth() const;
    void focusFilter();
    /// Whether the filter had the keyboard and something in it, which then is gone.
    bool clearFilter();

signals:
    void channelActivated(std::size_t channel); ///< double click or Enter
    void filterAccepted(); ///< Enter

protected:
    void changeEvent(QEvent* event) override;

private:
    void showBoxes();
    void takeRecording();
    void fillRecordings();
    void setFilter(const QString& text);
    void showMatches(); ///< or that there are none
    void showFiltered(bool shown);

    Session& m_session;
    int m_recordingId = 0; ///< that is shown; 0: none
    QHash<int, std::vector<std::size_t>> m_shownBefore; ///< of recordings that were shown
    ChannelModel* m_model = nullptr;
    QSortFilterProxyModel* m_proxy = nullptr;
    QComboBox* m_recordings = nullptr;
    QLineEdit* m_filter = nullptr;
    QTreeView* m_tree = nullptr;
    QLabel* m_noMatch = nullptr; ///< in place of the tree
};

} // namespace dissonance
