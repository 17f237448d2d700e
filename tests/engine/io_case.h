#pragma once

#include "engine/io/import.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// A folder of its own for one test, gone afterwards.
class TempFolder
{
public:
    std::filesystem::path path(const std::string& name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    std::filesystem::path write(const std::string& name, std::string_view bytes) const
    {
        std::ofstream out(path(name), std::ios::binary);
        out.write(bytes.data(), std::streamsize(bytes.size()));
        return path(name);
    }

    /// Names of everything in the folder, hidden files too.
    std::vector<std::string> names() const
    {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path("")))
            found.push_back(entry.path().filename().string());
        return found;
    }

private:
    QTemporaryDir m_folder;
};

inline std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

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

} // namespace dissonance
