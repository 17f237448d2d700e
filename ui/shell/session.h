#pragma once

#include "engine/detector/detector.h"
#include "engine/io/import.h"
#include "engine/recording/recording.h"
#include "engine/scoring/incident.h"
#include "engine/scoring/score_track.h"
#include "ui/jobs/job_runner.h"
#include "ui/render/pyramid.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>

#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace dissonance {

/// A recording that is open, and what is known about it so far.
struct OpenRecording
{
    int id = 0; ///< never used twice in a session
    QString file; ///< absolute path
    std::shared_ptr<const Recording> recording;
    std::shared_ptr<const RecordingPyramids> pyramids; ///< of its channels, to draw them
    ImportReport report;
    std::vector<SampleSpan> suggestedNormal; ///< known normal spans; empty when unknown
    std::shared_ptr<const Detector> scoredBy;
    std::shared_ptr<const Detector> refusedBy; ///< could not score it: asked again only on request
    QString refusal; ///< why it could not; empty when the scoring was stopped
    std::shared_ptr<const ScoreTrack> scores; ///< null until scored
    double threshold = std::numeric_limits<double>::quiet_NaN();
    std::vector<Incident> incidents; ///< at `threshold`, in time order
};

/// What to learn from the current recording, and how.
struct TrainingChoice
{
    std::vector<SampleSpan> normal; ///< empty: all of it
    std::vector<SampleSpan> excluded;
    DetectorConfig config;
};

/// What is open: recordings, the current one, the detector, scores and incidents; and the jobs
/// that change it. Lives on the GUI thread and never waits: all work goes to the JobRunner.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);

    JobRunner& jobs() { return m_jobs; }

    /// Where the networks of models are asked that are trained or loaded from now on; on CUDA they
    /// are trained there, too.
    void setDevice(Device device) { m_device = device; }
    Device device() const { return m_device; }

    const std::vector<OpenRecording>& recordings() const { return m_recordings; }
    int currentIndex() const { return m_current; } ///< -1: none
    const OpenRecording* current() const; ///< null: none
    const std::shared_ptr<const Detector>& detector() const { return m_detector; }
    bool isTraining() const { return !m_training.isNull(); }
    bool hasUnsavedModel() const { return m_modelUnsaved; } ///< the present one
    /// The present model and those it took the place of, as far as they are neither saved nor
    /// being saved.
    std::vector<std::shared_ptr<const Detector>> unsavedModels() const;
    /// Whether the present model took the place of one that was not saved.
    bool hasPreviousModel() const { return !m_replaced.empty(); }
    bool isScoring() const; ///< the current recording
    bool isWriting() const { return !m_writes.empty(); } ///< a model or scores

    /// Reads files in the background, one after the other; the last becomes the current one.
    void open(const QStringList& files);
    /// Writes the sample incident into the application's data folder and opens it.
    void openSample();
    void closeCurrent();
    void setCurrent(int index);

    void train(const TrainingChoice& choice);
    void cancelTraining();
    /// Looks for a span of the current recording that is likely to be normal.
    void suggestNormal();
    bool isSuggesting() const { return !m_suggesting.isNull(); }
    /// Puts the model at the operating point of the current recording, by a span of it that is
    /// known to be normal, and scores with that.
    void adapt(const SampleSpan& normal);
    /// Changes places with the model that was replaced before it was saved; where there are
    /// several, goes round through all.
    void takePreviousModel();
    /// Stops the present job, but for what would only be begun again.
    void cancelWork();
    /// Stops all that nobody loses by: files that are to be written still are.
    void cancelAllButWrites();
    /// Scores the current recording where that is still to be done. Happens by itself whenever
    /// there is a detector and a recording; asked for again after a Cancel.
    void score();
    void loadModel(const QString& file);
    void saveModel(const std::shared_ptr<const Detector>& model, const QString& file);
    void saveModel(const QString& file) { saveModel(m_detector, file); }
    void exportScores(const QString& file);

    /// Finds the current recording's incidents again. The model's threshold when NaN.
    void setThreshold(double threshold);

    /// Lets a job that somebody waits for pass the ranking of channels in the background, which
    /// starts again after it.
    void deferRanking();

signals:
    void recordingsChanged(); ///< opened or closed
    void currentChanged();
    void detectorChanged();
    void scoresChanged(); ///< of the current recording
    void incidentsChanged(); ///< of the current recording: found, or their channels ranked
    void trainingStarted();
    void trainingStepped(const dissonance::TrainingStep& step);
    void trainingFinished(bool trained);
    void suggestingChanged();
    /// Of the recording with this id.
    void normalSuggested(int id, const dissonance::SampleSpan& normal);
    void imported(const QString& file, const dissonance::ImportReport& report);
    void noticed(const QString& file, const QString& notice);
    void failed(const QString& headline, const QString& what);
    void done(const QString& message); ///< for a moment in the status bar

private:
    /// A file that is being written, or waits for it.
    struct Write
    {
        int number;
        QPointer<Job> job;
        std::shared_ptr<const Detector> model; ///< null: scores
    };

    void openOne(const QString& file);
    void add(const QString& file, OpenRecording&& entry);
    void takeScores(int id, const std::shared_ptr<const Detector>& detector,
                    const std::shared_ptr<const ScoreTrack>& scores);
    void rankIncidents();
    void takeDetector(const std::shared_ptr<const Detector>& detector, bool unsaved);
    void scoreUnlessRefused();
    void forgetScores();
    void fail(const QString& headline, const Error& error);
    void endWrite(int number);
    OpenRecording* find(int id);
    OpenRecording* currentEntry();

    std::vector<OpenRecording> m_recordings;
    int m_current = -1;
    int m_nextId = 1;
    Device m_device = Device::Cpu;
    std::shared_ptr<const Detector> m_detector;
    bool m_modelUnsaved = false;
    std::vector<std::shared_ptr<const Detector>> m_replaced; ///< and not saved; the last is last
    std::vector<Write> m_writes;
    int m_lastWrite = 0;
    int m_scoringId = 0; ///< of the recording that m_scoring is about
    int m_scoringNumber = 0; ///< of m_scoring: what an earlier one answers comes too late
    int m_rankingId = 0; ///< of the recording that m_ranking is about
    QList<QPointer<Job>> m_reads; ///< of files that were asked for and are not open yet
    QPointer<Job> m_training;
    QPointer<Job> m_suggesting;
    QPointer<Job> m_scoring;
    QPointer<Job> m_ranking;
    JobRunner m_jobs; ///< last: its thread ends before the rest goes
};

} // namespace dissonance
