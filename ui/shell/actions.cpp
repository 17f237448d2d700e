#include "ui/shell/actions.h"

#include "ui/render/time_style.h"
#include "ui/shell/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::Actions", text);
}

struct Description
{
    const char* name; ///< object name, for tests and shortcut settings
    QString text;
    QString toolTip;
    QList<QKeySequence> keys;
    const char* icon = nullptr;
};

QAction* make(QMainWindow* window, const Description& description)
{
    auto* action = new QAction(description.text, window);
    action->setObjectName(QString::fromLatin1(description.name));
    action->setShortcuts(description.keys);
    auto toolTip = description.toolTip;
    if (!description.keys.isEmpty())
        toolTip += u" (%1)"_s.arg(description.keys.first().toString(QKeySequence::NativeText));
    action->setToolTip(toolTip);
    action->setStatusTip(description.toolTip);
    if (description.icon)
        action->setIcon(themedIcon(QString::fromLatin1(description.icon)));
    // Also while the menu bar is hidden.
    window->addAction(action);
    return action;
}

} // namespace

Actions::Actions(QMainWindow* window)
{
    const auto standard = [](QKeySequence::StandardKey key) {
        return QKeySequence::keyBindings(key);
    };
    open =
        make(window,
             {"open", tr("&Open…"), tr("Open recordings"), standard(QKeySequence::Open), "open"});
    openSample = make(window,
                      {"openSample",
                       tr("Open the &Sample Incident"),
                       tr("Open a simulated plant with known incidents"),
                       {},
                       "sample"});
    closeRecording =
        make(window,
             {"closeRecording", tr("&Close Recording"), tr("Close the recording that is shown"),
              standard(QKeySequence::Close), "close"});
    exportScores = make(window,
                        {"exportScores",
                         tr("&Export Scores…"),
                         tr("Write the scores of this recording as CSV"),
                         {Qt::CTRL | Qt::Key_E},
                         "export"});
    quit =
        make(window,
             {"quit", tr("&Quit"), tr("Leave Dissonance"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}});
    train = make(window,
                 {"train",
                  tr("&Train…"),
                  tr("Learn what is normal from this recording"),
                  {Qt::CTRL | Qt::Key_T},
                  "train"});
    trainOnSpan = make(window,
                       {"trainOnSpan",
                        tr("Train on This Spa&n…"),
                        tr("Learn what is normal from the selected span"),
                        {Qt::CTRL | Qt::SHIFT | Qt::Key_T},
                        "train"});
    normalSpan = make(window,
                      {"normalSpan",
                       tr("&Use Span as Normal"),
                       tr("Re-centre the model on the selected span, which is known to be normal"),
                       {Qt::CTRL | Qt::SHIFT | Qt::Key_R},
                       "score"});
    score = make(window,
                 {"score",
                  tr("&Score"),
                  tr("Score this recording with the model"),
                  {Qt::CTRL | Qt::Key_R},
                  "score"});
    loadModel = make(window,
                     {"loadModel",
                      tr("&Load Model…"),
                      tr("Load a trained model"),
                      {Qt::CTRL | Qt::Key_L},
                      "load-model"});
    saveModel = make(window,
                     {"saveModel", tr("Save &Model…"), tr("Save the trained model"),
                      standard(QKeySequence::Save), "save-model"});
    previousModel = make(window,
                         {"previousModel",
                          tr("&Previous Model"),
                          tr("Go back to the model that was replaced before it was saved"),
                          {}});
    resetThreshold = make(window,
                          {"resetThreshold",
                           tr("Model's T&hreshold"),
                           tr("Use the threshold that the training set"),
                           {Qt::CTRL | Qt::Key_0}});
    nextIncident = make(
        window, {"nextIncident", tr("&Next Incident"), tr("Next incident"), {Qt::Key_N}, "next"});
    previousIncident = make(window,
                            {"previousIncident",
                             tr("&Previous Incident"),
                             tr("Previous incident"),
                             {Qt::Key_P},
                             "previous"});
    explainSpan = make(window,
                       {"explainSpan",
                        tr("&Explain This Span"),
                        tr("Say which channels do not agree in the selected span"),
                        {Qt::Key_E},
                        "explain"});
    clearSpan = make(window,
                     {"clearSpan",
                      tr("&Clear Selection"),
                      tr("Select no span"),
                      {Qt::CTRL | Qt::SHIFT | Qt::Key_A}});
    fit = make(
        window,
        {"fit", tr("&Fit All"), tr("Show the whole recording"), {Qt::Key_Home, Qt::Key_W}, "fit"});
    zoomIn = make(window,
                  {"zoomIn",
                   tr("Zoom &In"),
                   tr("Show a shorter time"),
                   {Qt::Key_Plus, Qt::CTRL | Qt::Key_Plus, Qt::Key_Equal}});
    zoomOut = make(window,
                   {"zoomOut",
                    tr("Zoom &Out"),
                    tr("Show a longer time"),
                    {Qt::Key_Minus, Qt::CTRL | Qt::Key_Minus}});
    panLeft = make(
        window, {"panLeft", tr("Move &Left"), tr("Show earlier time"), {Qt::SHIFT | Qt::Key_Left}});
    panRight =
        make(window,
             {"panRight", tr("Move &Right"), tr("Show later time"), {Qt::SHIFT | Qt::Key_Right}});
    makeTimeActions(window);
    filter = make(window,
                  {"filter", tr("Filter &Channels"), tr("Find channels by name"),
                   standard(QKeySequence::Find)});
    fullScreen =
        make(window, {"fullScreen", tr("F&ull Screen"), tr("Use the whole screen"), {Qt::Key_F11}});
    fullScreen->setCheckable(true);
    stop = make(window,
                {"stop",
                 tr("&Cancel Work"),
                 tr("Stop the work in the background"),
                 {Qt::CTRL | Qt::Key_Period},
                 "cancel"});
    escape = make(window,
                  {"escape",
                   tr("Clear Filter, Message, Tour or Selection, Else Cancel Work"),
                   tr("Clear what is nearest; with nothing to clear, stop the work"),
                   {Qt::Key_Escape}});
    shortcuts = make(window,
                     {"shortcuts",
                      tr("&Keyboard Shortcuts"),
                      tr("List the keys"),
                      {Qt::Key_F1, Qt::CTRL | Qt::Key_Question}});
    tour = make(window,
                {"tour",
                 tr("Take the &Tour"),
                 tr("Five steps from a recording to the channels that stopped agreeing"),
                 {},
                 "tour"});
    method = make(window,
                  {"method",
                   tr("&How Dissonance Decides"),
                   tr("The detector's formulas, defaults and limits"),
                   {}});
    about = make(window, {"about", tr("&About Dissonance"), tr("Version and licence"), {}});
    about->setMenuRole(QAction::AboutRole);
    quit->setMenuRole(QAction::QuitRole);
}

void Actions::makeTimeActions(QMainWindow* window)
{
    back = make(window,
                {"back",
                 tr("&Back"),
                 tr("Show what was visible before"),
                 {Qt::ALT | Qt::Key_Left, Qt::Key_Backspace}});
    forward = make(window,
                   {"forward",
                    tr("For&ward"),
                    tr("Show what was visible before you went back"),
                    {Qt::ALT | Qt::Key_Right}});
    goTo = make(window,
                {"goTo",
                 tr("Go to Ti&me…"),
                 tr("Show an instant: a date and time, seconds, or a sample"),
                 {Qt::CTRL | Qt::Key_G}});
    markA = make(window,
                 {"markA",
                  tr("Put Cursor &A Here"),
                  tr("Put cursor A at the pointer, to measure from there"),
                  {Qt::Key_A}});
    markB = make(window,
                 {"markB",
                  tr("Put Cursor &B Here"),
                  tr("Put cursor B at the pointer, to measure up to there"),
                  {Qt::Key_B}});
    clearMarks = make(window,
                      {"clearMarks",
                       tr("&Remove Cursors A and B"),
                       tr("Take both cursors away"),
                       {Qt::CTRL | Qt::SHIFT | Qt::Key_X}});
    keepRanges = make(window,
                      {"keepRanges",
                       tr("&Keep Value Ranges"),
                       tr("Keep the value range of every track as it is now"),
                       {Qt::Key_Y}});
    freeRanges = make(window,
                      {"freeRanges",
                       tr("Automatic &Value Ranges"),
                       tr("Let the value range of every track follow what is visible"),
                       {Qt::SHIFT | Qt::Key_Y}});
    fitTracks = make(window,
                     {"fitTracks",
                      tr("Fit &Tracks into the Window"),
                      tr("Show all tracks at once, lower, instead of scrolling"),
                      {Qt::Key_F}});
    fitTracks->setCheckable(true);
    nextTimeStyle = make(
        window,
        {"nextTimeStyle", tr("&Next"), tr("Show time in the next of these ways"), {Qt::Key_T}});
    timeStyles = new QActionGroup(window);
    const auto add = [&](TimeStyle style, const QString& text) {
        auto* action = timeStyles->addAction(text);
        action->setObjectName(u"time-"_s + toText(style));
        action->setData(toText(style));
        action->setCheckable(true);
    };
    add(TimeStyle::Recorded, tr("As &Recorded"));
    add(TimeStyle::Sample, tr("S&ample Number"));
    add(TimeStyle::Seconds, tr("&Seconds"));
    add(TimeStyle::Local, tr("&Local Time"));
    add(TimeStyle::Utc, tr("&UTC"));
    timeStyles->actions().constFirst()->setChecked(true);
}

void Actions::place(QMainWindow* window)
{
    auto* bar = window->menuBar();
    auto* file = bar->addMenu(tr("&File"));
    file->addAction(open);
    recentMenu = file->addMenu(tr("Open &Recent"));
    file->addAction(openSample);
    file->addAction(closeRecording);
    file->addSeparator();
    file->addAction(exportScores);
    file->addSeparator();
    file->addAction(quit);
    auto* detector = bar->addMenu(tr("&Detector"));
    detector->addActions({train, trainOnSpan, normalSpan, score});
    detector->addSeparator();
    detector->addActions({loadModel, saveModel});
    detector->addSeparator();
    detector->addActions({previousModel, resetThreshold, stop});
    auto* incident = bar->addMenu(tr("&Incident"));
    incident->addActions({nextIncident, previousIncident});
    incident->addSeparator();
    incident->addActions({explainSpan, clearSpan});
    viewMenu = bar->addMenu(tr("&View"));
    viewMenu->addActions({fit, zoomIn, zoomOut, panLeft, panRight});
    viewMenu->addSeparator();
    viewMenu->addActions({back, forward, goTo});
    auto* times = viewMenu->addMenu(tr("Time Shown &As"));
    times->addActions(timeStyles->actions());
    times->addSeparator();
    times->addAction(nextTimeStyle);
    viewMenu->addMenu(tr("Cursor&s A and B"))->addActions({markA, markB, clearMarks});
    viewMenu->addSeparator();
    viewMenu->addActions({keepRanges, freeRanges, fitTracks, filter, fullScreen});
    viewMenu->addSeparator();
    auto* help = bar->addMenu(tr("&Help"));
    help->addActions({tour, method, shortcuts, about});

    toolBar = window->addToolBar(tr("Tools"));
    toolBar->setObjectName(u"tools"_s);
    toolBar->setMovable(false);
    toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    toolBar->setIconSize({22, 22});
    open->setIconText(tr("Open"));
    train->setIconText(tr("Train"));
    score->setIconText(tr("Score"));
    explainSpan->setIconText(tr("Explain span"));
    previousIncident->setIconText(tr("Previous"));
    nextIncident->setIconText(tr("Next"));
    fit->setIconText(tr("Fit"));
    toolBar->addActions({open, train, score});
    toolBar->addSeparator();
    toolBar->addActions({previousIncident, nextIncident, explainSpan, fit});
    toolBar->addSeparator();
}

QString shortcutTable(const QMainWindow& window)
{
    QString rows;
    for (const auto* action : window.actions()) {
        if (action->shortcuts().isEmpty())
            continue;
        const auto keys = QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
        auto text = action->text();
        text.remove(u'&').remove(u'…');
        rows += u"<tr><td style='padding-right:24px'>%1</td><td>%2</td></tr>"_s.arg(
            text.toHtmlEscaped(), keys.toHtmlEscaped());
    }
    return u"<table cellspacing='0' cellpadding='2'>%1</table>"_s.arg(rows);
}

} // namespace dissonance
