#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace dissonance {

/// A file that grows, or standard input, read as far as it has come.
class FollowedInput
{
public:
    /// @param path  "-": standard input.
    /// Errors: FileNotFound, FileUnreadable, FileIsDirectory.
    static Result<FollowedInput> open(const std::filesystem::path& path);

    FollowedInput(FollowedInput&& other) noexcept;
    FollowedInput& operator=(FollowedInput&&) = delete;
    FollowedInput(const FollowedInput&) = delete;
    FollowedInput& operator=(const FollowedInput&) = delete;
    ~FollowedInput();

    /// Reads some bytes, or waits for a tenth of a second where there are none: then `bytes` is
    /// empty.
    /// @return false at the end of standard input.
    /// Errors: FileChanged when the file was removed, replaced or became shorter; FileUnreadable.
    Result<bool> read(std::string& bytes);

private:
    FollowedInput(std::filesystem::path path, int descriptor);
    Status checkFile() const;

    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::uint64_t m_offset = 0;
    bool m_isFile = false;
};

} // namespace dissonance
