#pragma once

#include "engine/base/result.h"

#include <filesystem>
#include <string_view>

namespace dissonance {

/// Writes a file that appears whole or not at all: bytes go to a hidden temporary file in the
/// same folder, commit() flushes it to the disk and renames it over the target. Destroyed
/// without commit() it removes the temporary file; the target is untouched.
class AtomicFile
{
public:
    /// A link is followed: the file that it names is replaced.
    /// Errors: FileUnwritable, with the path and the system's reason; also for what is no
    /// ordinary file.
    static Result<AtomicFile> create(const std::filesystem::path& target);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// Errors: FileUnwritable (disk full, …).
    Status write(std::string_view bytes);

    /// Errors: FileUnwritable. The object is used up.
    Status commit();

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary, int descriptor);
    void discard() noexcept;

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor = -1;
};

/// create(), write() and commit() in one call.
Status writeFileAtomically(const std::filesystem::path& target, std::string_view bytes);

} // namespace dissonance
