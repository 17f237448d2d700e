#pragma once

#include "engine/recording/recording.h"
#include "ui/render/time_style.h"

#include <QObject>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

namespace dissonance {

/// The one time axis of all views: what is visible, where the cursor is, and which span is
/// selected. A view changes it and follows its signals.
///
/// Unit: TimeAxis::toDisplay(): seconds, or sample numbers where there is no clock. Samples are
/// those of the recording's clock.
class SharedTime : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Another recording: all of it is visible, cursor and selection are gone. Null for none.
    void setClock(std::shared_ptr<const TimeAxis> clock);
    const std::shared_ptr<const TimeAxis>& clock() const { return m_clock; }

    double first() const { return m_first; } ///< of the whole recording
    double last() const { return m_last; } ///< one step beyond its last sample
    double lower() const { return m_lower; } ///< visible
    double upper() const { return m_upper; }

    /// Moved and shrunk to lie within the recording; at least four steps wide.
    void setRange(double lower, double upper);
    void fit() { setRange(m_first, m_last); }
    /// `factor` below 1 shows less; `about` stays where it is on the screen.
    void zoom(double factor, double about);
    void pan(double screens); ///< by that many widths of what is visible
    void centreOn(double time); ///< as wide as before
    void showSpan(const SampleSpan& span); ///< with as much around it again on either side

    double timeOf(std::ptrdiff_t sample) const; ///< beyond the last sample: last()
    std::ptrdiff_t sampleAt(double time) const; ///< nearest; 0 without a recording
    SampleSpan visibleSamples() const; ///< a sample beyond the screen on either side

    /// How the views write instants.
    TimeStyle style() const { return m_style; }
    void setStyle(TimeStyle style);

    std::optional<std::ptrdiff_t> cursor() const { return m_cursor; }
    void setCursor(std::optional<std::ptrdiff_t> sample);

    /// Cursors that stay where they are put, to measure between.
    enum Mark
    {
        A,
        B
    };
    std::optional<std::ptrdiff_t> mark(Mark mark) const { return m_marks[mark]; }
    void setMark(Mark mark, std::optional<std::ptrdiff_t> sample);

    std::optional<SampleSpan> selection() const { return m_selection; }
    /// An empty span selects nothing.
    void setSelection(std::optional<SampleSpan> span);

signals:
    void clockChanged();
    void styleChanged();
    void rangeChanged();
    void cursorChanged();
    void selectionChanged();
    void marksChanged();

private:
    std::shared_ptr<const TimeAxis> m_clock;
    double m_first = 0.0;
    double m_last = 1.0;
    double m_step = 1.0; ///< median
    double m_lower = 0.0;
    double m_upper = 1.0;
    TimeStyle m_style = TimeStyle::Recorded;
    std::optional<std::ptrdiff_t> m_cursor;
    std::optional<SampleSpan> m_selection;
    std::array<std::optional<std::ptrdiff_t>, 2> m_marks;
};

} // namespace dissonance
