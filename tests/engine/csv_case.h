#pragma once

#include "tests/engine/io_case.h"

#include <initializer_list>

namespace dissonance {

/// Columns of a table of cases: a file's text, what becomes of it (outcome()), and one thing more.
inline void addCases(const char* last = "notes")
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>(last);
}

inline void addCase(const char* name, const char* text, const char* expected, const char* last)
{
    QTest::addRow("%s", name) << QByteArray(text) << QString::fromUtf8(expected)
                              << QString::fromUtf8(last);
}

/// Reads the text of the case at hand: outcome and notes are as expected.
inline void checkNotedCase(std::initializer_list<int> threads = {1})
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, notes);
    for (const int count : threads) {
        const auto imported = importText(text.toStdString(), count);
        QCOMPARE(outcome(imported), expected);
        QCOMPARE(notesOf(imported->report), notes);
    }
}

/// Likewise for cases whose last column is where the time comes from; no cell is a problem.
inline void checkTimedCase()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, source);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(QString::fromStdString(imported->report.timeSource), source);
    QCOMPARE(imported->report.problems.count, 0U);
}

} // namespace dissonance
