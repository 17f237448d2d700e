#pragma once

#include "engine/recording/recording.h"
#include "engine/scoring/incident.h"
#include "engine/scoring/score_track.h"

#include <QCoreApplication>
#include <QImage>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>
#include <QWidget>

#include <cmath>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace dissonance::fixture {

constexpr auto kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1'764'000'000; ///< Unix seconds

/// `count` seconds of UTC time.
inline std::shared_ptr<const TimeAxis> secondsAxis(std::size_t count)
{
    std::vector<std::int64_t> ticks(count);
    for (std::size_t i = 0; i < count; ++i)
        ticks[i] = (kStart + std::int64_t(i)) * kSecond;
    return *TimeAxis::create(TimeKind::Utc, std::move(ticks));
}

inline std::shared_ptr<const Recording> recordingOf(std::vector<Channel> channels)
{
    return *Recording::create("plot", std::move(channels));
}

/// `channels` sines on one clock, called "c0", "c1", ...
inline std::shared_ptr<const Recording> sines(std::size_t channels, std::size_t samples)
{
    const auto time = secondsAxis(samples);
    std::vector<Channel> made;
    for (std::size_t c = 0; c < channels; ++c) {
        std::vector<double> values(samples);
        for (std::size_t i = 0; i < samples; ++i)
            values[i] = std::sin(0.01 * double(i) * double(c + 1)) + double(c);
        made.push_back({"c" + std::to_string(c),
                        "V",
                        "",
                        ChannelKind::Continuous,
                        time,
                        std::move(values),
                        {}});
    }
    return recordingOf(std::move(made));
}

inline Incident incidentOf(std::ptrdiff_t first, std::ptrdiff_t last)
{
    Incident incident;
    incident.span = {first, last};
    incident.peak = first;
    incident.peakScore = 4.0;
    incident.dependenceShare = 0.75;
    return incident;
}

/// Low everywhere, up to `peak` in [first, last); three quarters of it dependence.
inline std::shared_ptr<const ScoreTrack> scoresOf(const std::shared_ptr<const TimeAxis>& clock,
                                                  SampleSpan high, double peak)
{
    auto track = std::make_shared<ScoreTrack>();
    track->clock = clock;
    track->windowLength = 16;
    track->threshold = 0.5 * peak;
    for (std::ptrdiff_t i = 0; i < std::ptrdiff_t(clock->size()); ++i) {
        const double total = high.contains(i) ? peak : 0.05 * peak;
        track->samples.total.push_back(total);
        track->samples.marginal.push_back(0.25 * total);
        track->samples.dependence.push_back(0.75 * total);
    }
    track->flagged = flagAbove(track->samples.total, track->threshold);
    return track;
}

inline void show(QWidget& widget, const QSize& size)
{
    widget.resize(size);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
}

inline void wheel(QWidget& widget, const QPoint& position, const QPoint& angle,
                  Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWheelEvent event(QPointF(position), widget.mapToGlobal(QPointF(position)), QPoint(), angle,
                      Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

inline void moveTo(QWidget& widget, const QPoint& position, Qt::MouseButtons buttons = Qt::NoButton,
                   Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QMouseEvent event(QEvent::MouseMove, QPointF(position), widget.mapToGlobal(QPointF(position)),
                      Qt::NoButton, buttons, modifiers);
    QCoreApplication::sendEvent(&widget, &event);
}

/// Presses at `from`, moves to `to` in two steps and lets go.
inline void drag(QWidget& widget, const QPoint& from, const QPoint& to,
                 Qt::MouseButton button = Qt::LeftButton,
                 Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::mousePress(&widget, button, modifiers, from);
    moveTo(widget, (from + to) / 2, button, modifiers);
    moveTo(widget, to, button, modifiers);
    QTest::mouseRelease(&widget, button, modifiers, to);
}

/// Whether the window's shortcuts leave Esc to the widget.
inline bool keepsEscape(QWidget& widget)
{
    QKeyEvent event(QEvent::ShortcutOverride, Qt::Key_Escape, Qt::NoModifier);
    event.ignore();
    QCoreApplication::sendEvent(&widget, &event);
    return event.isAccepted();
}

/// Presses at `from`, moves to `to` and, before the button is let go, presses Esc.
inline void dragAndEscape(QWidget& widget, const QPoint& from, const QPoint& to,
                          Qt::MouseButton button = Qt::LeftButton,
                          Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QVERIFY(!keepsEscape(widget));
    QTest::mousePress(&widget, button, modifiers, from);
    moveTo(widget, (from + to) / 2, button, modifiers);
    moveTo(widget, to, button, modifiers);
    QVERIFY(keepsEscape(widget));
    QTest::keyClick(&widget, Qt::Key_Escape);
    QVERIFY(!keepsEscape(widget));
    moveTo(widget, from, button, modifiers);
    QTest::mouseRelease(&widget, button, modifiers, from);
}

/// Pixels of a part of an image that differ clearly from `background`.
inline int inkedPixels(const QImage& image, const QRect& area, const QColor& background)
{
    int inked = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            const auto pixel = image.pixelColor(x, y);
            inked += std::abs(pixel.lightness() - background.lightness()) > 60 ? 1 : 0;
        }
    }
    return inked;
}

} // namespace dissonance::fixture
