#pragma once

#include "engine/base/result.h"
#include "engine/detector/explanation.h"

#include <filesystem>
#include <string>

namespace dissonance {

/// Paints an explanation into a PNG file, whole or not at all. Makes the QGuiApplication that
/// fonts need, without any display: call it at most once.
/// Errors: FileUnwritable.
Status writeExplanationPng(const std::filesystem::path& file, const Explanation& explanation,
                           const Recording& recording, const std::string& title);

} // namespace dissonance
