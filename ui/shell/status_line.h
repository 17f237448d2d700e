#pragma once

#include <QStatusBar>

class QLabel;

namespace dissonance {

class Session;
class SharedTime;

/// The window's status bar: where the cursor is, running work, what the detector computes with and
/// the false alarms to expect.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    StatusLine(Session& session, const SharedTime& time, QWidget* parent = nullptr);

    /// Shows text for a moment.
    void say(const QString& text);

private:
    void updateReadout();
    void updateAlarms();

    Session& m_session;
    const SharedTime& m_time;
    QLabel* m_readout = nullptr;
    QLabel* m_alarms = nullptr;
};

} // namespace dissonance
