#include "ui/shell/help_dialogs.h"

#include "ui/shell/actions.h"

#include <QCoreApplication>
#include <QIcon>
#include <QMainWindow>
#include <QMessageBox>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::Help", text);
}

} // namespace

void showShortcuts(QMainWindow* window)
{
    const auto mouse = tr("<p>On the plots: the wheel zooms at the pointer, dragging moves, "
                          "<b>Shift</b>-dragging selects a span, <b>Ctrl</b>-dragging zooms into "
                          "it, a double click shows everything. <b>Ctrl</b> and the wheel zoom the "
                          "values of one track; a double click on its name frees them.</p>");
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Keyboard and mouse"),
                                shortcutTable(*window) + mouse, QMessageBox::Close, window);
    box->setObjectName(u"shortcutsBox"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::RichText);
    box->open();
}

void showAbout(QMainWindow* window)
{
    auto* box = new QMessageBox(window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Dissonance"));
    box->setIconPixmap(window->windowIcon().pixmap(64, 64));
    box->setText(tr("<h3>Dissonance %1</h3>").arg(QString::fromLatin1(DISSONANCE_VERSION)));
    box->setInformativeText(
        tr("Learns how the channels of a recording behave together, and shows where they stop "
           "agreeing. The detector works after Roy, Boker and Mili, “Beyond Marginals” (2025)."
           "<p>Free software under the GNU General Public License, version 3 or later. It sends "
           "nothing anywhere.</p>"));
    box->setStandardButtons(QMessageBox::Close);
    box->open();
}

} // namespace dissonance
