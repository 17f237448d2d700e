#include "ui/models/channel_model.h"

#include "ui/render/colours.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// More tracks at the start would be too low to read.
constexpr std::size_t kShownAtFirst = 8;

/// "motor/phase/a" in the group "motor/phase" is "a".
QString withoutGroup(const QString& name, const QString& group)
{
    const auto from = name.indexOf(group);
    const auto end = from + group.size();
    const bool isAtFront =
        !group.isEmpty() && from >= 0 && QStringView(name).first(from).count(u'/') == from;
    if (!isAtFront || end + 1 >= name.size() || (name[end] != u'/' && name[end] != u'.'))
        return name;
    return name.mid(end + 1);
}

} // namespace

void ChannelModel::setRecording(std::shared_ptr<const Recording> recording)
{
    beginResetModel();
    m_recording = std::move(recording);
    m_nodes.clear();
    m_top.clear();
    m_shown.clear();
    m_cursor.reset();
    const auto count = m_recording ? m_recording->channelCount() : 0;
    QHash<QString, int> groups;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& channel = m_recording->channel(i);
        int parent = -1;
        if (!channel.group.empty()) {
            const auto name = QString::fromStdString(channel.group);
            parent = groups.value(name, -1);
            if (parent < 0) {
                parent = int(m_nodes.size());
                groups.insert(name, parent);
                m_nodes.push_back({name, -1, -1, int(m_top.size()), {}});
                m_top.push_back(parent);
            }
        }
        const auto name = withoutGroup(QString::fromStdString(channel.name),
                                       QString::fromStdString(channel.group));
        auto& siblings = parent < 0 ? m_top : m_nodes[std::size_t(parent)].children;
        const auto row = int(siblings.size());
        siblings.push_back(int(m_nodes.size()));
        m_nodes.push_back({name, int(i), parent, row, {}});
        m_shown.push_back(i < kShownAtFirst);
    }
    endResetModel();
    emit shownChanged();
}

std::vector<std::size_t> ChannelModel::shown() const
{
    std::vector<std::size_t> channels;
    const auto add = [&](int node) {
        const auto channel = m_nodes[std::size_t(node)].channel;
        if (channel >= 0 && m_shown[std::size_t(channel)])
            channels.push_back(std::size_t(channel));
    };
    for (const int node : m_top) {
        add(node);
        for (const int child : m_nodes[std::size_t(node)].children)
            add(child);
    }
    return channels;
}

void ChannelModel::setShown(const std::vector<std::size_t>& channels)
{
    std::vector<bool> wanted(m_shown.size(), false);
    for (const auto channel : channels)
        if (channel < wanted.size())
            wanted[channel] = true;
    if (wanted == m_shown)
        return;
    m_shown = wanted;
    announce(NameColumn, Qt::CheckStateRole);
    emit shownChanged();
}

void ChannelModel::setCursor(std::optional<std::ptrdiff_t> sample)
{
    if (m_cursor == sample)
        return;
    m_cursor = sample;
    announce(ValueColumn, Qt::DisplayRole);
}

void ChannelModel::setDark(bool dark)
{
    if (m_dark == dark)
        return;
    m_dark = dark;
    announce(NameColumn, Qt::DecorationRole);
}

QString ChannelModel::valueText(const Recording& recording, std::size_t channel,
                                std::ptrdiff_t clockSample)
{
    const auto& clock = *recording.clock();
    const auto& source = recording.channel(channel);
    if (clockSample < 0 || clockSample >= std::ptrdiff_t(clock.size()))
        return {};
    auto sample = clockSample;
    if (source.time != recording.clock()) {
        // Sample and hold: nothing is known before it is measured.
        const auto tick = clock.tick(std::size_t(clockSample));
        sample = std::ptrdiff_t(source.time->sampleAtOrAfter(tick));
        const auto size = std::ptrdiff_t(source.time->size());
        if (sample == size || source.time->tick(std::size_t(sample)) > tick)
            --sample;
        if (sample < 0)
            return {};
    }
    const double value = source.values[std::size_t(sample)];
    if (std::isnan(value))
        return tr("missing");
    if (source.kind != ChannelKind::Continuous) {
        const auto state = std::size_t(std::max(0.0, value));
        return state < source.states.size() ? QString::fromStdString(source.states[state])
                                            : QString();
    }
    const auto text = QLocale().toString(value, 'g', 5);
    const auto unit = QString::fromStdString(source.unit);
    return unit.isEmpty() ? text : text + u' ' + unit;
}

const ChannelModel::Node& ChannelModel::nodeOf(const QModelIndex& index) const
{
    return m_nodes[std::size_t(index.internalId())];
}

const std::vector<int>& ChannelModel::childrenOf(const QModelIndex& parent) const
{
    return parent.isValid() ? nodeOf(parent).children : m_top;
}

QModelIndex ChannelModel::indexOfNode(int node, int column) const
{
    return createIndex(m_nodes[std::size_t(node)].row, column, quintptr(node));
}

QModelIndex ChannelModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(childrenOf(parent)[std::size_t(row)]));
}

QModelIndex ChannelModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || nodeOf(child).parent < 0)
        return {};
    return indexOfNode(nodeOf(child).parent, NameColumn);
}

int ChannelModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(childrenOf(parent).size());
}

int ChannelModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

Qt::CheckState ChannelModel::checkState(const Node& node) const
{
    if (node.channel >= 0)
        return m_shown[std::size_t(node.channel)] ? Qt::Checked : Qt::Unchecked;
    const auto isShown = [this](int child) {
        return bool(m_shown[std::size_t(m_nodes[std::size_t(child)].channel)]);
    };
    const auto count = std::count_if(node.children.begin(), node.children.end(), isShown);
    if (count == 0)
        return Qt::Unchecked;
    return count == std::ptrdiff_t(node.children.size()) ? Qt::Checked : Qt::PartiallyChecked;
}

QVariant ChannelModel::data(const QModelIndex& index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const auto& node = nodeOf(index);
    if (role == ChannelRole)
        return node.channel;
    if (role == Qt::CheckStateRole && index.column() == NameColumn)
        return int(checkState(node));
    if (node.channel >= 0)
        return channelData(node, index.column(), role);
    if ((role == Qt::DisplayRole || role == FullNameRole) && index.column() == NameColumn)
        return node.text;
    return {};
}

QVariant ChannelModel::channelData(const Node& node, int column, int role) const
{
    const auto channel = std::size_t(node.channel);
    switch (role) {
    case Qt::DisplayRole:
        if (column == NameColumn)
            return node.text;
        return m_cursor ? valueText(*m_recording, channel, *m_cursor) : QString();
    case FullNameRole:
        return QString::fromStdString(m_recording->channel(channel).name);
    case Qt::TextAlignmentRole:
        if (column == ValueColumn)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        break;
    case Qt::DecorationRole:
        if (column == NameColumn)
            return channelColour(channel, m_dark);
        break;
    case Qt::ToolTipRole:
        return toolTip(m_recording->channel(channel));
    default:
        break;
    }
    return {};
}

QString ChannelModel::toolTip(const Channel& channel) const
{
    auto text = QString::fromStdString(channel.name);
    if (!channel.unit.empty())
        text += u" [%1]"_s.arg(QString::fromStdString(channel.unit));
    switch (channel.kind) {
    case ChannelKind::Continuous:
        break;
    case ChannelKind::State:
        text += u'\n' + tr("State channel; different states: %1").arg(channel.states.size());
        break;
    case ChannelKind::Text:
        text += u'\n' + tr("Text channel; different texts: %1").arg(channel.states.size());
        break;
    }
    return text;
}

bool ChannelModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || index.column() != NameColumn)
        return false;
    const bool show = value.toInt() == Qt::Checked;
    const auto& node = nodeOf(index);
    if (node.channel >= 0)
        m_shown[std::size_t(node.channel)] = show;
    for (const int child : node.children)
        m_shown[std::size_t(m_nodes[std::size_t(child)].channel)] = show;
    announce(NameColumn, Qt::CheckStateRole);
    emit shownChanged();
    return true;
}

QVariant ChannelModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == ValueColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Channel") : tr("At cursor");
}

Qt::ItemFlags ChannelModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == NameColumn)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

void ChannelModel::announce(int column, int role)
{
    if (m_top.empty())
        return;
    emit dataChanged(indexOfNode(m_top.front(), column), indexOfNode(m_top.back(), column), {role});
    for (const int top : m_top) {
        const auto& children = m_nodes[std::size_t(top)].children;
        if (!children.empty())
            emit dataChanged(indexOfNode(children.front(), column),
                             indexOfNode(children.back(), column), {role});
    }
}

} // namespace dissonance
