// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/front_panel_view.hpp"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

#include "app/desk/key_button.hpp"
#include "app/desk/led.hpp"
#include "app/desk/screen_widget.hpp"

namespace mb::desk {
namespace {

using panel::Key;
using panel::Press;

struct KeyPlace {
    Key key;
    char const* face;
    char const* meaning;
    int row, column;
    Qt::Key keyboard;
};

// Where each key stands, what it says and which key of the keyboard is the same.
constexpr KeyPlace kKeys[]{
    {Key::load, "I/P", "Load measurements: current, active, reactive, apparent power, power factor (1)", 0, 0, Qt::Key_1},
    {Key::network, "V/F", "Network measurements: voltages, frequency (2)", 1, 0, Qt::Key_2},
    {Key::energy, "E", "Energy meters: the emulated meter has none yet (3)", 2, 0, Qt::Key_3},
    {Key::up, "\u25B2", "Up", 0, 3, Qt::Key_Up},
    {Key::left, "\u25C0", "Left: previous page", 1, 2, Qt::Key_Left},
    {Key::ok, "OK", "Open, confirm (Enter)", 1, 3, Qt::Key_Return},
    {Key::right, "\u25B6", "Right: next page; held: next load", 1, 4, Qt::Key_Right},
    {Key::down, "\u25BC", "Down", 2, 3, Qt::Key_Down},
    {Key::back, "BACK", "Back, one level up; held: main menu (Escape)", 0, 6, Qt::Key_Escape},
    {Key::favourite, "FAV", "Next favourite page; held: save or remove this page (F)", 1, 6, Qt::Key_F},
};

constexpr char const* kKeyStyle =
    "QToolButton { color: #dfe7ec; background: #2b3640; border: 1px solid #46545f; border-radius: 8px; font-weight: 600; font-size: 13px; }"
    "QToolButton:hover { background: #35434f; border-color: #6b7f8e; }"
    "QToolButton:pressed { background: #265c78; border-color: #56b4e9; }"
    "QToolButton:focus { border-color: #56b4e9; }";

}  // namespace

FrontPanelView::FrontPanelView(House& house, QWidget* parent) : QWidget(parent), house_(house), screen_(new ScreenWidget(this)) {
    setObjectName("front_panel");
    setFocusPolicy(Qt::StrongFocus);
    auto* const upper = new QHBoxLayout;
    upper->addWidget(screen_, 1);
    upper->setSpacing(14);
    upper->addWidget(make_leds(), 0, Qt::AlignVCenter);
    auto* const all = new QVBoxLayout(this);
    all->setContentsMargins(20, 40, 8, 20);
    all->setSpacing(14);
    all->addLayout(upper, 1);
    all->addWidget(make_keys(), 0);
    map_keyboard();
}

QWidget* FrontPanelView::make_leds() {
    auto* const column = new QWidget(this);
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    alarm_ = new Led("ALARM", QColor(230, 60, 50), column);
    com_ = new Led("COM", QColor(250, 150, 30), column);
    on_ = new Led("ON", QColor(60, 205, 95), column);
    pulse_ = new Led("PULSE", QColor(235, 70, 60), column);
    for (Led* const led : {alarm_, com_, on_, pulse_}) layout->addWidget(led);
    return column;
}

QWidget* FrontPanelView::make_keys() {
    auto* const area = new QWidget(this);
    area->setStyleSheet(kKeyStyle);
    auto* const grid = new QGridLayout(area);
    grid->setContentsMargins(4, 0, 110, 0);  // the keys stand under the screen, not under the LEDs
    grid->setSpacing(10);
    for (KeyPlace const& k : kKeys) {
        auto* const button = new KeyButton(k.key, QString::fromUtf8(k.face), tr(k.meaning), area);
        connect(button, &KeyButton::touched, this, &FrontPanelView::press);
        grid->addWidget(button, k.row, k.column, Qt::AlignCenter);
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(5, 1);
    return area;
}

void FrontPanelView::map_keyboard() {
    for (KeyPlace const& k : kKeys)
        for (auto const press_kind : {Press::brief, Press::hold}) {
            QKeyCombination const keys(press_kind == Press::hold ? Qt::ShiftModifier : Qt::NoModifier, k.keyboard);
            auto* const shortcut = new QShortcut(QKeySequence(keys), this);
            shortcut->setContext(Qt::WidgetWithChildrenShortcut);
            shortcut->setAutoRepeat(press_kind == Press::brief);
            connect(shortcut, &QShortcut::activated, this, [this, key = k.key, press_kind] { press(key, press_kind); });
        }
}

void FrontPanelView::press(Key key, Press press) { house_.carry_out(PressKey{key, press}); }

void FrontPanelView::refresh(Snapshot const& snapshot) {
    if (auto const model = snapshot.identity ? QString::fromStdString(snapshot.identity->model) : QString{}; model != model_) {
        model_ = model;
        update();
    }
    screen_->refresh(snapshot);
    alarm_->set(snapshot.leds.alarm);
    com_->set(snapshot.leds.com);
    on_->set(snapshot.leds.on);
    pulse_->set(snapshot.leds.pulse);
}

void FrontPanelView::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QRectF const body = QRectF(rect()).adjusted(4.5, 4.5, -4.5, -4.5);
    QLinearGradient shade(body.topLeft(), body.bottomLeft());
    shade.setColorAt(0.0, QColor(42, 51, 59));
    shade.setColorAt(1.0, QColor(28, 35, 41));
    p.setPen(QPen(hasFocus() ? QColor(86, 180, 233) : QColor(70, 82, 92), 1));
    p.setBrush(shade);
    p.drawRoundedRect(body, 14, 14);
    QRectF const glass = screen_->picture_area().translated(screen_->pos()).adjusted(-8, -8, 8, 8);
    p.setPen(QPen(QColor(12, 16, 20), 1));
    p.setBrush(QColor(13, 20, 28));
    p.drawRoundedRect(glass, 6, 6);
    QFont plate = font();
    plate.setPixelSize(13);
    plate.setBold(true);
    p.setFont(plate);
    p.setPen(QColor(176, 190, 200));
    p.drawText(QRectF(glass.left(), body.top() + 6, glass.width(), 28), Qt::AlignVCenter | Qt::AlignLeft, model_);
}

}  // namespace mb::desk
