#include "ui/shell/tour.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace dissonance {

namespace {

constexpr int kRing = 2; ///< pixels wide
constexpr int kGap = 8;
constexpr int kLetters = 42; ///< in a line of text

/// Nothing but an edge, so that nothing below it has to be painted again.
class Ring : public QWidget // needs no moc: clazy:exclude=missing-qobject-macro
{
public:
    explicit Ring(QWidget* window)
        : QWidget(window)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAutoFillBackground(true);
        setBackgroundRole(QPalette::WindowText);
        hide();
    }

protected:
    void resizeEvent(QResizeEvent*) override
    {
        setMask(QRegion(rect()) - QRegion(rect().adjusted(kRing, kRing, -kRing, -kRing)));
    }
};

} // namespace

QRect placeBeside(const QRect& target, const QSize& card, const QRect& window)
{
    QRect place(QPoint(), card);
    if (target.isEmpty()) {
        place.moveCenter(window.center());
        return place;
    }
    const std::array beside{QPoint(target.left(), target.bottom() + 1 + kGap),
                            QPoint(target.right() + 1 + kGap, target.top()),
                            QPoint(target.left() - kGap - card.width(), target.top()),
                            QPoint(target.left(), target.top() - kGap - card.height())};
    const auto room = window.adjusted(kGap, kGap, -kGap, -kGap);
    for (const auto& corner : beside) {
        place.moveTopLeft(corner);
        // Along the target it may shift, or a control at an edge would never have room.
        place.moveLeft(std::clamp(place.left(), room.left(),
                                  std::max(room.left(), room.right() + 1 - card.width())));
        place.moveTop(std::clamp(place.top(), room.top(),
                                 std::max(room.top(), room.bottom() + 1 - card.height())));
        if (!place.intersects(target))
            return place;
    }
    place.moveBottomRight(target.bottomRight() - QPoint(2 * kGap, 2 * kGap));
    return place;
}

Tour::Tour(QWidget* window)
    : QFrame(window)
    , m_window(window)
    , m_ring(new Ring(window))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_back(new QPushButton(tr("&Back"), this))
    , m_next(new QPushButton(this))
    , m_leave(new QPushButton(tr("Leave the tour"), this))
{
    setObjectName(QStringLiteral("tour"));
    setAccessibleName(tr("Tour"));
    setFrameShape(QFrame::Box);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_next->setObjectName(QStringLiteral("tourNext"));
    m_leave->setObjectName(QStringLiteral("tourLeave"));
    connect(m_back, &QPushButton::clicked, this, [this] { goTo(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { goTo(m_step + 1); });
    connect(m_leave, &QPushButton::clicked, this, &Tour::leave);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_leave);
    buttons->addStretch();
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    hide();
}

Tour::~Tour() = default;

void Tour::start(std::vector<Step> steps)
{
    m_steps = std::move(steps);
    m_isPlaced = false;
    m_window->installEventFilter(this);
    goTo(0);
}

void Tour::leave()
{
    if (m_step < 0)
        return;
    m_step = -1;
    m_window->removeEventFilter(this);
    emit stepChanged(m_step); // before the keyboard goes to any neighbour of a hidden button
    hide();
    m_ring->hide();
}

void Tour::goTo(int step)
{
    if (step < 0)
        return;
    if (step >= int(m_steps.size()))
        return leave();
    m_step = step;
    const auto& now = m_steps[std::size_t(step)];
    const bool isLast = step + 1 == int(m_steps.size());
    m_title->setText(tr("%1 of %2: %3").arg(step + 1).arg(m_steps.size()).arg(now.title));
    m_text->setText(now.text);
    m_back->setVisible(step > 0);
    m_next->setText(isLast ? tr("Done") : tr("Ne&xt"));
    m_next->setEnabled(!now.isReady || now.isReady());
    m_leave->setVisible(!isLast);
    emit stepChanged(step);
    show();
    watchTarget();
    place();
    setAccessibleDescription(m_title->text() + QLatin1Char(' ') + now.text);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Tour::stepDone(int step)
{
    if (m_step >= 0 && m_step == step)
        goTo(step + 1);
}

void Tour::refresh()
{
    if (m_step < 0)
        return;
    const auto& now = m_steps[std::size_t(m_step)];
    m_next->setEnabled(!now.isReady || now.isReady());
    watchTarget();
    placeLater();
}

void Tour::watchTarget()
{
    // A dock that moves takes along what is in it, which hears nothing of it.
    for (auto* widget = m_steps[std::size_t(m_step)].target(); widget && widget != m_window;
         widget = widget->parentWidget())
        widget->installEventFilter(this);
}

bool Tour::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::Show:
    case QEvent::Hide:
        placeLater();
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

void Tour::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_title) {
        auto bold = font();
        bold.setBold(true);
        m_title->setFont(bold);
        placeLater();
    }
}

/// The layout is in the middle of it.
void Tour::placeLater()
{
    if (m_isPlacing || m_step < 0)
        return;
    m_isPlacing = true;
    QTimer::singleShot(0, this, &Tour::place);
}

QRect Tour::targetArea() const
{
    const auto* target = m_steps[std::size_t(m_step)].target();
    if (!target || !target->isVisible() || target->window() != m_window)
        return {};
    return QRect(target->mapTo(m_window, QPoint()), target->size()) & m_window->rect();
}

void Tour::place()
{
    m_isPlacing = false;
    if (m_step < 0)
        return;
    const auto area = targetArea();
    const int width = kLetters * fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const QSize card(width, layout()->totalHeightForWidth(width));
    // A control that is hidden for a moment, as while a file is read, comes back.
    if (area.isEmpty() && m_isPlaced)
        resize(card);
    else
        setGeometry(placeBeside(area, card, m_window->rect()));
    m_isPlaced = true;
    m_ring->setVisible(!area.isEmpty());
    m_ring->setGeometry(area.adjusted(-kRing, -kRing, kRing, kRing) & m_window->rect());
    m_ring->raise();
    raise();
}

} // namespace dissonance
