// Milliseconds that one frame of the tracks takes while they are panned and zoomed, beside plain
// QCustomPlot with adaptive sampling in the same run, and what the pyramids add to the values.
//
// Usage: bench_plots [channels (38)] [samples (10000000)] [frames (60)]
#include "ui/render/pyramid.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#ifdef DISSONANCE_QCUSTOMPLOT
#include <qcustomplot.h>
#endif

using namespace dissonance;

namespace {

constexpr QSize kScreen(1920, 1080);

double millisecondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

/// Processor time of this thread, all of which painting is: what a busy machine does not stretch.
double processorMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * double(now.tv_sec) + 1e-6 * double(now.tv_nsec);
}

double residentMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::strtod(line.c_str() + 6, nullptr) / 1024.0;
    return 0.0;
}

/// Slow waves, every other one with noise, a spike now and then, and gaps.
std::shared_ptr<const Recording> madeRecording(std::size_t channels, std::size_t samples)
{
    std::vector<std::int64_t> ticks(samples);
    for (std::size_t i = 0; i < samples; ++i)
        ticks[i] = 1'764'000'000'000'000'000 + std::int64_t(i) * 10'000'000;
    const auto axis = *TimeAxis::create(TimeKind::Utc, std::move(ticks));
    std::vector<Channel> made;
    for (std::size_t c = 0; c < channels; ++c) {
        std::vector<double> values(samples);
        auto state = std::uint64_t(c + 1);
        for (std::size_t i = 0; i < samples; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const double noise = c % 2 == 0 ? 0.0 : double(state >> 40) / double(1 << 24) - 0.5;
            const bool isGap = i % 1'000'003 < 9'000 && i > 20'000;
            values[i] = isGap ? std::nan("")
                              : std::sin(1e-5 * double(i) * double(c + 1)) + 0.2 * noise
                    + (state >> 44 == 7 ? 3.0 : 0.0);
        }
        made.push_back({"channel " + std::to_string(c + 1),
                        "V",
                        "",
                        ChannelKind::Continuous,
                        axis,
                        std::move(values),
                        {}});
    }
    return *Recording::create("bench", std::move(made));
}

/// What is visible at a frame, as shares of the recording. Pans go on by a twentieth of the screen
/// with each frame, or as far as the recording does.
struct Motion
{
    const char* name;
    double width; ///< 0: zooms from all to a hundred-thousandth and back
};

constexpr Motion kMotions[]{{"pan, 90 % visible", 0.9}, {"pan, 10 % visible", 0.1},
                            {"pan, 1 % visible", 0.01}, {"pan, 0.1 % visible", 0.001},
                            {"pan, 60 samples", 6e-6},  {"zoom, all to 100 samples", 0.0}};

std::pair<double, double> shownAt(const Motion& motion, int frame, int frames)
{
    const double progress = std::max(frame, 0) / double(frames);
    if (motion.width > 0.0) {
        const double way = std::min(1.0 - motion.width, 0.05 * motion.width * frames);
        const double lower = (1.0 - motion.width - way) / 2.0 + progress * way;
        return {lower, lower + motion.width};
    }
    const double width = std::pow(1e-5, 1.0 - std::abs(2.0 * progress - 1.0));
    return {0.37 * (1.0 - width), 0.37 * (1.0 - width) + width};
}

void report(const char* what, const Motion& motion, std::vector<double> processor,
            std::vector<double> clock)
{
    std::sort(processor.begin(), processor.end());
    std::sort(clock.begin(), clock.end());
    const auto middle = clock.size() / 2;
    std::printf("%-24s %-26s %8.1f %8.1f %12.1f %8.1f\n", what, motion.name, processor[middle],
                processor.back(), clock[middle], clock.back());
    std::fflush(stdout);
}

/// @param show   moves what is visible, from 0 to 1 of the recording.
/// @param paint  one frame.
void measure(const char* what, int frames, const std::function<void(double, double)>& show,
             const std::function<void()>& paint)
{
    for (const auto& motion : kMotions) {
        std::vector<double> processor;
        std::vector<double> clock;
        for (int frame = -1; frame < frames; ++frame) { // the first warms up
            const auto [lower, upper] = shownAt(motion, frame, frames);
            const auto start = std::chrono::steady_clock::now();
            const double used = processorMilliseconds();
            show(lower, upper);
            paint();
            if (frame < 0)
                continue;
            processor.push_back(processorMilliseconds() - used);
            clock.push_back(millisecondsSince(start));
        }
        report(what, motion, std::move(processor), std::move(clock));
    }
}

void measureTracks(const std::shared_ptr<const Recording>& recording,
                   const std::shared_ptr<const RecordingPyramids>& pyramids, int frames)
{
    SharedTime time;
    time.setClock(recording->clock());
    TracksView view(time);
    view.setRecording(recording, pyramids);
    view.fitIntoHeight(true);
    std::vector<std::size_t> channels(recording->channelCount());
    std::iota(channels.begin(), channels.end(), std::size_t(0));
    view.setChannels(channels);
    view.resize(kScreen);
    view.show();
    QCoreApplication::processEvents();
    QImage screen(kScreen, QImage::Format_RGB32);
    const double first = time.first();
    const double whole = time.last() - first;
    measure(
        "tracks", frames,
        [&](double lower, double upper) {
            time.setRange(first + lower * whole, first + upper * whole);
        },
        [&] { view.render(&screen); });
}

#ifdef DISSONANCE_QCUSTOMPLOT
/// As many stacked plots, each fed all of its samples; the library thins them while it draws.
void measureQCustomPlot(const Recording& recording, int frames)
{
    QCustomPlot plot;
    plot.resize(kScreen);
    plot.plotLayout()->clear();
    const auto& axis = *recording.clock();
    std::vector<QCPAxis*> times;
    QSharedPointer<QCPGraphDataContainer> data;
    for (std::size_t c = 0; c < recording.channelCount(); ++c) {
        auto* rect = new QCPAxisRect(&plot);
        rect->setMinimumSize(50, 10);
        rect->setMinimumMargins(QMargins(0, 0, 0, 0));
        plot.plotLayout()->addElement(int(c), 0, rect);
        plot.plotLayout()->setRowSpacing(0);
        auto* graph = plot.addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        const auto& values = recording.channel(c).values;
        // A copy of its own for each would need 6 GB: four of them stand for all.
        if (c < 4) {
            QVector<QCPGraphData> points;
            points.reserve(qsizetype(values.size()));
            for (std::size_t i = 0; i < values.size(); ++i)
                points.append({axis.toDisplay(axis.tick(i)), values[i]});
            data = QSharedPointer<QCPGraphDataContainer>::create();
            data->set(points, true);
        }
        graph->setData(data);
        graph->setAdaptiveSampling(true);
        rect->axis(QCPAxis::atLeft)->setRange(-1.5, 4.5);
        rect->axis(QCPAxis::atBottom)->setTickLabels(c + 1 == recording.channelCount());
        times.push_back(rect->axis(QCPAxis::atBottom));
    }
    const double first = axis.toDisplay(axis.ticks().front());
    const double whole = axis.toDisplay(axis.ticks().back()) - first;
    measure(
        "QCustomPlot, adaptive", frames,
        [&](double lower, double upper) {
            for (auto* time : times)
                time->setRange(first + lower * whole, first + upper * whole);
        },
        [&] { plot.replot(QCustomPlot::rpImmediateRefresh); });
}
#endif

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const auto channels = std::size_t(argc > 1 ? std::atoll(argv[1]) : 38);
    const auto samples = std::size_t(argc > 2 ? std::atoll(argv[2]) : 10'000'000);
    const int frames = argc > 3 ? std::atoi(argv[3]) : 60;
    const auto recording = madeRecording(channels, samples);
    const double before = residentMegabytes();
    const auto start = std::chrono::steady_clock::now();
    const auto pyramids = pyramidsOf(*recording, {});
    const double built = millisecondsSince(start);
    std::size_t bytes = 0;
    for (const auto& pyramid : *pyramids)
        bytes += pyramid.bytes();
    const double values = double(channels * samples * sizeof(double));
    std::printf("%zu channels of %zu samples on %dx%d; pyramids made in %.0f ms\n", channels,
                samples, kScreen.width(), kScreen.height(), built);
    std::printf("memory: values and pyramids %.3f of the values; resident %.0f MB before, "
                "%.0f MB with the pyramids\n\n",
                1.0 + double(bytes) / values, before, residentMegabytes());
    std::printf("%-51s %17s %21s\n", "Milliseconds a frame", "processor", "clock");
    std::printf("%-51s %8s %8s %12s %8s\n", "", "median", "worst", "median", "worst");
    measureTracks(recording, pyramids, frames);
#ifdef DISSONANCE_QCUSTOMPLOT
    measureQCustomPlot(*recording, std::max(frames / 12, 3));
#else
    std::printf("QCustomPlot was not found when this was built.\n");
#endif
    return 0;
}
