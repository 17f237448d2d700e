#include "ui/models/problem_model.h"

#include <QLocale>

#include <iterator>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

QString placeOf(const ImportProblem& problem)
{
    if (problem.line == 0)
        return {};
    auto line = ProblemModel::tr("line %1").arg(QLocale().toString(qulonglong(problem.line)));
    if (problem.column.empty())
        return line;
    return ProblemModel::tr("%1, %2").arg(line, QString::fromStdString(problem.column));
}

} // namespace

void ProblemModel::add(Kind kind, const QString& file, const QString& message)
{
    append({{kind, file, {}, message}});
}

void ProblemModel::add(const QString& file, const ImportReport& report)
{
    std::vector<Row> rows;
    for (const auto& note : report.notes)
        rows.push_back({Kind::Note, file, {}, QString::fromStdString(note)});
    for (const auto& problem : report.problems.first) {
        const auto message = tr("“%1” stands where %2 was expected.")
                                 .arg(QString::fromStdString(problem.text),
                                      QString::fromStdString(problem.expected));
        rows.push_back({Kind::Problem, file, placeOf(problem), message});
    }
    const auto kept = report.problems.first.size();
    if (report.problems.count > kept)
        rows.push_back({Kind::Problem,
                        file,
                        {},
                        tr("%1 more problems are not listed.")
                            .arg(QLocale().toString(qulonglong(report.problems.count - kept)))});
    append(std::move(rows));
}

void ProblemModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void ProblemModel::append(std::vector<Row> rows)
{
    if (rows.empty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
    m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()),
                  std::make_move_iterator(rows.end()));
    endInsertRows();
}

int ProblemModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const auto& row = m_rows[std::size_t(index.row())];
    if (role == Qt::ToolTipRole)
        return row.message;
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(index.column())) {
    case KindColumn:
        if (row.kind == Kind::Failure)
            return tr("Failed");
        return row.kind == Kind::Problem ? tr("Problem") : tr("Note");
    case FileColumn:
        return row.file;
    case PlaceColumn:
        return row.place;
    case MessageColumn:
        return row.message;
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case KindColumn:
        return tr("Kind");
    case FileColumn:
        return tr("File");
    case PlaceColumn:
        return tr("Place");
    case MessageColumn:
        return tr("Message");
    case ColumnCount:
        break;
    }
    return {};
}

QString ProblemModel::toText() const
{
    QString text;
    for (int row = 0; row < rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < ColumnCount; ++column)
            cells << data(index(row, column)).toString();
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

} // namespace dissonance
