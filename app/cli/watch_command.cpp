#include "app/cli/command.h"
#include "app/cli/device_option.h"
#include "app/cli/followed_input.h"
#include "app/cli/incident_lines.h"
#include "app/cli/normal_option.h"
#include "app/cli/number_options.h"
#include "app/cli/output.h"
#include "app/cli/scored_recording.h"
#include "app/cli/threshold_option.h"
#include "engine/io/csv_stream.h"
#include "engine/io/score_csv.h"
#include "engine/recording/joined.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace dissonance {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kMoment{2}; ///< until the layout is settled by a few lines
constexpr double kLongest = 1e6; ///< seconds that --until-idle takes

constexpr const char* kFooter =
    "Prints a line of JSON when an incident begins (event, sample, time, score) and one when it\n"
    "has ended (first, last, start, end, peak, peak_score, dependence_share; open: true where the\n"
    "input ended first). samples are counted from 0; last is the one after the incident.\n\n"
    "Scores are those of score --causal for the whole file. What that takes from all rows is\n"
    "taken from the first ones here: separator, decimal sign, header, units and time from the\n"
    "first 1,000 lines, or what of them (at least 20) has come after 2 s; what a jump of the\n"
    "clock is, from the steps so far. A row that goes back in time is left out. A row counts once\n"
    "the next one is there, which might have the same time. Clocks without dates, or coarser than\n"
    "the rows, cannot be followed. Rows of --out follow some hundred samples later (up to 4,096,\n"
    "by the model), when not even their last digit can change, and at the end of the input.\n"
    "Ctrl-C ends it.\n";

struct Options
{
    std::filesystem::path file;
    std::filesystem::path model;
    std::string device{toText(Device::Cpu)};
    std::filesystem::path out; ///< empty: none
    ThresholdChoice threshold;
    bool driftAware = false;
    std::optional<double> untilIdle; ///< seconds
    NormalOption normal;
    int threads = 0;
};

/// A file that whole lines are added to.
class LineFile
{
public:
    explicit LineFile(std::FILE* file)
        : m_file(file, [](std::FILE* open) { return open == stdout ? 0 : std::fclose(open); })
    {
    }

    static Result<LineFile> create(const std::filesystem::path& path)
    {
        auto* const file = std::fopen(path.c_str(), "wb");
        if (!file)
            return unwritable(path.string());
        return LineFile(file);
    }

    Status add(const std::string& lines, const std::string& name)
    {
        if (std::fwrite(lines.data(), 1, lines.size(), m_file.get()) == lines.size()
            && std::fflush(m_file.get()) == 0)
            return Done{};
        return unwritable(name);
    }

private:
    static Error unwritable(const std::string& name)
    {
        return {ErrorCode::FileUnwritable,
                "Cannot write to " + name + ": " + std::generic_category().message(errno) + "."};
    }

    std::unique_ptr<std::FILE, int (*)(std::FILE*)> m_file;
};

/// What is done with the samples as they come.
class Watch
{
public:
    Watch(const Options& options, std::shared_ptr<const Detector> detector)
        : m_options(options)
        , m_detector(std::move(detector))
        , m_stdout(stdout)
    {
    }

    Status begin()
    {
        // Also where the model is still to be adapted: what it cannot promise it should say now.
        if (auto status = goLive(); !status)
            return status;
        if (m_options.normal.isGiven()) {
            m_scorer.reset();
            say("waiting for the " + std::to_string(*m_options.normal.end())
                + " samples up to the end of --normal");
        }
        return Done{};
    }

    Status writeTo(LineFile out)
    {
        m_out = std::move(out);
        return m_out->add(scoreCsvHeader(), name());
    }

    Status add(const Recording& samples, const RunContext& context)
    {
        return m_scorer ? score(samples, context) : wait(samples, context);
    }

    /// @param context  of a stop request that the rest is not to obey.
    Status finish(const RunContext& context)
    {
        if (!m_scorer)
            return Error{ErrorCode::TooShort,
                         "The input ended after " + std::to_string(m_waiting)
                             + " samples, before the end of --normal " + m_options.normal.text
                             + "."};
        auto scores = m_scorer->finish(context);
        if (!scores)
            return scores.error();
        if (auto status = print(*std::move(scores)); !status)
            return status;
        return m_stdout.add(m_lines->finish(), "standard output");
    }

private:
    static void say(const std::string& notice)
    {
        std::fprintf(stderr, "dissonance-cli: note: %s\n", notice.c_str());
    }

    Status goLive()
    {
        const auto& card = m_detector->card();
        const auto threshold = m_options.threshold.of(card, true);
        if (!threshold)
            return threshold.error();
        m_threshold = threshold->value_or(card.causalThreshold);
        if (m_options.driftAware) {
            const auto filter = driftFilter(card, true);
            if (!filter)
                return filter.error();
            m_latestDrift = m_settledDrift = *filter;
        }
        m_scorer = std::make_unique<StreamScorer>(m_detector, m_options.threads);
        m_lines.emplace(card, m_threshold);
        return Done{};
    }

    /// Keeps samples until all of the normal span is there.
    Status wait(const Recording& samples, const RunContext& context)
    {
        m_pieces.push_back(std::make_shared<const Recording>(samples));
        m_waiting += samples.sampleCount();
        if (m_waiting < *m_options.normal.end())
            return Done{};
        const auto soFar = joined(m_pieces);
        if (!soFar)
            return soFar.error();
        const auto span = m_options.normal.within(m_waiting);
        auto adapted = m_detector->adapted(**soFar, span, context, m_options.threads);
        if (!adapted)
            return adapted.error();
        m_detector = *std::move(adapted);
        if (auto status = goLive(); !status)
            return status;
        const auto pieces = std::exchange(m_pieces, {});
        for (const auto& piece : pieces)
            if (auto status = score(*piece, context); !status)
                return status;
        return Done{};
    }

    Status score(const Recording& samples, const RunContext& context)
    {
        const bool isFirst = m_scorer->sampleCount() == 0;
        m_kind = samples.clock()->kind();
        auto scores = m_scorer->add(samples, context);
        if (!scores)
            return scores.error();
        if (isFirst)
            for (const auto& notice : m_scorer->notices())
                say(notice);
        return print(*std::move(scores));
    }

    std::string name() const { return m_options.out.string(); }

    Status print(StreamScorer::Scores scores)
    {
        if (m_latestDrift)
            m_latestDrift->apply(scores.latest.scores);
        if (m_settledDrift)
            m_settledDrift->apply(scores.settled.scores);
        if (const auto lines = m_lines->add(scores.latest, m_kind); !lines.empty())
            if (auto status = m_stdout.add(lines, "standard output"); !status)
                return status;
        return m_out ? m_out->add(rowsOf(scores.settled), name()) : Status(Done{});
    }

    /// Rows as score writes them.
    std::string rowsOf(const StreamScores& settled) const
    {
        std::string text;
        const auto& scores = settled.scores;
        for (std::size_t i = 0; i < settled.ticks.size(); ++i)
            appendScoreRow(text,
                           {settled.first + std::ptrdiff_t(i), m_kind, settled.ticks[i],
                            scores.total[i], scores.marginal[i], scores.dependence[i],
                            scores.total[i] > m_threshold});
        return text;
    }

    const Options& m_options;
    std::shared_ptr<const Detector> m_detector;
    std::vector<std::shared_ptr<const Recording>> m_pieces; ///< that wait for the normal span
    std::ptrdiff_t m_waiting = 0; ///< samples in them
    double m_threshold = 0.0;
    std::optional<DriftFilter> m_latestDrift; ///< of the scores that incidents are found in
    std::optional<DriftFilter> m_settledDrift; ///< of the rows
    std::unique_ptr<StreamScorer> m_scorer; ///< null while they wait
    std::optional<IncidentLines> m_lines;
    LineFile m_stdout;
    std::optional<LineFile> m_out;
    TimeKind m_kind = TimeKind::SampleIndex;
};

/// Follows the input to its end.
Status follow(const Options& options, FollowedInput& input, CsvStream& stream, Watch& watch,
              const RunContext& context)
{
    const auto use = [&](const Recording& samples) {
        return watch.add(samples, context);
    };
    const std::chrono::duration<double> idle(options.untilIdle.value_or(kLongest));
    std::string bytes;
    std::optional<Clock::time_point> first;
    auto last = Clock::now();
    for (;;) {
        if (context.stopRequested())
            return cancelled();
        const auto more = input.read(bytes);
        if (!more)
            return more.error();
        const auto now = Clock::now();
        if (!bytes.empty()) {
            last = now;
            first = first.value_or(now);
            if (auto status = stream.add(bytes, use); !status)
                return status;
        }
        if (!stream.hasLayout() && first && now - *first >= kMoment)
            if (auto status = stream.settleLayout(use); !status)
                return status;
        if (!*more || (options.untilIdle && now - last >= idle))
            return stream.finish(use);
    }
}

Result<Output> run(const Options& options, const RunContext& context)
{
    std::vector<std::filesystem::path> inputs{options.model};
    if (options.file != "-")
        inputs.push_back(options.file);
    if (auto status = checkOutput(options.out, inputs); !status)
        return status.error();
    auto detector = loadDetector(options.model, options.device);
    if (!detector)
        return detector.error();
    Watch watch(options, *std::move(detector));
    if (auto status = watch.begin(); !status)
        return status.error();
    auto input = FollowedInput::open(options.file);
    if (!input)
        return input.error();
    if (!options.out.empty()) {
        auto created = LineFile::create(options.out);
        if (!created)
            return created.error();
        if (auto status = watch.writeTo(*std::move(created)); !status)
            return status.error();
    }
    const RunContext quiet{context.stop, {}};
    CsvStream stream(options.file == "-" ? "standard input" : options.file);
    const auto followed = follow(options, *input, stream, watch, quiet);
    if (!followed && followed.error().code == ErrorCode::Cancelled) {
        // What has come so far is whole and worth its rows; there may be too little of it.
        if (const auto rest = watch.finish({}); !rest && rest.error().code != ErrorCode::TooShort)
            return rest.error();
        return followed.error();
    }
    if (!followed)
        return followed.error();
    if (auto status = watch.finish(quiet); !status)
        return status.error();
    return Output{{}, stream.notices()};
}

} // namespace

Command watchCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand(
        "watch", "Follow a recording that grows and tell of incidents as they happen");
    command->add_option("FILE", options->file, "Recording that grows; - is standard input")
        ->required()
        ->type_name("");
    command->add_option("--model", options->model, "Model file that train wrote")
        ->required()
        ->type_name("M");
    addScoringDevice(*command, options->device);
    addThreads(*command, options->threads);
    addThreshold(*command, options->threshold);
    addDriftAware(*command, options->driftAware);
    addNormal(*command, options->normal,
              "Nothing is told before END, which must be named, has come; without it the recording "
              "is scored as trained");
    command
        ->add_option("--until-idle", options->untilIdle,
                     "End when nothing was added for so long. Without it follow for ever")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.1, kLongest).description(""));
    command
        ->add_option("--out", options->out,
                     "CSV to write as well, the rows that score --causal writes with the same "
                     "threshold and normal span")
        ->type_name("S.csv")
        ->check(CLI::Validator(
            [](const std::string& text) {
                return text == "-" ? "standard output has the incidents: name a file"
                                   : std::string();
            },
            ""));
    command->footer(kFooter);
    command->parse_complete_callback([options] {
        if (options->normal.isGiven() && !options->normal.end())
            throw CLI::ValidationError("--normal", "needs an END to wait for: START:END");
    });
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
