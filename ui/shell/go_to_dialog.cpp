#include "ui/shell/go_to_dialog.h"

#include "ui/models/instant_input.h"
#include "ui/models/time_text.h"
#include "ui/views/shared_time.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace dissonance {

using namespace Qt::StringLiterals;

GoToDialog::GoToDialog(SharedTime& time, QWidget* parent)
    : QDialog(parent)
    , m_time(time)
    , m_field(new QLineEdit(this))
    , m_meaning(new QLabel(this))
{
    setObjectName(u"goToDialog"_s);
    setWindowTitle(tr("Go to Time"));
    m_field->setObjectName(u"goToField"_s);
    m_field->setAccessibleName(tr("Time to go to"));
    m_field->setClearButtonEnabled(true);
    m_meaning->setObjectName(u"goToMeaning"_s);
    m_meaning->setWordWrap(true);
    auto* label = new QLabel(tr("&Date and time, seconds, or number of a sample:"), this);
    label->setBuddy(m_field);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_go = buttons->addButton(tr("&Go"), QDialogButtonBox::AcceptRole);
    m_go->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_field);
    layout->addWidget(m_meaning);
    layout->addStretch(1);
    layout->addWidget(buttons);
    // Both lines that the meaning may take: the dialog keeps its size while one types.
    m_meaning->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_meaning->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setMinimumWidth(48 * fontMetrics().averageCharWidth());

    connect(m_field, &QLineEdit::textChanged, this, &GoToDialog::follow);
    connect(buttons, &QDialogButtonBox::accepted, this, &GoToDialog::go);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_time, &SharedTime::clockChanged, this, &GoToDialog::follow);
    connect(&m_time, &SharedTime::styleChanged, this, &GoToDialog::follow);
}

void GoToDialog::ask()
{
    if (!m_time.clock())
        return;
    const auto middle = m_time.sampleAt(0.5 * (m_time.lower() + m_time.upper()));
    m_field->setPlaceholderText(instantText(*m_time.clock(), middle, m_time.style()));
    m_field->selectAll();
    follow();
    show();
    raise();
    activateWindow();
    m_field->setFocus();
}

void GoToDialog::follow()
{
    m_go->setEnabled(false);
    if (!m_time.clock()) {
        m_meaning->clear();
        return;
    }
    const double about = 0.5 * (m_time.lower() + m_time.upper());
    const auto input = instantFromText(*m_time.clock(), m_time.style(), about, m_field->text());
    m_go->setEnabled(input.time.has_value());
    if (!input.time) {
        m_meaning->setText(
            input.problem.isEmpty()
                ? tr("For example %1, 90 s, or #1234 for a sample.").arg(m_field->placeholderText())
                : input.problem);
        return;
    }
    const auto sample = m_time.sampleAt(*input.time);
    const auto number = QLocale().toString(qlonglong(sample));
    const auto style = m_time.style() == TimeStyle::Sample ? TimeStyle::Recorded : m_time.style();
    const auto instant = instantText(*m_time.clock(), sample, style);
    m_meaning->setText(instant == number ? tr("Sample %1").arg(number)
                                         : tr("%1, sample %2").arg(instant, number));
}

void GoToDialog::go()
{
    const double about = 0.5 * (m_time.lower() + m_time.upper());
    const auto input = instantFromText(*m_time.clock(), m_time.style(), about, m_field->text());
    if (!input.time)
        return;
    m_time.centreOn(*input.time);
    m_time.setCursor(m_time.sampleAt(*input.time));
    accept();
}

} // namespace dissonance
