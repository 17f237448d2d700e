#pragma once

#include <QFrame>

class QLabel;

namespace dissonance {

/// A message inside the window, above the plots, until it is read: what failed, where, and what
/// to do. Stands in nobody's way; Esc or its button closes it.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showMessage(const QString& headline, const QString& text);
    QString text() const;

signals:
    void detailsRequested();

private:
    QLabel* m_text = nullptr;
};

} // namespace dissonance
