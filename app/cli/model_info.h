#pragma once

#include "app/cli/output.h"
#include "engine/detector/detector.h"

#include <filesystem>
#include <string>

namespace dissonance {

/// What each recording gave that a model learned from, for programs.
Json sourcesJson(const ModelCard& card);

/// What a model says of itself, for programs and for people.
Json toJson(const ModelCard& card, const std::filesystem::path& file);
std::string toText(const ModelCard& card, const std::filesystem::path& file);

} // namespace dissonance
