#include "ui/shell/application.h"

#include <exception>
#include <new>

namespace dissonance {

bool Application::notify(QObject* receiver, QEvent* event)
{
    try {
        return QApplication::notify(receiver, event);
    } catch (const std::bad_alloc&) {
        tell(tr("There was not enough memory for this. Close a recording and try again."));
    } catch (const std::exception& exception) {
        tell(tr("An error inside Dissonance: %1. What you have open is as it was.")
                 .arg(QString::fromLocal8Bit(exception.what())));
    } catch (...) {
        tell(tr("An error of unknown kind inside Dissonance. What you have open is as it was."));
    }
    return false;
}

void Application::tell(const QString& what)
{
    try {
        emit caught(what);
    } catch (...) { // Telling wants memory as well.
    }
}

} // namespace dissonance
