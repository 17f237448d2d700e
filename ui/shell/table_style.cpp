#include "ui/shell/table_style.h"

#include "ui/shell/own_keys.h"

#include <QHeaderView>
#include <QTableView>

namespace dissonance {

void dressTable(QTableView* table)
{
    keepOwnKeys(table);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setTabKeyNavigation(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 8);
    table->horizontalHeader()->setHighlightSections(false);
}

} // namespace dissonance
