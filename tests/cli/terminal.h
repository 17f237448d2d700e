#pragma once

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace dissonance {

/// A terminal to be another program's standard error.
class Terminal
{
public:
    Terminal()
    {
        std::array<char, 128> name{};
        if (::openpty(&m_master, &m_slave, name.data(), nullptr, nullptr) == 0)
            m_name = QString::fromLocal8Bit(name.data());
        ::fcntl(m_master, F_SETFL, O_NONBLOCK);
    }
    ~Terminal()
    {
        ::close(m_master);
        ::close(m_slave);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    QString name() const { return m_name; }

    void setColumns(unsigned short columns)
    {
        const winsize size{24, columns, 0, 0};
        ::ioctl(m_master, TIOCSWINSZ, &size);
    }

    /// All that was printed so far.
    QByteArray text()
    {
        std::array<char, 4096> bytes{};
        for (;;) {
            const auto count = ::read(m_master, bytes.data(), bytes.size());
            if (count <= 0)
                return m_text;
            m_text.append(bytes.data(), count);
        }
    }

private:
    int m_master = -1;
    int m_slave = -1;
    QString m_name;
    QByteArray m_text;
};

/// The longest of what was drawn on one line, in characters.
inline qsizetype longestLine(const QByteArray& shown)
{
    qsizetype longest = 0;
    for (const auto& line : QString::fromUtf8(shown).split(QStringLiteral("\r\033[K")))
        longest = std::max(longest, line.size());
    return longest;
}

} // namespace dissonance
