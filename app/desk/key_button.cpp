// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/key_button.hpp"

namespace mb::desk {

KeyButton::KeyButton(panel::Key key, QString const& face, QString const& meaning, QWidget* parent) : QToolButton(parent), key_(key) {
    auto const name = panel::name(key);
    setObjectName("key_" + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    setText(face);
    setAccessibleName(meaning);
    setToolTip(meaning);
    setFixedSize(64, 42);
    hold_.setSingleShot(true);
    hold_.setInterval(kHoldTime);
    connect(&hold_, &QTimer::timeout, this, [this] {
        held_ = true;
        emit touched(key_, panel::Press::hold);
    });
    connect(this, &QToolButton::pressed, this, [this] {
        held_ = false;
        hold_.start();
    });
    connect(this, &QToolButton::released, this, [this] { hold_.stop(); });
    connect(this, &QToolButton::clicked, this, [this] {
        if (!held_) emit touched(key_, panel::Press::brief);
        held_ = false;
    });
}

}  // namespace mb::desk
