#include "ui/shell/train_dialog.h"

#include "ui/models/span_text.h"
#include "ui/models/time_text.h"
#include "ui/settings/settings.h"
#include "ui/shell/session.h"
#include "ui/shell/training_progress.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <limits>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

std::ptrdiff_t lengthOf(const std::vector<SampleSpan>& spans)
{
    std::ptrdiff_t length = 0;
    for (const auto& span : spans)
        length += span.size();
    return length;
}

} // namespace

TrainDialog::TrainDialog(Session& session, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
{
    setWindowTitle(tr("Train the detector"));
    m_form = makeForm();
    m_progress = new TrainingProgress(this);
    m_failure = new QLabel(this);
    m_failure->setObjectName(u"trainingFailure"_s);
    m_failure->setTextFormat(Qt::PlainText);
    m_failure->setWordWrap(true);
    m_failure->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_failure->hide();
    auto* buttons = new QDialogButtonBox(this);
    m_train = buttons->addButton(tr("&Train"), QDialogButtonBox::ActionRole);
    m_train->setObjectName(u"train"_s);
    m_train->setDefault(true);
    m_cancel = buttons->addButton(tr("Cancel training"), QDialogButtonBox::ActionRole);
    m_close = buttons->addButton(QDialogButtonBox::Close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(m_form);
    layout->addWidget(m_progress);
    layout->addWidget(m_failure);
    layout->addStretch();
    layout->addWidget(buttons);
    constexpr int kLetters = 70;
    setMinimumWidth(kLetters * fontMetrics().horizontalAdvance(u'0'));

    connect(m_train, &QPushButton::clicked, this, &TrainDialog::train);
    connect(m_cancel, &QPushButton::clicked, &session, &Session::cancelTraining);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(&session, &Session::currentChanged, this, &TrainDialog::takeRecording);
    connect(&session, &Session::suggestingChanged, this, &TrainDialog::updateSuggest);
    connect(&session, &Session::normalSuggested, this, &TrainDialog::takeSuggestion);
    connect(&session, &Session::trainingStarted, this, [this] { setTraining(true); });
    connect(&session, &Session::trainingStepped, m_progress, &TrainingProgress::showStep);
    connect(&session, &Session::failed, this, &TrainDialog::takeFailure);
    connect(&session, &Session::trainingFinished, this, [this](bool trained) {
        setTraining(false);
        if (trained)
            close();
    });
    takeRecording();
    setTraining(session.isTraining());
}

QWidget* TrainDialog::makeForm()
{
    const Settings settings;
    auto* form = new QWidget(this);
    m_recording = new QLabel(form);
    m_normal = new QLineEdit(form);
    m_normal->setObjectName(u"normalSpans"_s);
    m_normal->setPlaceholderText(tr("the whole recording"));
    m_normal->setToolTip(tr("START:END in samples, several separated by commas"));
    m_excluded = new QLineEdit(form);
    m_excluded->setObjectName(u"excludedSpans"_s);
    m_excluded->setPlaceholderText(tr("nothing"));
    m_excluded->setToolTip(m_normal->toolTip());
    m_useForNormal = new QPushButton(tr("&Use selection"), form);
    m_useForNormal->setToolTip(tr("Take the span selected on the tracks"));
    m_suggest = new QPushButton(tr("Su&ggest"), form);
    m_suggest->setObjectName(u"suggestNormal"_s);
    m_suggest->setToolTip(tr("Take the calmest tenth of the recording: a guess, look at it first"));
    m_useForExcluded = new QPushButton(tr("Leave &out selection"), form);
    m_useForExcluded->setToolTip(tr("Add the span selected on the tracks"));
    m_summary = new QLabel(form);
    m_summary->setObjectName(u"trainingSummary"_s);
    m_summary->setWordWrap(true);
    m_preset = new QComboBox(form);
    m_preset->setObjectName(u"preset"_s);
    m_preset->addItem(tr("Default"), int(Preset::Default));
    m_preset->addItem(tr("Quick"), int(Preset::Quick));
    m_preset->addItem(tr("Network alone"), int(Preset::Seed));
    m_preset->addItem(tr("Thorough"), int(Preset::Thorough));
    m_preset->setCurrentIndex(m_preset->findData(int(settings.preset())));
    m_presetText = new QLabel(form);
    m_presetText->setWordWrap(true);
    m_family = new QComboBox(form);
    m_family->addItem(tr("Student-t (heavy tails)"), int(CopulaFamily::StudentT));
    m_family->addItem(tr("Gaussian"), int(CopulaFamily::Gaussian));
    m_family->setCurrentIndex(m_family->findData(int(settings.copulaFamily())));
    m_seed = new QSpinBox(form);
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(int(settings.seed()));
    m_seed->setToolTip(tr("The same seed, data and settings give the same scores, bit for bit"));

    auto* layout = new QFormLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(8);
    layout->setHorizontalSpacing(16);
    layout->addRow(tr("Recording"), m_recording);
    auto* normalRow = spanRow(m_normal, m_useForNormal);
    normalRow->layout()->addWidget(m_suggest);
    layout->addRow(tr("&Normal spans"), normalRow);
    layout->addRow(tr("&Left out"), spanRow(m_excluded, m_useForExcluded));
    layout->addRow(QString(), m_summary);
    layout->addRow(tr("&Preset"), m_preset);
    layout->addRow(QString(), m_presetText);
    layout->addRow(tr("&Copula of the network"), m_family);
    layout->addRow(tr("&Seed"), m_seed);
    for (auto* field : {m_normal, m_excluded})
        connect(field, &QLineEdit::textChanged, this, &TrainDialog::check);
    connect(m_useForNormal, &QPushButton::clicked, this, &TrainDialog::takeSelection);
    connect(m_suggest, &QPushButton::clicked, &m_session, &Session::suggestNormal);
    connect(m_useForExcluded, &QPushButton::clicked, this, [this] {
        const auto before = m_excluded->text().trimmed();
        m_excluded->setText((before.isEmpty() ? QString() : before + u", "_s)
                            + spansText({*m_selection}));
    });
    connect(m_preset, &QComboBox::currentIndexChanged, this, &TrainDialog::describePreset);
    describePreset();
    setSelection(std::nullopt);
    return form;
}

QWidget* TrainDialog::spanRow(QLineEdit* edit, QPushButton* button)
{
    // A QLabel's buddy in a form is the row's widget: the row passes the focus on.
    auto* row = new QWidget(edit->parentWidget());
    row->setFocusProxy(edit);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(edit, 1);
    layout->addWidget(button);
    return row;
}

void TrainDialog::takeRecording()
{
    const auto* entry = m_session.current();
    const int id = entry ? entry->id : 0;
    if (id != m_recordingId) {
        m_recordingId = id;
        m_normal->setText(entry ? spansText(entry->suggestedNormal) : QString());
        m_excluded->clear();
    }
    updateSuggest();
    check();
}

void TrainDialog::takeSuggestion(int recording, const SampleSpan& normal)
{
    if (recording == m_recordingId)
        m_normal->setText(spansText({normal}));
}

void TrainDialog::updateSuggest()
{
    m_suggest->setEnabled(m_session.current() && !m_session.isSuggesting());
    m_suggest->setText(m_session.isSuggesting() ? tr("Looking…") : tr("Su&ggest"));
}

void TrainDialog::setSelection(const std::optional<SampleSpan>& span)
{
    m_selection = span;
    m_useForNormal->setEnabled(span.has_value());
    m_useForExcluded->setEnabled(span.has_value());
}

void TrainDialog::takeSelection()
{
    if (m_selection)
        m_normal->setText(spansText({*m_selection}));
}

std::optional<TrainingChoice> TrainDialog::choice(QString* problem) const
{
    const auto* entry = m_session.current();
    if (!entry) {
        *problem = tr("Open a recording first.");
        return std::nullopt;
    }
    const auto samples = entry->recording->sampleCount();
    const auto normal = parseSpans(m_normal->text(), samples, problem);
    if (!normal)
        return std::nullopt;
    const auto excluded = parseSpans(m_excluded->text(), samples, problem);
    if (!excluded)
        return std::nullopt;
    const auto preset = Preset(m_preset->currentData().toInt());
    const auto family = CopulaFamily(m_family->currentData().toInt());
    return TrainingChoice{*normal, *excluded,
                          configFor(preset, std::uint64_t(m_seed->value()), family)};
}

void TrainDialog::check()
{
    const auto* entry = m_session.current();
    m_recording->setText(entry ? QString::fromStdString(entry->recording->name())
                               : tr("No recording yet."));
    QString problem;
    const auto wanted = choice(&problem);
    m_train->setEnabled(wanted && !m_session.isTraining());
    m_train->setText(tr("&Train"));
    if (!wanted) {
        m_summary->setText(problem);
        return;
    }
    const bool whole = wanted->normal.empty();
    const auto length = whole ? entry->recording->sampleCount() : lengthOf(wanted->normal);
    const auto count = QLocale().toString(qlonglong(length));
    if (whole) {
        m_train->setText(tr("&Train on the whole recording"));
        m_summary->setText(tr("All %1 samples are taken as normal. A span without incidents "
                              "teaches better.")
                               .arg(count));
        return;
    }
    m_train->setText(wanted->normal.size() == 1 ? tr("&Train on this span")
                                                : tr("&Train on these spans"));
    const auto lasts = wanted->normal.size() == 1
        ? durationText(*entry->recording->clock(), wanted->normal.front())
        : QString();
    m_summary->setText(lasts.isEmpty() ? tr("%1 samples").arg(count)
                                       : tr("%1 samples, %2").arg(count, lasts));
}

void TrainDialog::describePreset()
{
    switch (Preset(m_preset->currentData().toInt())) {
    case Preset::Default:
        m_presetText->setText(tr("Each channel's own pattern, the dependence between channels, "
                                 "and the network for what is nonlinear."));
        return;
    case Preset::Quick:
        m_presetText->setText(tr("Without the network: done at once, sees linear dependence."));
        return;
    case Preset::Seed:
        m_presetText->setText(tr("The network by itself: sees dependence only."));
        return;
    case Preset::Thorough:
        m_presetText->setText(tr("Several window lengths and seeds, averaged: takes longest."));
        return;
    }
}

void TrainDialog::train()
{
    QString problem;
    const auto wanted = choice(&problem);
    if (!wanted)
        return;
    Settings settings;
    settings.setPreset(wanted->config.preset);
    settings.setCopulaFamily(CopulaFamily(m_family->currentData().toInt()));
    settings.setSeed(quint64(m_seed->value()));
    m_networks = int(networkCount(wanted->config));
    m_session.train(*wanted);
}

void TrainDialog::setTraining(bool training)
{
    m_training = training;
    m_form->setEnabled(!training);
    m_progress->setVisible(training);
    m_train->setVisible(!training);
    m_cancel->setVisible(training);
    if (training) {
        m_failure->hide();
        // It was asked for just now, so nothing stands behind it.
        m_progress->begin(m_networks, m_session.jobs().latest());
    }
    check();
    adjustSize();
}

void TrainDialog::takeFailure(const QString& headline, const QString& what)
{
    // It is the training's when that has ended and its end was not announced yet.
    if (!m_training || m_session.isTraining())
        return;
    m_failure->setText(headline + u'\n' + what);
    m_failure->show();
    QAccessibleEvent event(m_failure, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace dissonance
