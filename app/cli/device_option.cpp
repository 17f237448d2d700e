#include "app/cli/device_option.h"

namespace dissonance {

void addDevice(CLI::App& command, std::string& device, const std::string& help)
{
    command.add_option("--device", device, help)
        ->type_name("DEVICE")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
}

void addScoringDevice(CLI::App& command, std::string& device)
{
    addDevice(command, device,
              "Where the network is asked; all else runs on the processor. Scores of two devices "
              "differ by rounding; auto: an NVIDIA card where LibTorch finds one");
}

Result<std::shared_ptr<const Detector>> loadDetector(const std::filesystem::path& model,
                                                     const std::string& device)
{
    auto detector = Detector::load(model);
    const auto wanted = *deviceFromText(device);
    if (!detector || wanted == Device::Cpu)
        return detector;
    return (*detector)->on(wanted);
}

} // namespace dissonance
