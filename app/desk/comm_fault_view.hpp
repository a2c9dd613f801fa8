// SPDX-License-Identifier: GPL-3.0-or-later
/// Faults of the Modbus communication, as rules on all ports: made from a kind and its conditions or written as text, switched on and off
/// one by one, with the replies that each has spoilt.
#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

#include "core/comm/modbus/server.hpp"

class QComboBox;
class QLineEdit;
class QPushButton;
class QTableWidget;
class QTableWidgetItem;

namespace mb::desk {

class CommFaultView : public QWidget {
    Q_OBJECT
public:
    /// `server` must outlive the view, which is the only one that sets its rules.
    explicit CommFaultView(modbus::Server& server, QWidget* parent = nullptr);

    /// A rule as parse_comm_fault() reads it; false, and told why, where it is none.
    bool add(QString const& rule);
    int active() const;
    /// Counts as they are now.
    void refresh();

signals:
    /// What was done or refused, in a sentence.
    void told(QString const& text);

private:
    struct Row {
        int id = 0;
        modbus::CommFaultRule rule;
        bool on = true;
        std::uint64_t before = 0;  ///< replies spoilt before it was switched off the last time
    };

    QWidget* make_maker();
    void compose();
    void changed(QTableWidgetItem const* item);
    void switch_rule(Row& row, bool on);
    void remove_selected();
    void show_row(int row);
    std::size_t place(Row const& row) const;  ///< of one that is on, among the injector's rules

    modbus::Server& server_;
    std::vector<Row> rows_;
    std::vector<int> order_;  // ids as the injector has the rules
    int next_id_ = 0;
    QComboBox* kind_;
    QLineEdit *argument_, *conditions_, *rule_;
    QPushButton *add_, *remove_;
    QTableWidget* table_;
};

}  // namespace mb::desk
