#pragma once

#include <QStringList>

namespace dissonance {

/// Names for a list of files: the file's own, and where several are called the same as much of
/// the folder as tells them apart: "sample.csv – pump 2".
///
/// @param files  absolute paths. @return one a file.
QStringList distinctNames(const QStringList& files);

} // namespace dissonance
