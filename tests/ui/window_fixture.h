#pragma once

#include "engine/sample/sample_incident.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QSignalSpy>
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

    /// Answers the dialog that asks for a model's file; false where there is none.
    bool saveModelAs(const QString& file)
    {
        auto* dialog = find<QFileDialog>("saveModelDialog");
        auto* edit =
            dialog ? dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit")) : nullptr;
        if (!edit)
            return false;
        edit->setText(file);
        QTest::keyClick(edit, Qt::Key_Return);
        return true;
    }

    Session session;
    MainWindow window;
};

/// The sample incident on disk, and what is done with it first.
class SampleFolder
{
public:
    SampleFolder()
        : m_written(writeSampleIncident(m_folder.path().toStdString(), {}, {}))
        , m_normal(makeSampleIncident().normal)
    {
    }

    bool isWritten() const { return m_written.has_value(); }
    const SampleSpan& normal() const { return m_normal; }
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    bool open(WindowFixture& fixture) const
    {
        fixture.window.openFiles({file("sample.csv")});
        return fixture.settle() && fixture.session.current() != nullptr;
    }
    bool train(WindowFixture& fixture) const
    {
        const auto before = fixture.session.detector();
        fixture.session.train({{m_normal}, {}, configFor(Preset::Quick)});
        return fixture.settle() && fixture.session.detector() != before;
    }
    /// Begins a training that takes longer than the test, and waits for its first step.
    bool beginLongTraining(WindowFixture& fixture) const
    {
        QSignalSpy steps(&fixture.session, &Session::trainingStepped);
        fixture.session.train({{m_normal}, {}, configFor(Preset::Thorough)});
        return steps.wait(60'000);
    }

private:
    QTemporaryDir m_folder;
    Status m_written;
    SampleSpan m_normal;
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
