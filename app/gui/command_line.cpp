#include "app/gui/command_line.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWrongUsage = 2;

[[noreturn]] void failUsage(const QString& problem)
{
    std::cerr << "dissonance: " << problem.toStdString() << " See dissonance --help.\n";
    std::exit(kWrongUsage); // NOLINT(concurrency-mt-unsafe): no thread has started yet
}

QSize sizeFromText(const QString& text)
{
    static const QRegularExpression form(u"^(\\d{3,5})x(\\d{3,5})$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        failUsage(
            u"--size wants WIDTHxHEIGHT in pixels, such as 1280x800, not \"%1\"."_s.arg(text));
    return {match.captured(1).toInt(), match.captured(2).toInt()};
}

} // namespace

bool asksForText(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument(argv[i]);
        if (argument == "--help" || argument == "-h" || argument == "--version" || argument == "-v"
            || argument == "--help-all")
            return true;
    }
    return false;
}

CommandLine readCommandLine(const QCoreApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Shows recordings, learns how their channels behave together, and finds where they stop "
        "agreeing."_s);
    const QCommandLineOption model(u"model"_s, u"Load this trained model and score with it."_s,
                                   u"MODEL"_s);
    const QCommandLineOption theme(u"theme"_s, u"system (default), light or dark."_s, u"THEME"_s,
                                   u"system"_s);
    const QCommandLineOption size(u"size"_s, u"Size of the window in pixels, such as 1280x800."_s,
                                  u"WxH"_s);
    const QCommandLineOption screenshot(
        u"screenshot"_s,
        u"Open, score, look into the strongest incident, write the window as PNG, and leave."_s,
        u"PNG"_s);
    parser.addOptions({model, theme, size, screenshot});
    parser.addPositionalArgument(u"FILE"_s, u"Recordings to open."_s, u"[FILE…]"_s);
    const auto help = parser.addHelpOption();
    const auto version = parser.addVersionOption();
    if (!parser.parse(application.arguments()))
        failUsage(parser.errorText() + u'.');
    if (parser.isSet(help))
        parser.showHelp();
    if (parser.isSet(version))
        parser.showVersion();

    CommandLine options;
    options.files = parser.positionalArguments();
    options.model = parser.value(model);
    options.screenshot = parser.value(screenshot);
    if (parser.isSet(size))
        options.size = sizeFromText(parser.value(size));
    const auto wanted = themeFromText(parser.value(theme));
    if (!wanted)
        failUsage(u"--theme is system, light or dark, not \"%1\"."_s.arg(parser.value(theme)));
    options.theme = *wanted;
    return options;
}

} // namespace dissonance
