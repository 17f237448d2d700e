#include "ui/shell/alarms_box.h"

#include <QLocale>

namespace dissonance {

namespace {

constexpr double kRarest = 1e-6;
constexpr double kShown = 1e-3;

} // namespace

QString alarmsText(double rate)
{
    if (rate < kShown)
        return u'<' + QLocale().toString(kShown, 'g', 2);
    return rate < 99.5 ? QLocale().toString(rate, 'g', 2) : QLocale().toString(rate, 'f', 0);
}

AlarmsBox::AlarmsBox(QWidget* parent)
    : QDoubleSpinBox(parent)
{
    setDecimals(6);
    setRange(kRarest, 1e6);
    setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    // The threshold follows what was typed, not half of it.
    setKeyboardTracking(false);
    setAlignment(Qt::AlignRight);
}

QString AlarmsBox::textFromValue(double value) const
{
    return alarmsText(value);
}

double AlarmsBox::valueFromText(const QString& text) const
{
    auto number = text;
    number.remove(prefix()).remove(suffix());
    bool ok = false;
    const double value = QLocale().toDouble(number.trimmed(), &ok);
    return ok ? value : this->value(); // "<0.001" is what it was
}

QValidator::State AlarmsBox::validate(QString& text, int& position) const
{
    auto number = text;
    number.remove(prefix()).remove(suffix());
    if (number.trimmed().startsWith(u'<'))
        return number.trimmed() == alarmsText(0.0) ? QValidator::Acceptable
                                                   : QValidator::Intermediate;
    return QDoubleSpinBox::validate(text, position);
}

} // namespace dissonance
