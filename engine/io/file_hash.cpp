#include "engine/io/file_hash.h"

#include "engine/base/sha256.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

namespace dissonance {

namespace {

constexpr const char* kWhat = "computing the checksum";

} // namespace

FileHash::FileHash(const InputFile& file, bool ownThread, const RunContext& context)
    : m_file(file)
    , m_stop(context.stop)
{
    if (ownThread) {
        std::packaged_task<Result<std::string>(std::stop_token)> task(
            [this](const std::stop_token& destroyed) {
                return compute(destroyed, {m_stop, {}});
            });
        m_digest = task.get_future();
        try {
            m_thread = std::jthread(std::move(task));
            return;
        } catch (const std::system_error&) {
            // It is computed here, then.
        }
    }
    std::promise<Result<std::string>> here;
    here.set_value(compute({}, context));
    m_digest = here.get_future();
}

Result<std::string> FileHash::digest(const RunContext& context)
{
    using namespace std::chrono_literals;
    while (m_digest.wait_for(100ms) != std::future_status::ready)
        context.report(double(m_done) / double(m_file.size()), kWhat);
    return m_digest.get();
}

Result<std::string> FileHash::compute(const std::stop_token& destroyed, const RunContext& context)
{
    constexpr std::uint64_t kPiece = std::uint64_t(1) << 20;
    Sha256 sha;
    std::vector<char> bytes;
    for (std::uint64_t offset = 0; offset < m_file.size(); offset += kPiece) {
        if (context.stopRequested() || destroyed.stop_requested())
            return cancelled();
        bytes.resize(std::size_t(std::min(kPiece, m_file.size() - offset)));
        if (auto status = m_file.read(offset, bytes); !status)
            return status.error();
        sha.add(std::as_bytes(std::span(bytes)));
        m_done = offset + bytes.size();
        context.report(double(m_done) / double(m_file.size()), kWhat);
    }
    return sha.hex();
}

} // namespace dissonance
