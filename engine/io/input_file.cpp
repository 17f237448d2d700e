#include "engine/io/input_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dissonance {

namespace {

std::int64_t modifiedNs(const struct stat& status)
{
    return std::int64_t(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
}

Error unreadable(const std::filesystem::path& path, const std::string& why)
{
    return {ErrorCode::FileUnreadable, "Cannot read " + path.string() + ": " + why + "."};
}

std::string reason(int errorNumber)
{
    return std::generic_category().message(errorNumber);
}

} // namespace

InputFile::InputFile(std::filesystem::path path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

InputFile::InputFile(InputFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_size(other.m_size)
    , m_modifiedNs(other.m_modifiedNs)
{
}

InputFile::~InputFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<InputFile> InputFile::open(const std::filesystem::path& path)
{
    // Without O_NONBLOCK opening a pipe would wait for its writer.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return Error{ErrorCode::FileNotFound, "There is no file " + path.string() + "."};
        return unreadable(path, reason(errno));
    }
    InputFile file(path, descriptor);
    struct stat status
    {
    };
    if (::fstat(descriptor, &status) != 0)
        return unreadable(path, reason(errno));
    if (S_ISDIR(status.st_mode))
        return Error{ErrorCode::FileIsDirectory,
                     path.string() + " is a folder; choose a file in it."};
    if (!S_ISREG(status.st_mode))
        return unreadable(path, "it is a device or a pipe, not a file");
    file.m_size = std::uint64_t(status.st_size);
    file.m_modifiedNs = modifiedNs(status);
    return file;
}

Status InputFile::read(std::uint64_t offset, std::span<char> bytes) const
{
    while (!bytes.empty()) {
        const auto count = ::pread(m_descriptor, bytes.data(), bytes.size(), off_t(offset));
        if (count < 0) {
            if (errno == EINTR)
                continue;
            return unreadable(m_path, reason(errno));
        }
        if (count == 0)
            return changedError();
        bytes = bytes.subspan(std::size_t(count));
        offset += std::uint64_t(count);
    }
    return Done{};
}

InputFile::Change InputFile::change() const
{
    struct stat status
    {
    };
    if (::fstat(m_descriptor, &status) != 0 || std::uint64_t(status.st_size) < m_size)
        return Change::Other;
    if (std::uint64_t(status.st_size) > m_size)
        return Change::Grown;
    return modifiedNs(status) == m_modifiedNs ? Change::None : Change::Other;
}

Error InputFile::changedError() const
{
    return {ErrorCode::FileChanged,
            m_path.string() + " changed while it was read. Load it again when its writer is done."};
}

} // namespace dissonance
