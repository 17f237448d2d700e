#include "engine/detector/lead_in.h"

#include "engine/detector/adaptation.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr std::ptrdiff_t kTenth = 10;

/// A quick model of the first half, asked of the second one.
Result<bool> isCalmAgainstItself(const std::shared_ptr<const Recording>& leadIn, int threads,
                                 const RunContext& context)
{
    const auto half = leadIn->sampleCount() / 2;
    TrainingRequest request;
    request.sources.push_back({leadIn, {{0, half}}, {}});
    request.config = configFor(Preset::Quick);
    request.config.windowLengths = {16}; // short spans say too little of longer ones
    request.config.threads = threads;
    request.device = Device::Cpu;
    const auto own = Detector::train(request, context.part(0.0, 0.5));
    if (!own) {
        // Too short, or nothing moves: it cannot be said to be calm.
        if (own.error().code == ErrorCode::Cancelled)
            return own.error();
        return false;
    }
    const auto rest = partOf(*leadIn, {half, leadIn->sampleCount()});
    const auto track =
        (*own)->score(*rest, {.causal = false, .threads = threads}, context.part(0.5, 1.0));
    if (!track)
        return track.error();
    return shareAbove((*track)->samples.total, (*track)->threshold) <= kMostRestless;
}

} // namespace

Result<LeadIn> lookAtLeadIn(const Detector& detector, const Recording& recording,
                            const RunContext& context, int threads)
{
    LeadIn leadIn;
    leadIn.span = {0, std::max<std::ptrdiff_t>(recording.sampleCount() / kTenth, 1)};
    const auto part = partOf(recording, leadIn.span);
    const auto track =
        detector.score(*part, {.causal = false, .threads = threads}, context.part(0.0, 0.5));
    if (!track) {
        // A tenth that holds no window says nothing.
        if (track.error().code == ErrorCode::TooShort)
            return leadIn;
        return track.error();
    }
    leadIn.above = shareAbove((*track)->samples.total, (*track)->threshold);
    if (!leadIn.isElsewhere())
        return leadIn;
    const auto calm = isCalmAgainstItself(part, threads, context.part(0.5, 1.0));
    if (!calm)
        return calm.error();
    leadIn.isCalm = *calm;
    return leadIn;
}

std::string leadInNotice(const LeadIn& leadIn, bool recentred)
{
    if (!leadIn.isElsewhere())
        return {};
    const auto percent = std::to_string(std::lround(100.0 * leadIn.above));
    const auto span = std::to_string(leadIn.span.first) + ":" + std::to_string(leadIn.span.last);
    const auto seen = percent + " % of the first tenth of the recording (samples " + span
        + ") score above the threshold: it seems to be from another operating point than the "
          "training, or begins within an incident.";
    if (recentred)
        return seen
            + " It is calm against itself, so the scores are re-centred on it; --normal none "
              "scores without that.";
    return seen + " Name samples that are known to be normal with --normal START:END.";
}

} // namespace dissonance
