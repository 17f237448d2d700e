#include "ui/shell/session.h"

#include "engine/io/score_csv.h"
#include "engine/sample/sample_incident.h"
#include "ui/shell/error_text.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

std::filesystem::path toPath(const QString& file)
{
    return std::filesystem::path(file.toStdU16String());
}

struct Sample
{
    Imported imported;
    SampleSpan normal;
};

Result<Sample> makeSample(const std::filesystem::path& folder, const RunContext& context)
{
    const auto sample = makeSampleIncident();
    if (auto written = writeSampleIncident(folder, {}, context.part(0.0, 0.5)); !written)
        return written.error();
    auto imported = importRecording(folder / "sample.csv", {}, context.part(0.5, 1.0));
    if (!imported)
        return imported.error();
    return Sample{*std::move(imported), sample.normal};
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent)
{
}

const OpenRecording* Session::current() const
{
    return m_current < 0 ? nullptr : &m_recordings[std::size_t(m_current)];
}

OpenRecording* Session::currentEntry()
{
    return m_current < 0 ? nullptr : &m_recordings[std::size_t(m_current)];
}

OpenRecording* Session::find(int id)
{
    const auto isIt = [id](const OpenRecording& entry) {
        return entry.id == id;
    };
    const auto it = std::find_if(m_recordings.begin(), m_recordings.end(), isIt);
    return it == m_recordings.end() ? nullptr : &*it;
}

void Session::fail(const QString& headline, const Error& error)
{
    if (error.code == ErrorCode::Cancelled)
        emit done(tr("Stopped."));
    else
        emit failed(headline, errorText(error));
}

void Session::open(const QStringList& files)
{
    for (const auto& file : files)
        openOne(QFileInfo(file).absoluteFilePath());
}

void Session::openOne(const QString& file)
{
    for (std::size_t i = 0; i < m_recordings.size(); ++i) {
        if (m_recordings[i].file == file) {
            setCurrent(int(i));
            return;
        }
    }
    const auto name = QFileInfo(file).fileName();
    m_jobs.start(
        tr("Reading %1").arg(name), this,
        [path = toPath(file)](const RunContext& context) {
            return importRecording(path, {}, context);
        },
        [this, file, name](Result<Imported> result) {
            if (!result)
                return fail(tr("%1 was not opened.").arg(name), result.error());
            add({0, file, result->recording, result->report, {}, {}, {}, {}, {}});
        });
}

void Session::openSample()
{
    const auto folder =
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/sample"_s;
    m_jobs.start(
        tr("Making the sample incident"), this,
        [path = toPath(folder)](const RunContext& context) { return makeSample(path, context); },
        [this, folder](Result<Sample> result) {
            if (!result)
                return fail(tr("The sample incident was not opened."), result.error());
            add({0,
                 folder + u"/sample.csv"_s,
                 result->imported.recording,
                 result->imported.report,
                 {result->normal},
                 {},
                 {},
                 {},
                 {}});
        });
}

void Session::add(OpenRecording&& entry)
{
    // The same file asked for twice before the first was read.
    const auto isIt = [&](const OpenRecording& other) {
        return other.file == entry.file;
    };
    const auto it = std::find_if(m_recordings.begin(), m_recordings.end(), isIt);
    if (it != m_recordings.end()) {
        setCurrent(int(it - m_recordings.begin()));
        return;
    }
    entry.id = m_nextId++;
    const auto file = entry.file;
    const auto report = entry.report;
    m_recordings.push_back(std::move(entry));
    m_current = int(m_recordings.size()) - 1;
    emit recordingsChanged();
    emit currentChanged();
    emit imported(file, report);
    score();
}

void Session::closeCurrent()
{
    if (m_current < 0)
        return;
    m_recordings.erase(m_recordings.begin() + m_current);
    m_current = std::min(m_current, int(m_recordings.size()) - 1);
    emit recordingsChanged();
    emit currentChanged();
    score();
}

void Session::setCurrent(int index)
{
    if (index == m_current || index < 0 || index >= int(m_recordings.size()))
        return;
    m_current = index;
    emit currentChanged();
    score();
    deferRanking();
}

void Session::train(const TrainingChoice& choice)
{
    const auto* entry = current();
    if (!entry || m_training)
        return;
    TrainingRequest request;
    request.sources.push_back({entry->recording, choice.normal, choice.excluded});
    request.config = choice.config;
    request.onStep = [this](const TrainingStep& step) {
        QMetaObject::invokeMethod(
            this, [this, step] { emit trainingStepped(step); }, Qt::QueuedConnection);
    };
    m_training = m_jobs.start(
        tr("Training on %1").arg(QFileInfo(entry->file).fileName()), this,
        [request = std::move(request)](const RunContext& context) {
            return Detector::train(request, context);
        },
        [this](Result<std::shared_ptr<const Detector>> result) {
            m_training.clear();
            if (result) {
                m_modelUnsaved = true;
                takeDetector(*result);
            } else {
                fail(tr("The model was not trained."), result.error());
            }
            emit trainingFinished(result.has_value());
        });
    emit trainingStarted();
}

void Session::cancelTraining()
{
    if (m_training)
        m_training->cancel();
}

void Session::loadModel(const QString& file)
{
    const auto name = QFileInfo(file).fileName();
    m_jobs.start(
        tr("Loading model %1").arg(name), this,
        [path = toPath(file)](const RunContext&) { return Detector::load(path); },
        [this, name](Result<std::shared_ptr<const Detector>> result) {
            if (!result)
                return fail(tr("Model %1 was not loaded.").arg(name), result.error());
            m_modelUnsaved = false;
            takeDetector(*result);
            emit done(tr("Model %1 loaded.").arg(name));
        });
}

void Session::saveModel(const QString& file)
{
    if (!m_detector)
        return;
    const auto name = QFileInfo(file).fileName();
    m_jobs.start(
        tr("Saving model %1").arg(name), this,
        [detector = m_detector, path = toPath(file)](const RunContext&) {
            return detector->save(path);
        },
        [this, name, saved = m_detector](Status result) {
            if (!result)
                return fail(tr("Model %1 was not saved.").arg(name), result.error());
            if (saved == m_detector) {
                m_modelUnsaved = false;
                emit detectorChanged();
            }
            emit done(tr("Model saved as %1.").arg(name));
        });
}

void Session::exportScores(const QString& file)
{
    const auto* entry = current();
    if (!entry || !entry->scores)
        return;
    const auto name = QFileInfo(file).fileName();
    m_jobs.start(
        tr("Writing %1").arg(name), this,
        [scores = entry->scores, threshold = entry->threshold,
         path = toPath(file)](const RunContext&) {
            if (threshold == scores->threshold)
                return writeScoreCsv(path, *scores);
            auto moved = *scores;
            moved.threshold = threshold;
            moved.flagged = flagAbove(moved.samples.total, threshold);
            return writeScoreCsv(path, moved);
        },
        [this, name](Status result) {
            if (!result)
                return fail(tr("Scores were not written to %1.").arg(name), result.error());
            emit done(tr("Scores written to %1.").arg(name));
        });
}

void Session::takeDetector(const std::shared_ptr<const Detector>& detector)
{
    m_detector = detector;
    emit detectorChanged();
    score();
}

void Session::score()
{
    const auto* entry = current();
    if (!entry || !m_detector || entry->scoredBy == m_detector)
        return;
    if (m_scoring)
        m_scoring->cancel();
    const auto name = QFileInfo(entry->file).fileName();
    m_scoring = m_jobs.start(
        tr("Scoring %1").arg(name), this,
        [detector = m_detector, recording = entry->recording](const RunContext& context) {
            return detector->score(*recording, {}, context);
        },
        [this, id = entry->id, name,
         detector = m_detector](Result<std::shared_ptr<const ScoreTrack>> result) {
            if (result)
                takeScores(id, detector, *result);
            else if (result.error().code != ErrorCode::Cancelled)
                fail(tr("%1 was not scored.").arg(name), result.error());
        });
}

void Session::takeScores(int id, const std::shared_ptr<const Detector>& detector,
                         const std::shared_ptr<const ScoreTrack>& scores)
{
    auto* entry = find(id);
    if (!entry || detector != m_detector)
        return;
    entry->scoredBy = detector;
    entry->scores = scores;
    entry->threshold = scores->threshold;
    entry->incidents = findIncidents(*scores, scores->threshold);
    for (const auto& notice : scores->notices)
        emit noticed(entry->file, QString::fromStdString(notice));
    if (entry != current())
        return;
    emit scoresChanged();
    emit incidentsChanged();
    rankIncidents();
}

void Session::setThreshold(double threshold)
{
    auto* entry = currentEntry();
    if (!entry || !entry->scores)
        return;
    entry->threshold = std::isnan(threshold) ? entry->scores->threshold : threshold;
    auto incidents = findIncidents(*entry->scores, entry->threshold);
    // What was ranked before is not ranked again on the screen while the job runs.
    for (auto& incident : incidents) {
        for (const auto& known : entry->incidents) {
            if (known.span == incident.span) {
                incident.channels = known.channels;
                incident.pairs = known.pairs;
            }
        }
    }
    entry->incidents = std::move(incidents);
    emit incidentsChanged();
    rankIncidents();
}

void Session::rankIncidents()
{
    if (m_ranking)
        m_ranking->cancel();
    const auto* entry = current();
    if (!entry || !entry->scoredBy || entry->incidents.empty())
        return;
    m_ranking = m_jobs.start(
        tr("Ranking channels"), this,
        [detector = entry->scoredBy, recording = entry->recording, scores = entry->scores,
         threshold = entry->threshold](const RunContext& context) {
            return detector->incidents(*recording, *scores, threshold, context);
        },
        [this, id = entry->id, scores = entry->scores,
         threshold = entry->threshold](Result<std::vector<Incident>> result) {
            auto* ranked = find(id);
            if (!result && result.error().code != ErrorCode::Cancelled)
                fail(tr("The channels of the incidents were not ranked."), result.error());
            if (!result || !ranked || ranked->scores != scores || ranked->threshold != threshold)
                return;
            ranked->incidents = *std::move(result);
            if (ranked == current())
                emit incidentsChanged();
        });
}

void Session::deferRanking()
{
    const auto* entry = current();
    const auto isRanked = [](const Incident& incident) {
        return !incident.channels.empty();
    };
    if (entry && !std::all_of(entry->incidents.begin(), entry->incidents.end(), isRanked))
        rankIncidents();
}

} // namespace dissonance
