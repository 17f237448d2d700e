#pragma once

#include "engine/base/result.h"
#include "engine/detector/detector.h"

#include <CLI/App.hpp>
#include <filesystem>
#include <memory>
#include <string>

namespace dissonance {

/// Adds --device: auto, cpu or cuda.
void addDevice(CLI::App& command, std::string& device, const std::string& help);

/// Adds --device for what uses a trained model.
void addScoringDevice(CLI::App& command, std::string& device);

/// Loads a model and puts it on a device that addDevice() has checked.
/// Errors: as Detector::load() and Detector::on().
Result<std::shared_ptr<const Detector>> loadDetector(const std::filesystem::path& model,
                                                     const std::string& device);

} // namespace dissonance
