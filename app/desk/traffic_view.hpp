// SPDX-License-Identifier: GPL-3.0-or-later
/// The Modbus traffic of all ports, frame by frame: filter, pause, follow, export. The log of the engine is on while this is visible, or
/// while it records out of sight.
#pragma once

#include <QWidget>

#include <string>

#include "core/comm/modbus/server.hpp"

class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace mb::desk {

class TrafficModel;

class TrafficView : public QWidget {
    Q_OBJECT
public:
    /// `server` must outlive the view.
    explicit TrafficView(modbus::Server& server, QWidget* parent = nullptr);

    /// Switches the log and takes what is new; to be called by the window's timer.
    void refresh();
    void set_filter(QString const& text);
    /// Writes the rows that are shown as .txt, .csv or .pcap. Refused: another ending; what the disk refuses.
    Result<void> export_frames(std::string const& path) const;

private:
    QWidget* make_tools();
    void make_table();
    void filter_changed(QString const& text);
    void ask_and_export();
    void copy();
    void tell_counts();

    modbus::Server& server_;
    TrafficModel* model_;
    QTableView* table_;
    QLineEdit* filter_;
    QToolButton *record_, *pause_, *follow_;
    QLabel *counts_, *refusal_;
};

}  // namespace mb::desk
