#pragma once

#include <QDoubleSpinBox>

namespace dissonance {

/// A rate of false alarms to type: two digits, however small it is, and steps that grow with it.
class AlarmsBox : public QDoubleSpinBox
{
    Q_OBJECT

public:
    explicit AlarmsBox(QWidget* parent = nullptr);

    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;

protected:
    QValidator::State validate(QString& text, int& position) const override;
};

/// "0.4"; "<0.001" below: an estimate of none at all would say more than is known.
QString alarmsText(double rate);

} // namespace dissonance
