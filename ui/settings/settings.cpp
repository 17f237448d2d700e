#include "ui/settings/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

const auto kRecentFilesKey = u"files/recent"_s;
const auto kLastFolderKey = u"files/lastFolder"_s;
const auto kGeometryKey = u"window/geometry"_s;
const auto kStateKey = u"window/state"_s;
const auto kTimeStyleKey = u"view/timeStyle"_s;
const auto kPresetKey = u"training/preset"_s;
const auto kFamilyKey = u"training/copula"_s;
const auto kSeedKey = u"training/seed"_s;

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

} // namespace

QStringList Settings::recentFiles() const
{
    auto files = m_store.value(kRecentFilesKey).toStringList();
    const auto isGone = [](const QString& file) {
        return !QFileInfo(file).isFile();
    };
    files.removeIf(isGone);
    return files;
}

void Settings::addRecentFile(const QString& file)
{
    const auto path = QFileInfo(file).absoluteFilePath();
    auto files = m_store.value(kRecentFilesKey).toStringList();
    files.removeAll(path);
    files.prepend(path);
    m_store.setValue(kRecentFilesKey, files.mid(0, kRecentFiles));
}

void Settings::clearRecentFiles()
{
    m_store.remove(kRecentFilesKey);
}

QByteArray Settings::windowGeometry() const
{
    return m_store.value(kGeometryKey).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray& geometry)
{
    m_store.setValue(kGeometryKey, geometry);
}

QByteArray Settings::windowState() const
{
    return m_store.value(kStateKey).toByteArray();
}

void Settings::setWindowState(const QByteArray& state)
{
    m_store.setValue(kStateKey, state);
}

QString Settings::lastFolder() const
{
    auto folder = m_store.value(kLastFolderKey).toString();
    if (!folder.isEmpty() && QDir(folder).exists())
        return folder;
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void Settings::setLastFolder(const QString& folder)
{
    m_store.setValue(kLastFolderKey, folder);
}

QString Settings::timeStyle() const
{
    return m_store.value(kTimeStyleKey).toString();
}

void Settings::setTimeStyle(const QString& style)
{
    m_store.setValue(kTimeStyleKey, style);
}

Preset Settings::preset() const
{
    const auto text = m_store.value(kPresetKey).toString().toStdString();
    return presetFromText(text).value_or(Preset::Default);
}

void Settings::setPreset(Preset preset)
{
    m_store.setValue(kPresetKey, toQString(toText(preset)));
}

CopulaFamily Settings::copulaFamily() const
{
    const auto text = m_store.value(kFamilyKey).toString().toStdString();
    return copulaFamilyFromText(text).value_or(CopulaFamily::StudentT);
}

void Settings::setCopulaFamily(CopulaFamily family)
{
    m_store.setValue(kFamilyKey, toQString(toText(family)));
}

quint64 Settings::seed() const
{
    return m_store.value(kSeedKey, 1).toULongLong();
}

void Settings::setSeed(quint64 seed)
{
    m_store.setValue(kSeedKey, seed);
}

} // namespace dissonance
