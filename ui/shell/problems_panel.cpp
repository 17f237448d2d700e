#include "ui/shell/problems_panel.h"

#include "ui/models/problem_model.h"
#include "ui/shell/session.h"
#include "ui/shell/table_style.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace dissonance {

ProblemsPanel::ProblemsPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_model(new ProblemModel(this))
    , m_table(new QTableView(this))
    , m_empty(new QLabel(tr("Nothing to report."), this))
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Messages"));
    dressTable(m_table);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int unit = fontMetrics().horizontalAdvance(u'0');
    m_table->horizontalHeader()->resizeSection(ProblemModel::KindColumn, 10 * unit);
    m_table->horizontalHeader()->resizeSection(ProblemModel::FileColumn, 18 * unit);
    m_table->horizontalHeader()->resizeSection(ProblemModel::PlaceColumn, 18 * unit);
    m_empty->setAlignment(Qt::AlignCenter);
    auto* copy = new QPushButton(tr("&Copy all"), this);
    auto* clear = new QPushButton(tr("C&lear"), this);

    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(copy);
    buttons->addWidget(clear);
    buttons->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    layout->addLayout(buttons);

    const auto refresh = [this, copy, clear] {
        const bool any = m_model->rowCount() > 0;
        m_table->setVisible(any);
        m_empty->setVisible(!any);
        copy->setEnabled(any);
        clear->setEnabled(any);
    };
    connect(m_model, &ProblemModel::rowsInserted, this, refresh);
    connect(m_model, &ProblemModel::modelReset, this, refresh);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_model->toText()); });
    connect(clear, &QPushButton::clicked, m_model, &ProblemModel::clear);
    connect(&session, &Session::imported, this,
            [this](const QString& file, const ImportReport& report) {
                m_model->add(QFileInfo(file).fileName(), report);
            });
    connect(&session, &Session::noticed, this, [this](const QString& file, const QString& notice) {
        m_model->add(ProblemModel::Kind::Note, QFileInfo(file).fileName(), notice);
    });
    refresh();
}

void ProblemsPanel::showLatest()
{
    m_table->scrollToBottom();
}

} // namespace dissonance
