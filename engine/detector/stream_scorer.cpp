#include "engine/detector/stream_scorer.h"

#include "engine/base/parallel.h"
#include "engine/detector/guarded.h"
#include "engine/detector/sample_buffer.h"
#include "engine/detector/sample_scores.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <utility>

namespace dissonance {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
/// Windows that are computed anew for the latest scores whenever samples come: more would take
/// longer than what it is worth, the last bit of a score that will be settled later.
constexpr Eigen::Index kMostAnew = 512;
constexpr Eigen::Index kLiveBlock = 128;

/// Parts of the windows of one length that end at samples, one after the other; NaN where the
/// piece is too short for one.
struct Endings
{
    std::vector<double> marginal;
    std::vector<double> dependence;

    std::ptrdiff_t size() const { return std::ptrdiff_t(marginal.size()); }

    void addNan(std::ptrdiff_t count)
    {
        marginal.insert(marginal.end(), std::size_t(count), kNan);
        dependence.insert(dependence.end(), std::size_t(count), kNan);
    }

    void add(const WindowParts& parts, Eigen::Index from, Eigen::Index count)
    {
        const auto append = [&](std::vector<double>& to, const Eigen::ArrayXd& values) {
            to.insert(to.end(), values.begin() + from, values.begin() + from + count);
        };
        append(marginal, parts.marginal);
        append(dependence, parts.dependence);
    }

    void drop(std::ptrdiff_t count)
    {
        marginal.erase(marginal.begin(), marginal.begin() + count);
        dependence.erase(dependence.begin(), dependence.begin() + count);
    }
};

struct LengthStream
{
    const LengthModel* model = nullptr;
    Eigen::Index together = 0;
    std::ptrdiff_t done = 0; ///< samples of the first piece
    Endings settled; ///< of the samples from the first that is not settled for all lengths

    Eigen::Index length() const { return model->windowLength(); }
    /// First window of the piece that is not done yet, counted from the piece's start.
    Eigen::Index window() const { return std::max<Eigen::Index>(0, done - length() + 1); }
};

Eigen::Index roomFor(const Detector::State& state)
{
    auto windows = kMostAnew;
    for (const auto& model : state.models)
        windows = std::max(windows, windowsTogether(model));
    return windows + longestWindow(state.card.config);
}

} // namespace

class StreamScorer::Impl
{
public:
    Impl(std::shared_ptr<const Detector> detector, const Detector::State& state, int threads)
        : m_detector(std::move(detector))
        , m_state(state)
        , m_threads(threadCount(threads))
        , m_longest(longestWindow(state.card.config))
        , m_buffer(state, roomFor(state), m_threads)
    {
        for (const auto& model : state.models)
            m_lengths.push_back({&model, windowsTogether(model), 0, {}});
        m_pieces.push_back({0, 0});
    }

    const SampleBuffer& buffer() const { return m_buffer; }

    Result<Scores> add(const Recording& samples, const RunContext& context)
    {
        if (auto status = m_buffer.add(samples, context); !status)
            return status.error();
        const auto& ticks = samples.clock()->ticks();
        m_ticks.insert(m_ticks.end(), ticks.begin(), ticks.end());
        for (const auto jump : m_buffer.jumps()) {
            m_pieces.back().last = jump;
            m_pieces.push_back({jump, jump});
        }
        m_pieces.back().last = m_buffer.count();
        return scores(false, context);
    }

    Result<Scores> finish(const RunContext& context)
    {
        auto rest = scores(true, context);
        if (!rest || m_hadWindow)
            return rest;
        return Error{ErrorCode::TooShort,
                     "The model's windows need " + std::to_string(m_longest)
                         + " samples without a jump of the clock; of "
                         + std::to_string(m_buffer.count()) + " there were never so many."};
    }

private:
    Result<Scores> scores(bool atEnd, const RunContext& context)
    {
        // Stopped before the end, nothing is told, and finish() has it all.
        if (auto status = settle(atEnd, context); !status)
            return status.error();
        auto scoresSoFar = latest(atEnd, context);
        if (!scoresSoFar)
            return scoresSoFar.error();
        m_latest = m_buffer.count();
        Scores scores{*std::move(scoresSoFar), takeSettled()};
        auto needed = m_buffer.count();
        for (const auto& length : m_lengths)
            needed = std::min(needed, m_pieces.front().first + length.window());
        m_buffer.dropBefore(needed);
        return scores;
    }

    Result<WindowParts> evaluate(const LengthModel& model, std::ptrdiff_t window,
                                 Eigen::Index count, const RunContext& context)
    {
        const RunContext quiet{context.stop, {}};
        const auto terms = rawTerms(
            model, m_state.card.config, m_buffer.rows(), m_buffer.leftOut(model.windowLength()),
            {{Eigen::Index(window - m_buffer.first()), count}}, m_threads, quiet);
        if (!terms)
            return terms.error();
        return fuse(model, m_state.card.config, *terms);
    }

    /// What is settled of the first piece.
    Status settleLength(LengthStream& length, bool atEnd, const RunContext& context)
    {
        const auto piece = m_pieces.front();
        const bool isWhole = atEnd || m_pieces.size() > 1;
        const auto windowless = std::min<std::ptrdiff_t>(piece.size(), length.length() - 1);
        if (length.done < windowless) {
            length.settled.addNan(windowless - length.done);
            length.done = windowless;
        }
        while (length.done < piece.size()) {
            const auto count = std::min<Eigen::Index>(length.together, piece.size() - length.done);
            const auto window = piece.first + length.window();
            if (count < length.together && !isWhole)
                break;
            if (!atEnd && !m_buffer.isLeftOutKnown(window + count, length.length()))
                break;
            const auto parts = evaluate(*length.model, window, count, context);
            if (!parts)
                return parts.error();
            length.settled.add(*parts, 0, count);
            length.done += count;
            m_hadWindow = m_hadWindow || length.length() == m_longest;
        }
        return Done{};
    }

    Status settle(bool atEnd, const RunContext& context)
    {
        for (;;) {
            bool allDone = true;
            for (auto& length : m_lengths) {
                if (auto status = settleLength(length, atEnd, context); !status)
                    return status.error();
                allDone = allDone && length.done == m_pieces.front().size();
            }
            if (!allDone || m_pieces.size() == 1)
                return Done{};
            m_pieces.pop_front();
            for (auto& length : m_lengths)
                length.done = 0;
        }
    }

    StreamScores takeSettled()
    {
        std::vector<Endings> endings;
        auto count = m_lengths.front().settled.size();
        for (const auto& length : m_lengths) {
            endings.push_back(length.settled);
            count = std::min(count, length.settled.size());
        }
        auto scores = combined(endings, 0, count);
        for (auto& length : m_lengths)
            length.settled.drop(count);
        m_ticks.erase(m_ticks.begin(), m_ticks.begin() + count);
        m_settled += count;
        return scores;
    }

    /// The scores of all samples that have not been told yet.
    Result<StreamScores> latest(bool atEnd, const RunContext& context)
    {
        std::vector<Endings> endings;
        for (const auto& length : m_lengths) {
            auto& all = endings.emplace_back(length.settled);
            for (std::size_t p = 0; p < m_pieces.size(); ++p) {
                const auto done = p == 0 ? length.done : std::ptrdiff_t(0);
                const bool isOpen = !atEnd && p + 1 == m_pieces.size();
                if (auto status = extend(length, m_pieces[p], done, isOpen, context, all); !status)
                    return status.error();
            }
        }
        return combined(endings, m_latest - m_settled, m_buffer.count() - m_settled);
    }

    /// The samples of a piece that are not settled. What was told of them before is not asked for
    /// and may be anything.
    Status extend(const LengthStream& length, const SampleSpan& piece, std::ptrdiff_t done,
                  bool isOpen, const RunContext& context, Endings& endings)
    {
        const auto windowless = std::min<std::ptrdiff_t>(piece.size(), length.length() - 1);
        if (done < windowless) {
            endings.addNan(windowless - done);
            done = windowless;
        }
        const auto unit = length.together <= kMostAnew ? length.together : kLiveBlock;
        while (done < piece.size()) {
            const auto count = std::min<Eigen::Index>(unit, piece.size() - done);
            if (piece.first + done + count <= m_latest) {
                endings.addNan(count);
            } else {
                // Among as many windows as there will be, the last bit is as it will be.
                const auto parts = evaluate(*length.model, piece.first + done - length.length() + 1,
                                            isOpen ? unit : count, context);
                if (!parts)
                    return parts.error();
                endings.add(*parts, 0, count);
            }
            done += count;
        }
        return Done{};
    }

    /// The scores of samples [from, to), counted from the first that is not settled.
    StreamScores combined(const std::vector<Endings>& endings, std::ptrdiff_t from,
                          std::ptrdiff_t to) const
    {
        StreamScores scores;
        scores.first = m_settled + from;
        if (from >= to)
            return scores;
        scores.ticks.assign(m_ticks.begin() + from, m_ticks.begin() + to);
        std::vector<WindowParts> parts;
        for (std::size_t i = 0; i < endings.size(); ++i) {
            const auto length = m_lengths[i].length();
            const auto skip = Eigen::Index(m_longest) - length;
            WindowParts part{length, Eigen::ArrayXd::Zero(skip + to - from),
                             Eigen::ArrayXd::Zero(skip + to - from)};
            std::copy(endings[i].marginal.begin() + from, endings[i].marginal.begin() + to,
                      part.marginal.begin() + skip);
            std::copy(endings[i].dependence.begin() + from, endings[i].dependence.begin() + to,
                      part.dependence.begin() + skip);
            parts.push_back(std::move(part));
        }
        scores.scores = stretchScores(parts, to - from + m_longest - 1).windows;
        return scores;
    }

    std::shared_ptr<const Detector> m_detector;
    const Detector::State& m_state;
    int m_threads = 0;
    int m_longest = 0;
    SampleBuffer m_buffer;
    std::vector<LengthStream> m_lengths;
    std::deque<SampleSpan> m_pieces; ///< between jumps of the clock; the last goes on
    std::vector<std::int64_t> m_ticks; ///< from the first sample that is not settled
    std::ptrdiff_t m_settled = 0; ///< samples
    std::ptrdiff_t m_latest = 0; ///< samples
    bool m_hadWindow = false;
};

StreamScorer::StreamScorer(const std::shared_ptr<const Detector>& detector, int threads)
    : m_impl(std::make_unique<Impl>(detector, *detector->m_state, threads))
{
}

StreamScorer::~StreamScorer() = default;

Result<StreamScorer::Scores> StreamScorer::add(const Recording& samples, const RunContext& context)
{
    return guarded([&] { return m_impl->add(samples, context); });
}

Result<StreamScorer::Scores> StreamScorer::finish(const RunContext& context)
{
    return guarded([&] { return m_impl->finish(context); });
}

std::ptrdiff_t StreamScorer::sampleCount() const
{
    return m_impl->buffer().count();
}

const std::vector<std::string>& StreamScorer::notices() const
{
    return m_impl->buffer().notices();
}

} // namespace dissonance
