#include "engine/detector/normal_span.h"

#include "engine/detector/detector.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace dissonance {

namespace {

constexpr std::ptrdiff_t kTenth = 10;
constexpr std::ptrdiff_t kPlaces = 20; ///< to a recording's length, at which stretches begin
constexpr double kFirstMayBe = 4.0 / 3.0; ///< times the lowest peak

/// Highest score of a stretch; infinite where it has none.
double peakOf(const std::vector<double>& scores, const SampleSpan& span)
{
    double peak = -1.0;
    for (auto i = span.first; i < span.last; ++i)
        peak = std::max(peak, scores[std::size_t(i)]); // which a NaN never is
    return peak < 0.0 ? std::numeric_limits<double>::infinity() : peak;
}

} // namespace

Result<SampleSpan> suggestNormalSpan(const std::shared_ptr<const Recording>& recording,
                                     const RunContext& context, int threads)
{
    TrainingRequest request;
    request.sources.push_back({recording, {}, {}});
    request.config = configFor(Preset::Quick);
    request.config.windowLengths = {16}; // the rule below was found with them
    request.config.threads = threads;
    request.device = Device::Cpu;
    const auto own = Detector::train(request, context.part(0.0, 0.5));
    if (!own)
        return own.error();
    const auto track =
        (*own)->score(*recording, {.causal = false, .threads = threads}, context.part(0.5, 1.0));
    if (!track)
        return track.error();

    const auto samples = recording->sampleCount();
    const auto length = samples / kTenth;
    const auto& scores = (*track)->samples.total;
    const SampleSpan first{0, length};
    auto calmest = first;
    double lowest = peakOf(scores, first);
    const double firstPeak = lowest;
    for (std::ptrdiff_t place = 1; place < kPlaces; ++place) {
        const auto begin = std::min(place * samples / kPlaces, samples - length);
        const SampleSpan span{begin, begin + length};
        if (const double peak = peakOf(scores, span); peak < lowest) {
            lowest = peak;
            calmest = span;
        }
    }
    return firstPeak <= kFirstMayBe * lowest ? first : calmest;
}

} // namespace dissonance
