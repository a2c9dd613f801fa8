// SPDX-License-Identifier: GPL-3.0-or-later
/// A table of faults with check boxes: what is checked acts at once, and its state is shown.
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

#include "app/desk/fault_choice.hpp"
#include "sim/builtin/house.hpp"

class QTableWidget;
class QTableWidgetItem;

namespace mb::desk {

class FaultView : public QWidget {
    Q_OBJECT
public:
    /// Puts the active faults to the terminals; refused: they stay as they were.
    using Apply = std::function<Result<void>()>;

    FaultView(House& house, double nominal_voltage, Apply apply, QWidget* parent = nullptr);

    std::vector<Fault> active() const { return choice_.active(); }
    /// As a click on the row's check box.
    void set_active(FaultKind kind, bool active);

signals:
    void told(QString const& text);  ///< what was refused, or what acts now

private:
    void changed(QTableWidgetItem const* item);
    void show_row(int row);

    House& house_;
    FaultChoice choice_;
    Apply apply_;
    QTableWidget* table_;
};

}  // namespace mb::desk
