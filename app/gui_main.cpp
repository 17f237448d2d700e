#include "app/gui/command_line.h"
#include "app/gui/screenshot.h"
#include "app/gui/start_time.h"
#include "ui/shell/application.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QIcon>

#include <chrono>
#include <exception>
#include <iostream>

namespace {

using namespace Qt::StringLiterals;

QStringList argumentsOf(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

int run(int argc, char** argv)
{
    const auto start = std::chrono::steady_clock::now();
    QCoreApplication::setOrganizationName(u"Dissonance"_s);
    QCoreApplication::setApplicationName(u"dissonance"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(DISSONANCE_VERSION));
    // First: help and complaints need no display, and QApplication aborts without one.
    const auto options = dissonance::readCommandLine(argumentsOf(argc, argv));
    dissonance::Application application(argc, argv);
    QApplication::setApplicationDisplayName(u"Dissonance"_s);
    QGuiApplication::setDesktopFileName(u"io.github.dissonance.Dissonance"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/dissonance.svg"_s));

    dissonance::applyTheme(application, options.theme);
    dissonance::Session session;
    session.setDevice(options.device);
    dissonance::MainWindow window(session);
    QObject::connect(&application, &dissonance::Application::caught, &session,
                     [&session](const QString& what) {
                         emit session.failed(
                             QCoreApplication::translate("dissonance", "That did not work"), what);
                     });
    if (options.size.isValid())
        window.resize(options.size);
    if (!options.model.isEmpty())
        session.loadModel(options.model);
    window.openFiles(options.files);
    if (!options.screenshot.isEmpty())
        dissonance::takeScreenshotWhenDone(session, window, options.screenshot);
    if (options.timeStart)
        dissonance::printStartTime(window, start);
    window.show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const std::exception& exception) {
        std::cerr << "dissonance: " << exception.what() << '\n';
    } catch (...) {
        std::cerr << "dissonance: an exception of unknown type\n";
    }
    return 1;
}
