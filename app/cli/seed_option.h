#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <string>

namespace dissonance {

/// Adds --seed, a whole decimal number of 64 bits.
void addSeed(CLI::App& command, std::uint64_t& seed, const std::string& help);

} // namespace dissonance
