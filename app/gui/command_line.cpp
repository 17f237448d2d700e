#include "app/gui/command_line.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

#include <cstdlib>
#include <iostream>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWrongUsage = 2;

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::CommandLine", text);
}

[[noreturn]] void leave(int code)
{
    std::cout.flush();
    std::exit(code); // NOLINT(concurrency-mt-unsafe): no thread has started yet
}

[[noreturn]] void failUsage(const QString& problem)
{
    std::cerr << "dissonance: " << tr("%1 See dissonance --help.").arg(problem).toStdString()
              << '\n';
    leave(kWrongUsage);
}

[[noreturn]] void print(const QString& text)
{
    std::cout << text.toStdString();
    leave(0);
}

QSize sizeFromText(const QString& text)
{
    static const QRegularExpression form(u"^(\\d{3,5})x(\\d{3,5})$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        failUsage(
            tr("--size wants WIDTHxHEIGHT in pixels, such as 1280x800, not \"%1\".").arg(text));
    return {match.captured(1).toInt(), match.captured(2).toInt()};
}

/// Without the options that QApplication takes for itself, such as -platform NAME.
QStringList withoutQtOptions(const QStringList& arguments)
{
    static const QStringList valued{
        u"platform"_s,        u"platformpluginpath"_s, u"platformtheme"_s, u"plugin"_s,
        u"qwindowgeometry"_s, u"qwindowicon"_s,        u"qwindowtitle"_s,  u"session"_s,
        u"display"_s,         u"geometry"_s,           u"style"_s,         u"stylesheet"_s};
    static const QStringList flags{u"reverse"_s, u"widgetcount"_s, u"qmljsdebugger"_s};
    static const QRegularExpression form(u"^--?([a-z]+)(=.*)?$"_s);
    QStringList ours;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == u"--"_s)
            return ours + arguments.mid(i);
        const auto match = form.match(arguments[i]);
        const bool isValued = valued.contains(match.captured(1));
        if (!isValued && !flags.contains(match.captured(1)))
            ours.append(arguments[i]);
        else if (isValued && match.captured(2).isEmpty())
            ++i; // its value
    }
    return ours;
}

/// The parser knows the program's name from an application object only.
QString helpText(const QCommandLineParser& parser)
{
    return parser.helpText().replace(u"<executable_name>"_s, QCoreApplication::applicationName());
}

} // namespace

CommandLine readCommandLine(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Shows recordings, learns how their channels behave together, and finds where they stop "
           "agreeing."));
    const QCommandLineOption model(u"model"_s, tr("Load this trained model and score with it."),
                                   u"MODEL"_s);
    const QCommandLineOption theme(u"theme"_s, tr("system (default), light or dark."), u"THEME"_s,
                                   u"system"_s);
    const QCommandLineOption size(u"size"_s, tr("Size of the window in pixels, such as 1280x800."),
                                  u"WxH"_s);
    const QCommandLineOption device(
        u"device"_s, tr("Where networks are trained and asked: cpu (default) or cuda."),
        u"DEVICE"_s, u"cpu"_s);
    const QCommandLineOption screenshot(
        u"screenshot"_s,
        tr("Open, score, look into the strongest incident, write the window as PNG, and leave."),
        u"PNG"_s);
    const QCommandLineOption timeStart(
        u"time-start"_s,
        tr("For measuring: print how long it took until the window could be used, and leave."));
    const QCommandLineOption help({u"h"_s, u"help"_s}, tr("Print this text and leave."));
    const QCommandLineOption version({u"v"_s, u"version"_s}, tr("Print the version and leave."));
    parser.addOptions({model, theme, size, device, screenshot, timeStart, help, version});
    parser.addPositionalArgument(u"FILE"_s, tr("Recordings and models to open."), u"[FILE…]"_s);
    if (!parser.parse(withoutQtOptions(arguments)))
        failUsage(parser.errorText());
    if (parser.isSet(help))
        print(helpText(parser));
    if (parser.isSet(version))
        print(QCoreApplication::applicationName() + u' ' + QCoreApplication::applicationVersion()
              + u'\n');

    CommandLine options;
    options.files = parser.positionalArguments();
    options.model = parser.value(model);
    options.screenshot = parser.value(screenshot);
    options.timeStart = parser.isSet(timeStart);
    if (parser.isSet(size))
        options.size = sizeFromText(parser.value(size));
    const auto wanted = themeFromText(parser.value(theme));
    if (!wanted)
        failUsage(tr("--theme is system, light or dark, not \"%1\".").arg(parser.value(theme)));
    options.theme = *wanted;
    const auto place = deviceFromText(parser.value(device).toStdString());
    if (!place || *place == Device::Auto)
        failUsage(tr("--device is cpu or cuda, not \"%1\".").arg(parser.value(device)));
    options.device = *place;
    return options;
}

} // namespace dissonance
