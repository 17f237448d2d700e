#pragma once

#include "engine/detector/detector_config.h"

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace dissonance {

/// Preferences behind typed functions. Each object reads and writes the same store; what a job
/// needs is copied into it before it starts.
class Settings
{
public:
    static constexpr int kRecentFiles = 10;

    /// Latest first, absolute paths; files that are gone are left out.
    QStringList recentFiles() const;
    void addRecentFile(const QString& file);
    void clearRecentFiles();

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);
    /// QMainWindow::saveState(): docks and tool bar.
    QByteArray windowState() const;
    void setWindowState(const QByteArray& state);

    /// Folder of the last file that was opened or saved.
    QString lastFolder() const;
    void setLastFolder(const QString& folder);

    QString timeStyle() const; ///< how instants are shown: toText(TimeStyle); empty when unset
    void setTimeStyle(const QString& style);

    Preset preset() const;
    void setPreset(Preset preset);
    CopulaFamily copulaFamily() const;
    void setCopulaFamily(CopulaFamily family);
    quint64 seed() const;
    void setSeed(quint64 seed);

private:
    QSettings m_store;
};

} // namespace dissonance
