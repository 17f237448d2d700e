#pragma once

#include "engine/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace dissonance {

/// A regular file open for reading; its size is the one it had when it was opened.
///
/// Bytes are copied out with pread(2) and never mapped: a mapped file that another program
/// cuts short kills the reader with SIGBUS, and its pages count as our memory. Any thread may
/// read at any time.
class InputFile
{
public:
    /// Errors: FileNotFound, FileUnreadable, FileIsDirectory.
    static Result<InputFile> open(const std::filesystem::path& path);

    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&&) = delete;
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    ~InputFile();

    const std::filesystem::path& path() const { return m_path; }
    std::uint64_t size() const { return m_size; }

    /// Fills `bytes` from `offset` on. Errors: FileChanged when the file ends before them,
    /// FileUnreadable.
    Status read(std::uint64_t offset, std::span<char> bytes) const;

    /// Whether the file is still the one that was opened.
    enum class Change
    {
        None,
        Grown, ///< its first size() bytes may have changed, too
        Other
    };
    Change change() const;

    Error changedError() const;

private:
    InputFile(std::filesystem::path path, int descriptor);

    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
    std::int64_t m_modifiedNs = 0;
};

} // namespace dissonance
