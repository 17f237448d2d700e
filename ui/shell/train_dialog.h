#pragma once

#include "engine/recording/recording.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QWidget;

namespace dissonance {

struct TrainingChoice;
class Session;
class TrainingProgress;

/// Chooses what to learn from and how, and shows how the training goes. Stays open beside the
/// main window, so that a span can be dragged on the tracks meanwhile.
class TrainDialog : public QDialog
{
    Q_OBJECT

public:
    explicit TrainDialog(Session& session, QWidget* parent = nullptr);

    /// The span selected on the tracks, for the buttons that take it.
    void setSelection(const std::optional<SampleSpan>& span);

    /// Puts the selection in as the normal span.
    void takeSelection();

private:
    QWidget* makeForm();
    QWidget* spanRow(QLineEdit* edit, QPushButton* button);
    void takeRecording();
    void takeSuggestion(int recording, const SampleSpan& normal);
    void updateSuggest();
    void check(); ///< of the spans: what is wrong, or how much there is to learn from
    void train();
    std::optional<TrainingChoice> choice(QString* problem) const;
    void setTraining(bool training);
    void takeFailure(const QString& headline, const QString& what);
    void describePreset();

    Session& m_session;
    QLabel* m_recording = nullptr;
    QLineEdit* m_normal = nullptr;
    QLineEdit* m_excluded = nullptr;
    QPushButton* m_useForNormal = nullptr;
    QPushButton* m_suggest = nullptr;
    QPushButton* m_useForExcluded = nullptr;
    QLabel* m_summary = nullptr;
    QComboBox* m_preset = nullptr;
    QLabel* m_presetText = nullptr;
    QComboBox* m_family = nullptr;
    QSpinBox* m_seed = nullptr;
    QWidget* m_form = nullptr;
    TrainingProgress* m_progress = nullptr;
    QLabel* m_failure = nullptr; ///< why the last training failed
    QPushButton* m_train = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_close = nullptr;
    std::optional<SampleSpan> m_selection;
    int m_recordingId = 0;
    int m_networks = 1; ///< of the training that was asked for last
    bool m_training = false; ///< as far as this dialog was told
};

} // namespace dissonance
