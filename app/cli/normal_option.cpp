#include "app/cli/normal_option.h"

#include "app/cli/span_option.h"
#include "engine/detector/lead_in.h"

#include <utility>

namespace dissonance {

namespace {

std::string problemOf(const std::string& text)
{
    return text == "none" ? std::string() : spanProblem(text);
}

} // namespace

SampleSpan NormalOption::within(std::ptrdiff_t samples) const
{
    return spansWithin({text}, samples).front();
}

std::optional<std::ptrdiff_t> NormalOption::end() const
{
    if (text.ends_with(':'))
        return std::nullopt;
    return within(0).last;
}

CLI::Option* addNormal(CLI::App& command, NormalOption& normal, const std::string& otherwise)
{
    return command
        .add_option("--normal", normal.text,
                    "Samples of the recording itself that are known to be normal, half-open: "
                    "channels that run at another level there than in training are re-centred, "
                    "and where it is calm otherwise than training it sets the threshold; none: "
                    "score as trained. "
                        + otherwise)
        ->type_name("START:END")
        ->check(CLI::Validator(problemOf, ""));
}

Result<PlacedDetector> atOperatingPoint(std::shared_ptr<const Detector> detector,
                                        const Recording& recording, const NormalOption& normal,
                                        bool causal, int threads, const RunContext& context)
{
    PlacedDetector placed{std::move(detector), {}};
    if (normal.isNone())
        return placed;
    std::optional<SampleSpan> span;
    if (normal.isGiven()) {
        span = normal.within(recording.sampleCount());
    } else {
        const auto leadIn =
            lookAtLeadIn(*placed.detector, recording, context.part(0.0, 0.5), threads);
        if (!leadIn)
            return leadIn.error();
        // Live use does not know its first tenth before it is over.
        if (leadIn->isElsewhere() && leadIn->isCalm && !causal)
            span = leadIn->span;
        if (auto notice = leadInNotice(*leadIn, span.has_value()); !notice.empty())
            placed.notices.push_back(std::move(notice));
    }
    if (!span)
        return placed;
    auto adapted = placed.detector->adapted(recording, *span, context.part(0.5, 1.0), threads);
    if (!adapted)
        return adapted.error();
    placed.detector = *std::move(adapted);
    return placed;
}

} // namespace dissonance
