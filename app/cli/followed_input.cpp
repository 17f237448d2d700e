#include "app/cli/followed_input.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace dissonance {

namespace {

constexpr std::size_t kAtOnce = std::size_t(1) << 20;
constexpr int kWaitMs = 100;

Error unreadable(const std::filesystem::path& path)
{
    return {ErrorCode::FileUnreadable,
            "Cannot read " + path.string() + ": " + std::generic_category().message(errno) + "."};
}

} // namespace

FollowedInput::FollowedInput(std::filesystem::path path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

FollowedInput::FollowedInput(FollowedInput&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_offset(other.m_offset)
    , m_isFile(other.m_isFile)
{
}

FollowedInput::~FollowedInput()
{
    if (m_descriptor > STDIN_FILENO)
        ::close(m_descriptor);
}

Result<FollowedInput> FollowedInput::open(const std::filesystem::path& path)
{
    if (path == "-")
        return FollowedInput("standard input", STDIN_FILENO);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return Error{ErrorCode::FileNotFound, "There is no file " + path.string() + "."};
        return unreadable(path);
    }
    FollowedInput input(path, descriptor);
    input.m_isFile = true;
    struct stat status
    {
    };
    if (::fstat(descriptor, &status) != 0)
        return unreadable(path);
    if (S_ISDIR(status.st_mode))
        return Error{ErrorCode::FileIsDirectory,
                     path.string() + " is a folder; choose a file in it."};
    if (!S_ISREG(status.st_mode))
        return Error{ErrorCode::FileUnreadable,
                     path.string() + " is a device or a pipe: give it as standard input, FILE -."};
    return input;
}

Status FollowedInput::checkFile() const
{
    const auto changed = [this](const char* what) {
        return Error{ErrorCode::FileChanged,
                     m_path.string() + " " + what + " while it was followed. Watch it anew."};
    };
    struct stat followed
    {
    };
    struct stat named
    {
    };
    if (::fstat(m_descriptor, &followed) != 0)
        return unreadable(m_path);
    if (std::uint64_t(followed.st_size) < m_offset)
        return changed("became shorter");
    if (::stat(m_path.c_str(), &named) != 0)
        return changed("was removed");
    if (named.st_ino != followed.st_ino || named.st_dev != followed.st_dev)
        return changed("was replaced");
    return Done{};
}

Result<bool> FollowedInput::read(std::string& bytes)
{
    bytes.resize(kAtOnce);
    ssize_t count = 0;
    if (m_isFile) {
        count = ::pread(m_descriptor, bytes.data(), bytes.size(), off_t(m_offset));
        if (count == 0) {
            bytes.clear();
            if (auto status = checkFile(); !status)
                return status.error();
            std::this_thread::sleep_for(std::chrono::milliseconds(kWaitMs));
            return true;
        }
    } else {
        pollfd waiting{m_descriptor, POLLIN, 0};
        // Also where a signal ended the wait: reading would wait on, and Ctrl-C with it.
        if (::poll(&waiting, 1, kWaitMs) <= 0) {
            bytes.clear();
            return true;
        }
        count = ::read(m_descriptor, bytes.data(), bytes.size());
    }
    if (count < 0) {
        bytes.clear();
        if (errno == EINTR || errno == EAGAIN)
            return true;
        return unreadable(m_path);
    }
    bytes.resize(std::size_t(count));
    m_offset += std::uint64_t(count);
    return m_isFile || count > 0;
}

} // namespace dissonance
