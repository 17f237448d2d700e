#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace dissonance {

/// Adds `--weight FILE:W`, W from 1 to kMostWeight; once for every FILE. Wrong ones are wrong
/// usage.
CLI::Option* addWeights(CLI::App& command, std::vector<std::string>& weights);

/// Throws CLI::ValidationError where a weight is of a file that is none of `files`, as typed, or
/// of one that has a weight already.
void checkWeightFiles(const std::vector<std::string>& weights,
                      const std::vector<std::filesystem::path>& files);

/// Of texts that both have checked the weight of `file`; 1 where none is given.
int weightOf(const std::vector<std::string>& weights, const std::filesystem::path& file);

} // namespace dissonance
