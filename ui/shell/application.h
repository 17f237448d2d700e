#pragma once

#include <QApplication>

namespace dissonance {

/// An application whose event loop no exception crosses: what a handler throws is told, and the
/// next event is handled.
class Application : public QApplication
{
    Q_OBJECT

public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;

signals:
    void caught(const QString& what);

private:
    void tell(const QString& what);
};

} // namespace dissonance
