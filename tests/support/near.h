#pragma once

#include <QTest>

#include <cmath>

/// QCOMPARE with an absolute tolerance, which each test states: |actual - expected| <= tolerance.
#define COMPARE_NEAR(actual, expected, tolerance)                                                  \
    do {                                                                                           \
        const double nearActual = double(actual);                                                  \
        const double nearExpected = double(expected);                                              \
        QVERIFY2(std::abs(nearActual - nearExpected) <= (tolerance),                               \
                 qPrintable(QStringLiteral("%1: is %2, expected %3")                               \
                                .arg(QStringLiteral(#actual))                                      \
                                .arg(nearActual, 0, 'g', 17)                                       \
                                .arg(nearExpected, 0, 'g', 17)));                                  \
    } while (false)
