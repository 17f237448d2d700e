#pragma once

#include "engine/io/import.h"

#include <QAbstractTableModel>
#include <QString>

#include <vector>

namespace dissonance {

/// What went wrong or is worth knowing, as a list that waits to be read instead of a box that
/// stands in the way: import problems and notes, failed actions, notices of scoring.
class ProblemModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        KindColumn,
        FileColumn,
        PlaceColumn,
        MessageColumn,
        ColumnCount
    };
    enum class Kind
    {
        Failure,
        Problem,
        Note
    };

    using QAbstractTableModel::QAbstractTableModel;

    void add(Kind kind, const QString& file, const QString& message);
    /// The problems and notes of one import.
    void add(const QString& file, const ImportReport& report);
    void clear();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The whole list as tab-separated text, for the clipboard.
    QString toText() const;

private:
    struct Row
    {
        Kind kind;
        QString file;
        QString place;
        QString message;
    };

    void append(std::vector<Row> rows);

    std::vector<Row> m_rows;
};

} // namespace dissonance
