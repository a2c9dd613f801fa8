// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/dark.hpp"

namespace mb::desk {

QPalette dark_palette() {
    QColor const ink(226, 232, 236), faint(120, 132, 142), window(38, 44, 50), base(24, 29, 34), accent(62, 140, 184);
    QPalette p;
    for (auto const role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        p.setColor(role, ink);
        p.setColor(QPalette::Disabled, role, faint);
    }
    p.setColor(QPalette::PlaceholderText, faint);
    p.setColor(QPalette::BrightText, Qt::white);
    p.setColor(QPalette::Window, window);
    p.setColor(QPalette::Button, window.lighter(120));
    p.setColor(QPalette::Base, base);
    p.setColor(QPalette::AlternateBase, QColor(30, 36, 42));
    p.setColor(QPalette::ToolTipBase, base);
    p.setColor(QPalette::Highlight, accent);
    p.setColor(QPalette::HighlightedText, Qt::white);
    p.setColor(QPalette::Link, accent.lighter(130));
    return p;
}

}  // namespace mb::desk
