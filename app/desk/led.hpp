// SPDX-License-Identifier: GPL-3.0-or-later
/// A lamp of the front with its name; "on" or "off" is its accessible description.
#pragma once

#include <QColor>
#include <QWidget>

namespace mb::desk {

class Led : public QWidget {
    Q_OBJECT
public:
    Led(QString const& name, QColor colour, QWidget* parent = nullptr);

    void set(bool on);
    bool is_on() const { return on_; }
    QSize sizeHint() const override { return {92, 26}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor colour_;
    bool on_ = false;
};

}  // namespace mb::desk
