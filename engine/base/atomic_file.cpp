#include "engine/base/atomic_file.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dissonance {

namespace {

Error unwritable(const std::filesystem::path& path, int errorNumber)
{
    return {ErrorCode::FileUnwritable,
            "Cannot write " + path.string() + ": " + std::generic_category().message(errorNumber)
                + "."};
}

/// Opens a hidden file that was not there, beside the target as a rename cannot cross file systems;
/// its name to `name`. The system gives it the mode of new files: mkstemp does not, and asking for
/// the process's mask means to change it under all other threads.
int openBeside(const std::filesystem::path& target, std::string& name)
{
    static std::atomic<unsigned> count = 0;
    const auto start = (target.parent_path() / ("." + target.filename().string() + '.')).string()
        + std::to_string(::getpid()) + '-';
    int descriptor = -1;
    do {
        name = start + std::to_string(count++);
        descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (descriptor < 0 && (errno == EEXIST || errno == EINTR));
    return descriptor;
}

/// A file that takes another one's place keeps its mode.
bool takeMode(const std::filesystem::path& old, int descriptor)
{
    struct stat status
    {
    };
    return ::stat(old.c_str(), &status) != 0 || ::fchmod(descriptor, status.st_mode & 07777) == 0;
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path target, std::filesystem::path temporary,
                       int descriptor)
    : m_target(std::move(target))
    , m_temporary(std::move(temporary))
    , m_descriptor(descriptor)
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_temporary(std::move(other.m_temporary))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_target = std::move(other.m_target);
        m_temporary = std::move(other.m_temporary);
        m_descriptor = std::exchange(other.m_descriptor, -1);
    }
    return *this;
}

AtomicFile::~AtomicFile()
{
    discard();
}

void AtomicFile::discard() noexcept
{
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    ::unlink(m_temporary.c_str());
    m_descriptor = -1;
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(target, ignored))
        return unwritable(target, EISDIR);
    // A rename would put a file in the place of a device, or of a link to somewhere else.
    if (std::filesystem::exists(target, ignored)
        && !std::filesystem::is_regular_file(target, ignored))
        return Error{ErrorCode::FileUnwritable,
                     target.string()
                         + " is no ordinary file: a device or pipe cannot be written "
                           "whole or not at all. Name a file."};
    if (std::filesystem::is_symlink(target, ignored)) {
        const auto linked = std::filesystem::canonical(target, ignored);
        return linked.empty() ? unwritable(target, ENOENT) : create(linked);
    }

    std::string name;
    const int descriptor = openBeside(target, name);
    if (descriptor < 0)
        return unwritable(target, errno);
    if (!takeMode(target, descriptor)) {
        const int reason = errno;
        ::close(descriptor);
        ::unlink(name.c_str());
        return unwritable(target, reason);
    }
    return AtomicFile(target, name, descriptor);
}

Status AtomicFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return unwritable(m_target, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
}

Status AtomicFile::commit()
{
    if (::fsync(m_descriptor) != 0)
        return unwritable(m_target, errno);
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return unwritable(m_target, errno);
    ::close(std::exchange(m_descriptor, -1));
    return Done{};
}

Status writeFileAtomically(const std::filesystem::path& target, std::string_view bytes)
{
    auto file = AtomicFile::create(target);
    if (!file)
        return file.error();
    if (auto status = file->write(bytes); !status)
        return status;
    return file->commit();
}

} // namespace dissonance
