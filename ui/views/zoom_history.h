#pragma once

#include <QObject>
#include <QTimer>

#include <utility>
#include <vector>

namespace dissonance {

class SharedTime;

/// What was visible before, to go back to and forward again. Ranges that follow each other at
/// once, as of a drag or of several notches of the wheel, are one step.
class ZoomHistory : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kMost = 100; ///< steps that are kept

    explicit ZoomHistory(SharedTime& time);

    bool canGoBack() const;
    bool canGoForward() const { return !m_forward.empty(); }
    void back();
    void forward();

signals:
    void changed(); ///< whether there is a way back or forward

private:
    using Range = std::pair<double, double>;

    void forget();
    void rangeChanged();
    void settle();
    void show(const Range& range);
    Range visible() const;

    SharedTime& m_time;
    std::vector<Range> m_back;
    std::vector<Range> m_forward;
    Range m_present;
    bool m_going = false; ///< the range changes because of this history
    QTimer m_settled; ///< since the range last changed
};

} // namespace dissonance
