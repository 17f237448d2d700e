#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <string>

namespace dissonance {

/// Adds --seed, a whole decimal number of 64 bits.
void addSeed(CLI::App& command, std::uint64_t& seed, const std::string& help);

/// Adds --threads, 0 to 1024; 0 stands for all cores.
void addThreads(CLI::App& command, int& threads,
                const std::string& help = "Cores to use; 0: all of them");

} // namespace dissonance
