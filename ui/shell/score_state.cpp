#include "ui/shell/score_state.h"

#include "ui/shell/session.h"

#include <QCoreApplication>
#include <QString>

namespace dissonance {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::ScoreState", text);
}

} // namespace

QString missingScoresText(const Session& session)
{
    if (session.isScoring())
        return tr("Scoring…");
    const auto* entry = session.current();
    if (!entry || entry->refusal.isEmpty())
        return tr("No scores of this model. Choose Detector > Score.");
    return tr("This model cannot score this recording. %1 Train the detector on this recording, "
              "or load another model.")
        .arg(entry->refusal);
}

} // namespace dissonance
