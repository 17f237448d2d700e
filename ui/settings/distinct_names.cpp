#include "ui/settings/distinct_names.h"

#include <algorithm>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// The last `count` parts of a path; all of it where there are no more.
QString ending(const QString& path, qsizetype count)
{
    return path.section(u'/', -count);
}

QString folderThatTells(const QString& file, const QStringList& files)
{
    const auto parts = file.count(u'/') + 1;
    for (qsizetype depth = 2; depth < parts; ++depth) {
        const auto own = ending(file, depth);
        const auto alike = std::count_if(files.begin(), files.end(), [&](const QString& other) {
            return ending(other, depth) == own;
        });
        if (alike == 1)
            return own.section(u'/', 0, -2);
    }
    const auto whole = file.section(u'/', 0, -2);
    return whole.isEmpty() ? u"/"_s : whole;
}

} // namespace

QStringList distinctNames(const QStringList& files)
{
    QStringList names;
    for (const auto& file : files) {
        const auto name = ending(file, 1);
        const bool alone =
            std::count_if(files.begin(), files.end(),
                          [&](const QString& other) { return ending(other, 1) == name; })
            == 1;
        names << (alone ? name : u"%1 – %2"_s.arg(name, folderThatTells(file, files)));
    }
    return names;
}

} // namespace dissonance
