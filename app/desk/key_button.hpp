// SPDX-License-Identifier: GPL-3.0-or-later
/// A touch key of the front: a press shorter than kHoldTime is brief, a longer one a hold, told as soon as that time is over.
#pragma once

#include <QTimer>
#include <QToolButton>

#include <chrono>

#include "core/meter/panel/keys.hpp"

namespace mb::desk {

inline constexpr std::chrono::milliseconds kHoldTime{600};

class KeyButton : public QToolButton {
    Q_OBJECT
public:
    KeyButton(panel::Key key, QString const& face, QString const& meaning, QWidget* parent = nullptr);

signals:
    void touched(mb::panel::Key key, mb::panel::Press press);

private:
    panel::Key key_;
    QTimer hold_;
    bool held_ = false;
};

}  // namespace mb::desk
