#include "tests/cli/cli_process.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <array>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// The same stream on every machine.
class Noise
{
public:
    double next()
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return double(m_state >> 11U) / double(1ULL << 53U) - 0.5;
    }

private:
    std::uint64_t m_state = 42;
};

} // namespace

CliRun runCli(const QStringList& arguments)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(DISSONANCE_CLI), arguments);
    CliRun run;
    if (!process.waitForFinished(100'000)) {
        process.kill();
        process.waitForFinished();
        return run;
    }
    if (process.exitStatus() == QProcess::NormalExit)
        run.exitCode = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

bool writeText(const QString& file, const QByteArray& text)
{
    QFile target(file);
    return target.open(QIODevice::WriteOnly) && target.write(text) == text.size();
}

QByteArray linkedTable(int rows, int breakAt, const QList<int>& order)
{
    const std::array names{"speed [rpm]", "flow [m3/h]", "pressure [bar]", "current [A]"};
    QByteArray text = "time";
    for (const int c : order)
        text += QByteArray(",") + names[std::size_t(c)];
    text += '\n';
    Noise noise;
    double slow = 0.0;
    for (int i = 0; i < rows; ++i) {
        slow = 0.98 * slow + 0.2 * noise.next();
        const double wave = std::sin(i / 17.0) + slow;
        const bool isBroken = breakAt >= 0 && i >= breakAt && i < breakAt + 60;
        const double own = std::sin(i / 17.0 + 2.0) - slow;
        const std::array values{1500.0 + 300.0 * wave + 10.0 * noise.next(),
                                40.0 + 9.0 * wave + 0.4 * noise.next(),
                                2.0 + 0.5 * (isBroken ? own : wave) + 0.02 * noise.next(),
                                6.0 - 1.5 * wave + 0.05 * noise.next()};
        text += "2026-03-02T" + QByteArray::number(100 + i / 3600).last(2) + ':'
            + QByteArray::number(100 + i / 60 % 60).last(2) + ':'
            + QByteArray::number(100 + i % 60).last(2) + 'Z';
        for (const int c : order)
            text += ',' + QByteArray::number(values[std::size_t(c)], 'f', 4);
        text += '\n';
    }
    return text;
}

QStringList filesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

} // namespace dissonance
