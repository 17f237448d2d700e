#include "app/gui/command_line.h"
#include "app/gui/screenshot.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QIcon>

#include <exception>
#include <iostream>

namespace {

using namespace Qt::StringLiterals;

int run(int argc, char** argv)
{
    QCoreApplication::setOrganizationName(u"Dissonance"_s);
    QCoreApplication::setApplicationName(u"dissonance"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(DISSONANCE_VERSION));
    if (dissonance::asksForText(argc, argv)) {
        const QCoreApplication withoutDisplay(argc, argv);
        dissonance::readCommandLine(withoutDisplay);
        return 0;
    }
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(u"Dissonance"_s);
    QGuiApplication::setDesktopFileName(u"io.github.dissonance.Dissonance"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/dissonance.svg"_s));

    const auto options = dissonance::readCommandLine(application);
    dissonance::applyTheme(application, options.theme);
    dissonance::Session session;
    dissonance::MainWindow window(session);
    if (options.size.isValid())
        window.resize(options.size);
    if (!options.model.isEmpty())
        session.loadModel(options.model);
    window.openFiles(options.files);
    if (!options.screenshot.isEmpty())
        dissonance::takeScreenshotWhenDone(session, window, options.screenshot);
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
