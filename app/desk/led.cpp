// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/led.hpp"

#include <QPainter>
#include <QRadialGradient>

namespace mb::desk {

Led::Led(QString const& name, QColor colour, QWidget* parent) : QWidget(parent), colour_(colour) {
    setObjectName("led_" + name.toLower());
    setAccessibleName(name);
    setAccessibleDescription(tr("off"));
    setToolTip(tr("%1: off").arg(name));
    setFixedSize(sizeHint());
}

void Led::set(bool on) {
    if (on == on_) return;
    on_ = on;
    setAccessibleDescription(on ? tr("on") : tr("off"));
    setToolTip(QString("%1: %2").arg(accessibleName(), accessibleDescription()));
    update();
}

void Led::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPointF const centre(13, height() / 2.0);
    if (on_) {
        QRadialGradient glow(centre, 12);
        glow.setColorAt(0.35, QColor(colour_.red(), colour_.green(), colour_.blue(), 150));
        glow.setColorAt(1.0, Qt::transparent);
        p.setPen(Qt::NoPen);
        p.setBrush(glow);
        p.drawEllipse(centre, 12, 12);
    }
    p.setPen(QPen(QColor(10, 14, 18), 1));
    p.setBrush(on_ ? colour_ : colour_.darker(420));
    p.drawEllipse(centre, 5.5, 5.5);
    p.setPen(on_ ? QColor(236, 242, 246) : QColor(150, 164, 176));
    QFont f = font();
    f.setPixelSize(12);
    f.setBold(on_);
    p.setFont(f);
    p.drawText(QRectF(30, 0, width() - 30, height()), Qt::AlignVCenter | Qt::AlignLeft, accessibleName());
}

}  // namespace mb::desk
