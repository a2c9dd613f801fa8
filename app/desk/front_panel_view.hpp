// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's front: screen, ten keys, four LEDs (manual 3.1.5; the design is ours). Keys are posted to the house as commands; what the
/// screen and the LEDs show comes back in the next snapshot. Keyboard while the view has the focus: arrows, Enter, Escape (BACK),
/// F (FAV), 1 (I/P), 2 (V/F), 3 (E); with Shift the key is held.
#pragma once

#include <QWidget>

#include "core/meter/snapshot.hpp"
#include "sim/builtin/house.hpp"

namespace mb::desk {

class Led;
class ScreenWidget;

class FrontPanelView : public QWidget {
    Q_OBJECT
public:
    explicit FrontPanelView(House& house, QWidget* parent = nullptr);

    void refresh(Snapshot const& snapshot);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* make_keys();
    QWidget* make_leds();
    void map_keyboard();
    void press(panel::Key key, panel::Press press);

    House& house_;
    ScreenWidget* screen_;
    Led* alarm_;
    Led* com_;
    Led* on_;
    Led* pulse_;
    QString model_;  // on the plate
};

}  // namespace mb::desk
