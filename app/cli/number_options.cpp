#include "app/cli/number_options.h"

#include <charconv>

namespace dissonance {

namespace {

// The parser behind CLI11 wraps negative numbers, cuts large ones and reads 010 as eight.
std::string seedProblem(const std::string& text)
{
    std::uint64_t seed = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, seed);
    if (parsed.ec == std::errc() && parsed.ptr == end && text == std::to_string(seed))
        return {};
    return "'" + text + "' is no seed: write a whole number from 0 to 18446744073709551615";
}

} // namespace

void addSeed(CLI::App& command, std::uint64_t& seed, const std::string& help)
{
    command.add_option("--seed", seed, help)
        ->type_name("N")
        ->check(CLI::Validator(seedProblem, ""))
        ->capture_default_str();
}

void addThreads(CLI::App& command, int& threads, const std::string& help)
{
    command.add_option("--threads", threads, help)
        ->type_name("N")
        ->check(CLI::Range(0, 1024).description(""))
        ->capture_default_str();
}

} // namespace dissonance
