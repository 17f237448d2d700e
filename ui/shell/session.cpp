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
    return {file.toStdU16String()};
}

QString sampleFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/sample"_s;
}

QString sampleFile()
{
    return QFileInfo(sampleFolder() + u"/sample.csv"_s).absoluteFilePath();
}

/// The entry but for its file.
Result<std::shared_ptr<OpenRecording>> readRecording(const std::filesystem::path& file,
                                                     bool isSample, const RunContext& context)
{
    auto imported = importRecording(file, {}, context);
    if (!imported)
        return imported.error();
    auto entry = std::make_shared<OpenRecording>();
    entry->recording = imported->recording;
    entry->report = std::move(imported->report);
    entry->pyramids = pyramidsOf(*entry->recording, context);
    if (context.stopRequested())
        return cancelled();
    if (isSample)
        entry->suggestedNormal.push_back(makeSampleIncident().normal);
    return entry;
}

Result<std::shared_ptr<OpenRecording>> makeSample(const std::filesystem::path& folder,
                                                  const RunContext& context)
{
    if (auto written = writeSampleIncident(folder, {}, context.part(0.0, 0.5)); !written)
        return written.error();
    return readRecording(folder / "sample.csv", true, context.part(0.5, 1.0));
}

/// A model where it is to be asked.
Result<std::shared_ptr<const Detector>> placed(Result<std::shared_ptr<const Detector>> model,
                                               Device device)
{
    if (!model || device == Device::Cpu)
        return model;
    return (*model)->on(device);
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
    m_reads.removeIf([](const QPointer<Job>& job) { return job.isNull(); });
    m_reads.append(m_jobs.start(
        tr("Reading %1").arg(name), this,
        [path = toPath(file), isSample = file == sampleFile()](const RunContext& context) {
            return readRecording(path, isSample, context);
        },
        [this, file, name](Result<std::shared_ptr<OpenRecording>> result) {
            if (!result) {
                // Who stops one of many files does not want to stop each of the others.
                if (result.error().code == ErrorCode::Cancelled)
                    for (const auto& job : std::as_const(m_reads))
                        if (job)
                            job->cancel();
                return fail(tr("%1 was not opened.").arg(name), result.error());
            }
            add(file, std::move(**result));
        }));
}

void Session::openSample()
{
    m_jobs.start(
        tr("Making the sample incident"), this,
        [path = toPath(sampleFolder())](const RunContext& context) {
            return makeSample(path, context);
        },
        [this](Result<std::shared_ptr<OpenRecording>> result) {
            if (!result)
                return fail(tr("The sample incident was not opened."), result.error());
            add(sampleFile(), std::move(**result));
        });
}

void Session::add(const QString& file, OpenRecording&& entry)
{
    // The same file asked for twice before the first was read.
    const auto isIt = [&](const OpenRecording& other) {
        return other.file == file;
    };
    const auto it = std::find_if(m_recordings.begin(), m_recordings.end(), isIt);
    if (it != m_recordings.end()) {
        setCurrent(int(it - m_recordings.begin()));
        return;
    }
    entry.id = m_nextId++;
    entry.file = file;
    const auto report = entry.report;
    m_recordings.push_back(std::move(entry));
    m_current = int(m_recordings.size()) - 1;
    emit recordingsChanged();
    emit currentChanged();
    emit imported(file, report);
    scoreUnlessRefused();
}

void Session::closeCurrent()
{
    if (m_current < 0)
        return;
    // Only what is about this recording: another one may be scored meanwhile.
    const int id = current()->id;
    if (m_scoring && m_scoringId == id)
        m_scoring->cancel();
    if (m_ranking && m_rankingId == id)
        m_ranking->cancel();
    m_recordings.erase(m_recordings.begin() + m_current);
    m_current = std::min(m_current, int(m_recordings.size()) - 1);
    emit recordingsChanged();
    emit currentChanged();
    scoreUnlessRefused();
    deferRanking();
}

void Session::setCurrent(int index)
{
    if (index == m_current || index < 0 || index >= int(m_recordings.size()))
        return;
    m_current = index;
    emit currentChanged();
    scoreUnlessRefused();
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
    if (m_device == Device::Cuda)
        request.device = m_device;
    request.onStep = [this](const TrainingStep& step) {
        QMetaObject::invokeMethod(
            this, [this, step] { emit trainingStepped(step); }, Qt::QueuedConnection);
    };
    m_training = m_jobs.start(
        tr("Training on %1").arg(QFileInfo(entry->file).fileName()), this,
        [request = std::move(request), device = m_device](const RunContext& context) {
            return placed(Detector::train(request, context), device);
        },
        [this](Result<std::shared_ptr<const Detector>> result) {
            m_training.clear();
            if (result) {
                takeDetector(*result, true);
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
        [path = toPath(file), device = m_device](const RunContext&) {
            return placed(Detector::load(path), device);
        },
        [this, name](Result<std::shared_ptr<const Detector>> result) {
            if (!result)
                return fail(tr("Model %1 was not loaded.").arg(name), result.error());
            const bool replaces = m_modelUnsaved;
            takeDetector(*result, false);
            emit done(replaces
                          ? tr("Model %1 loaded. The one that was not saved is kept: Detector > "
                               "Previous Model.")
                                .arg(name)
                          : tr("Model %1 loaded.").arg(name));
        });
}

void Session::saveModel(const std::shared_ptr<const Detector>& model, const QString& file)
{
    if (!model)
        return;
    const auto name = QFileInfo(file).fileName();
    const int number = ++m_lastWrite;
    auto* job = m_jobs.start(
        tr("Saving model %1").arg(name), this,
        [model, path = toPath(file)](const RunContext&) { return model->save(path); },
        [this, name, number, model](const Status& result) {
            endWrite(number);
            if (!result)
                return fail(tr("Model %1 was not saved.").arg(name), result.error());
            std::erase(m_replaced, model);
            if (model == m_detector)
                m_modelUnsaved = false;
            emit detectorChanged();
            emit done(tr("Model saved as %1.").arg(name));
        });
    m_writes.push_back({number, job, model});
}

std::vector<std::shared_ptr<const Detector>> Session::unsavedModels() const
{
    std::vector<std::shared_ptr<const Detector>> models;
    if (m_modelUnsaved)
        models.push_back(m_detector);
    models.insert(models.end(), m_replaced.rbegin(), m_replaced.rend());
    std::erase_if(models, [this](const std::shared_ptr<const Detector>& model) {
        return std::any_of(m_writes.begin(), m_writes.end(), [&model](const Write& write) {
            return write.model == model && !(write.job && write.job->isCancelled());
        });
    });
    return models;
}

void Session::endWrite(int number)
{
    std::erase_if(m_writes, [number](const Write& write) { return write.number == number; });
}

void Session::exportScores(const QString& file)
{
    const auto* entry = current();
    if (!entry || !entry->scores)
        return;
    const auto name = QFileInfo(file).fileName();
    const int number = ++m_lastWrite;
    auto* job = m_jobs.start(
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
        [this, name, number](const Status& result) {
            endWrite(number);
            if (!result)
                return fail(tr("Scores were not written to %1.").arg(name), result.error());
            emit done(tr("Scores written to %1.").arg(name));
        });
    m_writes.push_back({number, job, nullptr});
}

void Session::takeDetector(const std::shared_ptr<const Detector>& detector, bool unsaved)
{
    if (m_modelUnsaved)
        m_replaced.push_back(m_detector);
    m_detector = detector;
    m_modelUnsaved = unsaved;
    forgetScores();
    emit detectorChanged();
    score();
}

void Session::takePreviousModel()
{
    if (m_replaced.empty())
        return;
    const auto previous = m_replaced.back();
    m_replaced.pop_back();
    if (m_modelUnsaved)
        m_replaced.insert(m_replaced.begin(), m_detector); // the last one to come round again
    m_modelUnsaved = false;
    takeDetector(previous, true);
}

void Session::cancelWork()
{
    if (m_jobs.current() && m_jobs.current() != m_ranking)
        m_jobs.cancelCurrent();
}

void Session::cancelAllButWrites()
{
    QList<QPointer<Job>> kept;
    for (const auto& write : m_writes)
        kept.append(write.job);
    m_jobs.cancelAllBut(kept);
}

} // namespace dissonance
