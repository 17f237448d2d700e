#include "ui/shell/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

#include <utility>

// A resource in a static library has to be asked for, outside of any namespace.
static void initResources()
{
    Q_INIT_RESOURCE(dissonance);
}

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// Draws an SVG whose strokes are `currentColor`.
class LineIconEngine : public QIconEngine
{
public:
    explicit LineIconEngine(QByteArray svg)
        : m_svg(std::move(svg))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        auto svg = m_svg;
        svg.replace("currentColor", colorOf(mode).name().toLatin1());
        QSvgRenderer(svg).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new LineIconEngine(m_svg); }

private:
    static QColor colorOf(QIcon::Mode mode)
    {
        const auto palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        return palette.color(mode == QIcon::Selected ? QPalette::HighlightedText
                                                     : QPalette::ButtonText);
    }

    QByteArray m_svg;
};

} // namespace

QIcon themedIcon(const QString& name)
{
    initResources();
    QFile file(u":/icons/%1.svg"_s.arg(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return opened ? QIcon(new LineIconEngine(file.readAll())) : QIcon();
}

} // namespace dissonance
