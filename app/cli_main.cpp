// dissonance-cli: the engine from the command line.

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_line.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>
#include <system_error>

using namespace dissonance;

namespace {

enum ExitCode
{
    Succeeded = 0,
    Failed = 1,
    WrongUsage = 2, // 128 + the signal's number when interrupted
};

void printError(const std::string& text)
{
    std::fprintf(stderr, "dissonance-cli: %s\n", text.c_str());
}

void printError(const Error& error)
{
    printError(error.code == ErrorCode::Internal
                   ? error.detail + " This is a bug in Dissonance: please report it."
                   : error.detail);
}

int print(const std::string& text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
        return Succeeded;
    printError("cannot write to standard output: " + std::generic_category().message(errno) + '.');
    return Failed;
}

int endParsing(const CLI::App& program, const CLI::ParseError& error)
{
    if (error.get_exit_code() == 0)
        return program.exit(error); // --help, --version
    auto text = std::string(error.what());
    const CLI::App* asked = &program;
    const auto commands = program.get_subcommands();
    if (!commands.empty())
        asked = commands.front();
    else if (const auto unknown = program.remaining(); !unknown.empty())
        text = "there is no command or option '" + unknown.front() + "'.";
    else
        text = "a command is missing.";
    printError(text);
    std::fprintf(stderr, "Try: dissonance-cli %s--help\n",
                 asked == &program ? "" : (asked->get_name() + ' ').c_str());
    return WrongUsage;
}

/// Whatever the libraries throw ends here.
Result<Output> attempt(const Command& command, const RunContext& context)
{
    try {
        return command.run(context);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, "There is not enough memory for this."};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, std::string("Unexpected failure: ") + e.what() + '.'};
    } catch (...) {
        return Error{ErrorCode::Internal, "Unexpected failure of no known kind."};
    }
}

int execute(const Command& command)
{
    Interrupt interrupt;
    ProgressLine line;
    RunContext context{interrupt.token(), {}};
    if (line.isShown())
        context.progress = [&line](const Progress& progress) {
            line.show(progress);
        };
    const auto output = attempt(command, context);
    line.clear();
    if (output) {
        for (const auto& notice : output->notices)
            printError("note: " + notice);
        for (const auto& failure : output->failures)
            printError(failure);
        const int printed = print(output->text);
        return output->failures.empty() ? printed : Failed;
    }
    if (output.error().code == ErrorCode::Cancelled) {
        printError("stopped; nothing was left half written.");
        return interrupt.exitCode();
    }
    printError(output.error());
    return Failed;
}

int run(int argc, char** argv)
{
    CLI::App program("Finds incidents in recordings: samples at which channels stop agreeing.",
                     "dissonance-cli");
    program.set_version_flag("--version", "dissonance-cli " DISSONANCE_VERSION,
                             "Print the version");
    program.set_help_flag("-h,--help", "Print this help");
    program.require_subcommand(1);
    program.get_formatter()->label("SUBCOMMAND", "COMMAND");
    program.get_formatter()->label("REQUIRED", "(required)");
    program.get_formatter()->label("OPTIONS", "OPTION…");
    program.get_formatter()->column_width(28);
    program.footer("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.\n"
                   "Each command has its own --help.\n");
    const std::array commands{sampleCommand(program),    infoCommand(program),
                              trainCommand(program),     scoreCommand(program),
                              incidentsCommand(program), explainCommand(program),
                              watchCommand(program),     evaluateCommand(program)};
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return endParsing(program, error);
    }
    for (const auto& command : commands)
        if (command.options->parsed())
            return execute(command);
    return WrongUsage;
}

} // namespace

int main(int argc, char** argv)
{
    // Nothing here may need memory: there may be none.
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("dissonance-cli: There is not enough memory for this.\n", stderr);
    } catch (const std::system_error& e) {
        std::fputs("dissonance-cli: The system refuses what is needed: ", stderr);
        std::fputs(e.what(), stderr);
        std::fputs(". Close other programs or raise the limits.\n", stderr);
    } catch (const std::exception& e) {
        std::fputs("dissonance-cli: Unexpected failure: ", stderr);
        std::fputs(e.what(), stderr);
        std::fputs(". This is a bug in Dissonance: please report it.\n", stderr);
    } catch (...) {
        std::fputs("dissonance-cli: Unexpected failure of no known kind. This is a bug in "
                   "Dissonance: please report it.\n",
                   stderr);
    }
    return Failed;
}
