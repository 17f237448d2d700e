#include "ui/shell/own_keys.h"

#include <QAbstractSlider>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QTableView>
#include <QTreeView>

namespace dissonance {

namespace {

class OwnKeys : public QObject // needs no moc: clazy:exclude=missing-qobject-macro
{
public:
    explicit OwnKeys(QWidget* widget)
        : QObject(widget)
    {
        widget->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() != QEvent::ShortcutOverride)
            return false;
        const auto& key = *static_cast<QKeyEvent*>(event);
        const auto others = key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
        if (others != Qt::NoModifier || !wants(watched, key))
            return false;
        event->accept();
        return true;
    }

private:
    bool wants(const QObject* widget, const QKeyEvent& key)
    {
        const bool isEdge = key.key() == Qt::Key_Home || key.key() == Qt::Key_End;
        if (qobject_cast<const QAbstractSlider*>(widget))
            return isEdge;
        if (const auto* box = qobject_cast<const QComboBox*>(widget))
            return isEdge || beginsAnEntry(*box->model(), box->modelColumn(), key.text());
        const auto* view = qobject_cast<const QAbstractItemView*>(widget);
        if (!view || !view->model() || view->model()->rowCount() == 0)
            return false;
        const auto current = view->currentIndex();
        // A table's Home moves along the row, which here is selected as a whole.
        if (isEdge)
            return !qobject_cast<const QTableView*>(view);
        const bool isFold = key.key() == Qt::Key_Plus || key.key() == Qt::Key_Minus;
        if (isFold && qobject_cast<const QTreeView*>(view) && current.isValid()
            && view->model()->hasChildren(current.siblingAtColumn(0)))
            return true;
        return beginsAnEntry(*view->model(), current.isValid() ? current.column() : 0, key.text());
    }

    /// By itself, or as the next letter of those typed just before.
    bool beginsAnEntry(const QAbstractItemModel& model, int column, const QString& letter)
    {
        if (letter.isEmpty() || !letter.front().isPrint() || letter.front().isSpace()
            || model.rowCount() == 0)
            return false;
        const bool goesOn =
            m_since.isValid() && m_since.elapsed() < QApplication::keyboardInputInterval();
        for (const auto& text : {goesOn ? m_typed + letter : letter, letter}) {
            const auto flags = Qt::MatchStartsWith | Qt::MatchWrap | Qt::MatchRecursive;
            if (model.match(model.index(0, column), Qt::DisplayRole, text, 1, flags).isEmpty())
                continue;
            m_typed = text;
            m_since.start();
            return true;
        }
        return false;
    }

    QString m_typed;
    QElapsedTimer m_since;
};

} // namespace

void keepOwnKeys(QWidget* widget)
{
    new OwnKeys(widget); // the widget's child
}

} // namespace dissonance
