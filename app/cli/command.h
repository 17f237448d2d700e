#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <string>
#include <vector>

namespace dissonance {

/// What a command has to say once its work is done.
struct Output
{
    std::string text; ///< for standard output
    std::vector<std::string> notices; ///< English sentences, for standard error
    std::vector<Error> failures = {}; ///< parts that failed while others are in text
};

/// One subcommand: its options, which CLI11 fills, and the work to do with them.
struct Command
{
    CLI::App* options = nullptr;
    std::function<Result<Output>(const RunContext&)> run;
};

Command sampleCommand(CLI::App& program);
Command infoCommand(CLI::App& program);
Command trainCommand(CLI::App& program);
Command scoreCommand(CLI::App& program);
Command incidentsCommand(CLI::App& program);
Command watchCommand(CLI::App& program);
Command explainCommand(CLI::App& program);
Command evaluateCommand(CLI::App& program);

} // namespace dissonance
