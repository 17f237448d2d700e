#pragma once

#include "engine/io/import.h"
#include "tests/support/temp_folder.h"

#include <QTest>

#include <sstream>
#include <string>
#include <string_view>

namespace dissonance {

using testing::bytesOf;
using testing::TempFolder;

/// Imports a file of these bytes.
inline Result<Imported> importText(std::string_view bytes, int threads = 1)
{
    const TempFolder folder;
    ImportOptions options;
    options.threads = threads;
    return importRecording(folder.write("table.csv", bytes), options, {});
}

/// A recording in one line of text, for comparing with what a test expects:
/// `name [unit]: v v v; name: …`, times in front where there is a clock. "_" is missing, states
/// stand as their text.
inline QString summary(const Recording& recording)
{
    std::ostringstream text;
    text.precision(17);
    if (recording.clock()->kind() != TimeKind::SampleIndex) {
        text << "@";
        for (const auto tick : recording.clock()->ticks())
            text << ' ' << formatTick(recording.clock()->kind(), tick);
        text << "; ";
    }
    for (std::size_t c = 0; c < recording.channelCount(); ++c) {
        const auto& channel = recording.channel(c);
        text << (c > 0 ? "; " : "") << channel.name;
        if (!channel.unit.empty())
            text << " [" << channel.unit << ']';
        text << ':';
        for (const double value : channel.values) {
            text << ' ';
            if (value != value)
                text << '_';
            else if (channel.kind == ChannelKind::Continuous)
                text << value;
            else
                text << '\'' << channel.states[std::size_t(value)] << '\'';
        }
    }
    return QString::fromStdString(text.str());
}

/// The whole outcome of an import: summary(), or the error.
inline QString outcome(const Result<Imported>& imported)
{
    if (!imported)
        return QStringLiteral("error: ") + QString::fromStdString(imported.error().detail);
    return summary(*imported->recording);
}

/// The notes of an import in one line, with bars between them.
inline QString notesOf(const ImportReport& report)
{
    QStringList notes;
    for (const auto& note : report.notes)
        notes << QString::fromStdString(note);
    return notes.join(QChar(u'|'));
}

/// "line/column/text/expected", one for each problem.
inline QStringList problemsOf(const ImportReport& report)
{
    QStringList list;
    for (const auto& problem : report.problems.first)
        list << QString::fromStdString(std::to_string(problem.line) + '/' + problem.column + '/'
                                       + problem.text + '/' + problem.expected);
    return list;
}

/// A data row that begins with a file's text.
inline QTestData& row(const char* name, const char* text)
{
    return QTest::addRow("%s", name) << QByteArray(text);
}

/// A table "time,a,b" of rows of "i,-i", many enough that reading them takes a while.
inline std::string manyRows(int count)
{
    std::string text = "time,a,b\n";
    for (int i = 0; i < count; ++i)
        text += std::to_string(i) + ',' + std::to_string(-i) + ".25,17\n";
    return text;
}

} // namespace dissonance
