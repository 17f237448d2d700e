#pragma once

#include <QMainWindow>

#include <memory>

class QDockWidget;
class QStackedWidget;

namespace dissonance {

struct Actions;
class ChannelsPanel;
class FileDialogs;
class GoToDialog;
class IncidentsPanel;
class Inspection;
class InspectionPanel;
class MessageBar;
class Leaving;
class PlotsArea;
class ProblemsPanel;
class Session;
class StartPage;
class StatisticsPanel;
class StatusLine;
class Tour;
class TrainDialog;

/// The window: docks and plots around one session; actions lead to it, its signals lead back.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// Of the docks' arrangement: one more where docks come or go.
    static constexpr int kDockLayoutVersion = 2;

    explicit MainWindow(Session& session, QWidget* parent = nullptr);
    ~MainWindow() override;

    Inspection& inspection() { return *m_inspection; }
    /// Recordings and models, as from a drop or the command line.
    void openFiles(const QStringList& files);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeCentre();
    void makeDocks();
    QDockWidget* addDock(Qt::DockWidgetArea area, const char* name, const QString& title,
                         QWidget* content);
    void connectActions();
    void connectPlotActions();
    void connectMarks();
    void connectHistory();
    void connectTimeStyles();
    void connectSession();
    void makeTour();
    void startTour();
    void showCentre();
    void focusCentre();
    void fitDocks();
    void restoreLayout();
    void updateActions();
    void updateTitle();
    void updateColours();
    void showTrainDialog();
    void showPlotMenu(const QPoint& globalPosition);
    void showFailure(const QString& headline, const QString& text);
    void clearOrStop();

    Session& m_session;
    std::unique_ptr<Actions> m_actions;
    Inspection* m_inspection = nullptr;
    FileDialogs* m_files = nullptr;
    Leaving* m_leaving = nullptr;
    MessageBar* m_message = nullptr;
    QStackedWidget* m_centre = nullptr;
    StartPage* m_start = nullptr;
    PlotsArea* m_plots = nullptr;
    ChannelsPanel* m_channels = nullptr;
    IncidentsPanel* m_incidents = nullptr;
    InspectionPanel* m_why = nullptr;
    ProblemsPanel* m_problems = nullptr;
    QDockWidget* m_channelsDock = nullptr;
    QDockWidget* m_whyDock = nullptr;
    QDockWidget* m_incidentsDock = nullptr;
    QDockWidget* m_problemsDock = nullptr;
    StatisticsPanel* m_statistics = nullptr;
    TrainDialog* m_train = nullptr;
    GoToDialog* m_goTo = nullptr;
    StatusLine* m_status = nullptr;
    Tour* m_tour = nullptr;
    bool m_hasLayout = false; ///< kept from before, or fitted already
};

} // namespace dissonance
