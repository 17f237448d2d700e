#pragma once

class QTableView;

namespace dissonance {

/// The look and the keys that all tables of the docks share: whole rows, no grid, no frame, rows as
/// high as a line of text; Tab leaves the table.
void dressTable(QTableView* table);

} // namespace dissonance
