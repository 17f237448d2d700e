#pragma once

#include "engine/detector/explanation.h"
#include "ui/jobs/job_runner.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dissonance {

class Session;

/// What is being looked into: an incident or any span of the current recording, why it is
/// unusual, and a pair of its channels. Asks the detector in the background.
class Inspection : public QObject
{
    Q_OBJECT

public:
    explicit Inspection(Session& session, QObject* parent = nullptr);

    std::optional<SampleSpan> span() const { return m_span; }
    int incident() const { return m_incident; } ///< index in the current recording's; -1: none
    /// Whether an incident was chosen, be it that the threshold now hides it.
    bool isOfIncident() const { return m_ofIncident; }
    const std::shared_ptr<const Explanation>& explanation() const { return m_explanation; }
    const std::shared_ptr<const PairDensity>& pair() const { return m_pair; }
    bool isBusy() const { return !m_explaining.isNull(); }

    void inspectIncident(int index);
    void inspectSpan(const SampleSpan& span);
    /// Stays chosen while the incident's edges move with the threshold.
    void showPair(const QString& first, const QString& second);
    void clear();

signals:
    void targetChanged(); ///< span or incident
    void incidentChosen(); ///< by inspectIncident(): wants to be seen
    void explanationChanged(); ///< also when work on it begins or fails
    void pairChanged();
    void failed(const QString& headline, const QString& what);

private:
    void inspect(const SampleSpan& span, int incident);
    void comparePair(const QString& first, const QString& second);
    void explain();
    void takeExplanation(const std::shared_ptr<const Explanation>& explanation);
    void followIncidents();
    void followSpan();
    void fail(const QString& headline, const Error& error);

    Session& m_session;
    std::optional<SampleSpan> m_span;
    int m_incident = -1;
    bool m_ofIncident = false;
    std::size_t m_incidentCount = 0; ///< when targetChanged() was last said
    QTimer m_settled; ///< since the incidents last changed
    std::shared_ptr<const Explanation> m_explanation;
    std::shared_ptr<const PairDensity> m_pair;
    QPointer<Job> m_explaining;
    QPointer<Job> m_pairing;
    int m_request = 0; ///< answers to an earlier one come too late
    int m_pairRequest = 0;
    std::optional<std::pair<QString, QString>> m_chosenPair;
};

} // namespace dissonance
