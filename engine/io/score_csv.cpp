#include "engine/io/score_csv.h"

#include "engine/base/atomic_file.h"
#include "engine/io/csv_tick.h"
#include "engine/io/text_file.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace dissonance {

namespace {

constexpr std::array<std::string_view, 6> kHeader{"sample",   "time",       "score",
                                                  "marginal", "dependence", "flagged"};
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void appendNumber(std::string& text, double value)
{
    if (std::isnan(value))
        return;
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    text.append(digits.data(), end);
}

void appendTime(std::string& text, TimeKind kind, std::int64_t tick)
{
    auto time = formatTick(kind, tick);
    if (kind == TimeKind::Elapsed) {
        time.erase(time.rfind(' ')); // the unit
        if (time.find('.') == time.npos)
            time += ".0";
    }
    text += time;
}

bool readNumber(const std::string& text, double& value)
{
    value = kNaN;
    if (text.empty())
        return true;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

/// What the first row's time says of all: only Elapsed has a decimal point without a date.
TimeKind kindOf(const std::string& time)
{
    if (time.find('T') != time.npos)
        return TimeKind::Utc;
    return time.find('.') != time.npos ? TimeKind::Elapsed : TimeKind::SampleIndex;
}

std::optional<std::int64_t> readTime(const std::string& text, TimeKind kind)
{
    CsvTime time;
    time.form = kind == TimeKind::Utc ? CsvTime::Form::DateTime : CsvTime::Form::Number;
    time.unit = kind == TimeKind::Elapsed ? 1'000'000'000 : 1;
    return readTick(time, text, {}, '.');
}

/// Reads one row into the track; a FileMalformed error names the field.
Status readRow(const TextFile& file, const std::vector<std::string>& cells, TimeKind kind,
               ScoreTrack& track, std::vector<std::int64_t>& ticks)
{
    if (cells.size() != kHeader.size())
        return file.malformed({}, "expected 6 cells, found " + std::to_string(cells.size()));
    if (cells[0] != std::to_string(ticks.size()))
        return file.malformed(
            "sample", "expected " + std::to_string(ticks.size()) + ", found '" + cells[0] + "'");
    const auto tick = readTime(cells[1], kind);
    if (!tick || (!ticks.empty() && *tick <= ticks.back()))
        return file.malformed("time", "'" + cells[1] + "' is no time after the row before");
    ticks.push_back(*tick);
    const std::array<std::vector<double>*, 3> columns{&track.samples.total, &track.samples.marginal,
                                                      &track.samples.dependence};
    for (std::size_t c = 0; c < columns.size(); ++c) {
        double value = kNaN;
        if (!readNumber(cells[c + 2], value))
            return file.malformed(kHeader[c + 2], "'" + cells[c + 2] + "' is no number");
        columns[c]->push_back(value);
    }
    if (cells[5] != "0" && cells[5] != "1")
        return file.malformed("flagged", "'" + cells[5] + "' is neither 0 nor 1");
    track.flagged.push_back(cells[5] == "1" ? 1 : 0);
    return Done{};
}

} // namespace

std::string scoreCsvHeader()
{
    return "sample,time,score,marginal,dependence,flagged\n";
}

void appendScoreRow(std::string& text, const ScoreRow& row)
{
    text += std::to_string(row.sample);
    text += ',';
    appendTime(text, row.kind, row.tick);
    for (const double value : {row.total, row.marginal, row.dependence}) {
        text += ',';
        appendNumber(text, value);
    }
    text += row.flagged ? ",1\n" : ",0\n";
}

std::string scoreCsv(const ScoreTrack& track)
{
    auto text = scoreCsvHeader();
    const auto samples = track.samples.size();
    text.reserve(text.size() + samples * 80);
    for (std::size_t i = 0; i < samples; ++i)
        appendScoreRow(text,
                       {std::ptrdiff_t(i), track.clock->kind(), track.clock->tick(i),
                        track.samples.total[i], track.samples.marginal[i],
                        track.samples.dependence[i], track.flagged[i] != 0});
    return text;
}

Status writeScoreCsv(const std::filesystem::path& file, const ScoreTrack& track)
{
    return writeFileAtomically(file, scoreCsv(track));
}

Result<ScoreTrack> readScoreCsv(const std::filesystem::path& path)
{
    auto file = TextFile::read(path);
    if (!file)
        return file.error();
    std::vector<std::string> cells;
    const bool hasHeader = file->nextRow(cells) && cells.size() == kHeader.size()
        && std::equal(cells.begin(), cells.end(), kHeader.begin());
    if (!hasHeader)
        return file->malformed({},
                               "expected the header sample,time,score,marginal,dependence,flagged");
    ScoreTrack track;
    track.threshold = kNaN;
    std::vector<std::int64_t> ticks;
    auto kind = TimeKind::SampleIndex;
    while (file->nextRow(cells)) {
        if (ticks.empty() && cells.size() > 1)
            kind = kindOf(cells[1]);
        if (auto status = readRow(*file, cells, kind, track, ticks); !status)
            return status.error();
    }
    auto clock = TimeAxis::create(kind, std::move(ticks));
    if (!clock)
        return Error{ErrorCode::FileMalformed, path.string() + ": " + clock.error().detail};
    track.clock = *clock;
    return track;
}

} // namespace dissonance
