#pragma once

#include "ui/shell/main_window.h"
#include "ui/shell/session.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace dissonance::test {

/// A main window with settings and data folders of its own, and the sample incident on disk.
class WindowFixture
{
public:
    WindowFixture()
        : window(session)
    {
        window.resize(1280, 800);
        window.show();
        // Shortcuts are the active window's.
        if (!QTest::qWaitForWindowActive(&window))
            qWarning("The main window did not become active.");
    }

    /// Waits until the engine thread has nothing more to do.
    bool settle(int seconds = 60)
    {
        return QTest::qWaitFor([this] { return session.jobs().isIdle(); }, seconds * 1000);
    }

    /// The one widget of that type and name below the window, dialogs included.
    template <typename Widget>
    Widget* find(const char* name = "")
    {
        return window.findChild<Widget*>(QString::fromLatin1(name));
    }

    Session session;
    MainWindow window;
};

/// Preferences and application data go into a folder that vanishes with the test.
inline void useOwnFolders()
{
    static const QTemporaryDir folder;
    qputenv("XDG_CONFIG_HOME", folder.path().toUtf8() + "/config");
    qputenv("XDG_DATA_HOME", folder.path().toUtf8() + "/data");
    QCoreApplication::setOrganizationName(QStringLiteral("DissonanceTest"));
    QCoreApplication::setApplicationName(QStringLiteral("dissonance-test"));
}

} // namespace dissonance::test
