#pragma once

#include <QWidget>

class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace dissonance {

class IncidentModel;
class Inspection;
class Session;

/// The dock at the bottom: incidents found, one row each; a row selected is inspected.
class IncidentsPanel : public QWidget
{
    Q_OBJECT

public:
    IncidentsPanel(Session& session, Inspection& inspection, QWidget* parent = nullptr);

    IncidentModel* model() const { return m_model; }

    /// Goes to the incident `by` rows further down the table as it is sorted; stops at the ends.
    void step(int by);

private:
    void refresh();
    void follow(); ///< selects the row of what is inspected
    QString emptyText() const;

    Session& m_session;
    Inspection& m_inspection;
    IncidentModel* m_model = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_empty = nullptr;
    bool m_following = false; ///< the selection is being set, not made
};

} // namespace dissonance
