// SPDX-License-Identifier: GPL-3.0-or-later
/// The panel's 350x160 screen, enlarged by a whole number of device pixels. Its accessible description is the text on the screen.
#pragma once

#include <QWidget>

#include "core/meter/panel/canvas.hpp"
#include "core/meter/snapshot.hpp"

namespace mb::desk {

class ScreenWidget : public QWidget {
    Q_OBJECT
public:
    explicit ScreenWidget(QWidget* parent = nullptr);

    void refresh(Snapshot const& snapshot);
    panel::Canvas const& canvas() const { return canvas_; }
    /// Where the enlarged screen stands inside the widget.
    QRectF picture_area() const;
    QSize sizeHint() const override { return {2 * panel::kWidth, 2 * panel::kHeight}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    panel::Canvas canvas_;
};

}  // namespace mb::desk
