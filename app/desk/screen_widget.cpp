// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/screen_widget.hpp"

#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/meter/panel/panel.hpp"
#include "core/meter/panel/text_lines.hpp"

namespace mb::desk {

ScreenWidget::ScreenWidget(QWidget* parent) : QWidget(parent) {
    setObjectName("panel_screen");
    setAccessibleName(tr("Front panel screen"));
    setMinimumSize(panel::kWidth, panel::kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ScreenWidget::refresh(Snapshot const& snapshot) {
    panel::draw(snapshot.panel, snapshot, canvas_);
    QString lines;
    for (std::string const& line : panel::text_lines(canvas_.texts())) lines += QString::fromStdString(line) + '\n';
    if (lines != accessibleDescription()) setAccessibleDescription(lines);
    update();
}

QRectF ScreenWidget::picture_area() const {
    // Whole device pixels per panel pixel, so that every panel pixel is a square of the same size.
    double const ratio = devicePixelRatioF();
    int const scale = std::max(1, static_cast<int>(std::min(width() * ratio / panel::kWidth, height() * ratio / panel::kHeight)));
    QSizeF const size(panel::kWidth * scale / ratio, panel::kHeight * scale / ratio);
    return {QPointF(std::floor((width() - size.width()) / 2), std::floor((height() - size.height()) / 2)), size};
}

void ScreenWidget::paintEvent(QPaintEvent*) {
    QImage const image(reinterpret_cast<uchar const*>(canvas_.pixels().data()), panel::kWidth, panel::kHeight,
                       panel::kWidth * static_cast<int>(sizeof(panel::Colour)), QImage::Format_RGB16);
    QPainter painter(this);
    painter.drawImage(picture_area(), image);
}

}  // namespace mb::desk
