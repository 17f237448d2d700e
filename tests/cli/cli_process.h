#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QStringList>

namespace dissonance {

/// What one run of dissonance-cli left behind.
struct CliRun
{
    int exitCode = -1; ///< -1: it did not start, crashed or hung
    QByteArray out;
    QByteArray err;

    QJsonDocument json() const { return QJsonDocument::fromJson(out); }
};

/// Runs the program that was built, to its end.
CliRun runCli(const QStringList& arguments);

/// Writes a file of text; false when that fails.
bool writeText(const QString& file, const QByteArray& text);

/// A table of four channels that move together, `rows` samples one second apart. In samples
/// [breakAt, breakAt + 60) the third channel goes its own way, inside its usual range;
/// breakAt < 0: nowhere.
///
/// @param order  channels and their order in the file, of 0 to 3.
QByteArray linkedTable(int rows, int breakAt, const QList<int>& order = {0, 1, 2, 3});

/// Names in a folder, hidden ones too, sorted.
QStringList filesIn(const QString& folder);

} // namespace dissonance
