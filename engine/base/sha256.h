#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace dissonance {

/// SHA-256, fed in pieces. OpenSSL does the work: it uses the processor's SHA instructions,
/// and hashing a recording must not take longer than reading it.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::span<const std::byte> bytes);

    /// 64 lower-case hex digits of everything added. The object is used up.
    std::string hex();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace dissonance
