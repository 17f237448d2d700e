#pragma once

#include "engine/base/result.h"

#include <filesystem>
#include <string_view>

namespace dissonance {

/// Decides by its first bytes whether a file is text that may hold a table.
///
/// @param head  the file's first bytes, 4 KiB where it has them.
/// Errors: UnsupportedFormat naming a format that is known but not read (HDF5, Parquet, ULog,
/// …, UTF-16 text); FileBinary for other bytes that are no text.
Status checkIsText(const std::filesystem::path& path, std::string_view head);

} // namespace dissonance
