#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace dissonance {

/// The method page: how the detector decides, with formulas, defaults and limits, beside a list
/// of its headings and with a field to find words. Esc closes it.
class MethodWindow : public QDialog
{
    Q_OBJECT

public:
    explicit MethodWindow(QWidget* parent = nullptr);

private:
    void connectAll();
    void listHeadings();
    void findNext(bool backward = false);

    QListWidget* m_headings = nullptr;
    QLineEdit* m_find = nullptr;
    QTextBrowser* m_page = nullptr;
};

/// Shows the window's method page, the one that is open where there is one.
void showMethod(QWidget* window);

} // namespace dissonance
