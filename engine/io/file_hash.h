#pragma once

#include "engine/base/run_context.h"
#include "engine/io/input_file.h"

#include <atomic>
#include <cstdint>
#include <future>
#include <string>
#include <thread>

namespace dissonance {

/// SHA-256 of a file's first size() bytes, computed in a thread beside its reader's, or at once.
/// Destroyed early, it gives up.
class FileHash
{
public:
    /// @param ownThread  false, or no thread to be had: the constructor computes, and reports.
    FileHash(const InputFile& file, bool ownThread, const RunContext& context);

    /// Waits for the digest, and reports how far it is. Called once.
    /// Errors: FileChanged, FileUnreadable, Cancelled. Throws std::bad_alloc.
    Result<std::string> digest(const RunContext& context);

private:
    Result<std::string> compute(const std::stop_token& destroyed, const RunContext& context);

    const InputFile& m_file;
    std::stop_token m_stop; ///< the caller's
    std::atomic<std::uint64_t> m_done = 0; ///< bytes
    std::future<Result<std::string>> m_digest;
    std::jthread m_thread;
};

} // namespace dissonance
