#pragma once

#include "tests/engine/io_case.h"

namespace dissonance {

/// All notes of an import, each ended by "|".
inline QString allNotes(const Result<Imported>& imported)
{
    QString notes;
    if (imported)
        for (const auto& note : imported->report.notes)
            notes += QString::fromStdString(note) + QLatin1Char('|');
    return notes;
}

/// All problems of an import: "line 3, a: 'x' is not a number|".
inline QString allProblems(const Result<Imported>& imported)
{
    QString problems;
    if (imported)
        for (const auto& problem : imported->report.problems.first)
            problems += QStringLiteral("line %1, %2: '%3' is not %4|")
                            .arg(problem.line)
                            .arg(problem.column.empty() ? QStringLiteral("row")
                                                        : QString::fromStdString(problem.column))
                            .arg(QString::fromStdString(problem.text))
                            .arg(QString::fromStdString(problem.expected));
    return problems;
}

} // namespace dissonance
