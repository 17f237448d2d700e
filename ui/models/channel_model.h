#pragma once

#include "engine/recording/recording.h"

#include <QAbstractItemModel>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace dissonance {

/// The channels of a recording as a tree of groups, with a check box for "show" and the value
/// at the cursor.
class ChannelModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        NameColumn,
        ValueColumn,
        ColumnCount
    };
    enum Role
    {
        ChannelRole = Qt::UserRole, ///< index in the recording; -1 for a group
        FullNameRole ///< with the group, which is not shown again in front of each of its channels
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// Takes the first few channels as shown; null empties the tree.
    void setRecording(std::shared_ptr<const Recording> recording);

    /// Shown channels in tree order, as indices of the recording.
    std::vector<std::size_t> shown() const;
    void setShown(const std::vector<std::size_t>& channels);

    /// A sample of the recording's clock whose values are listed; nothing without a cursor.
    void setCursor(std::optional<std::ptrdiff_t> sample);

    /// Colours are told apart for dark windows.
    void setDark(bool dark);

    /// "21.4 °C"; empty when missing or before the first sample.
    static QString valueText(const Recording& recording, std::size_t channel,
                             std::ptrdiff_t clockSample);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void shownChanged();

private:
    struct Node
    {
        QString text;
        int channel = -1; ///< -1: a group
        int parent = -1; ///< node; -1: top level
        int row = 0;
        std::vector<int> children;
    };

    const Node& nodeOf(const QModelIndex& index) const;
    const std::vector<int>& childrenOf(const QModelIndex& parent) const;
    QModelIndex indexOfNode(int node, int column) const;
    Qt::CheckState checkState(const Node& node) const;
    QVariant channelData(const Node& node, int column, int role) const;
    QString toolTip(const Channel& channel) const;
    void announce(int column, int role);

    std::shared_ptr<const Recording> m_recording;
    std::vector<Node> m_nodes;
    std::vector<int> m_top;
    std::vector<bool> m_shown; ///< per channel
    std::optional<std::ptrdiff_t> m_cursor;
    bool m_dark = false;
};

} // namespace dissonance
