// SPDX-License-Identifier: GPL-3.0-or-later
/// The window: five docks and a status bar, kept alive by one timer that reads the house's snapshot. No truth lives here.
#pragma once

#include <QElapsedTimer>
#include <QMainWindow>
#include <QTimer>

#include <vector>

#include "app/desk/source_settings.hpp"
#include "core/comm/modbus/server.hpp"
#include "sim/builtin/house.hpp"

class QDockWidget;
class QLabel;

namespace mb {
struct OpenPorts;
}

namespace mb::desk {

class FrontPanelView;
class RegisterView;
class ScopeView;
class SourceView;
class TrafficView;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// All must outlive the window. `ports` are those of `server`, `recording` is empty where the source is synthesized.
    MainWindow(House& house, modbus::Server& server, OpenPorts const& ports, SourceSettings const& start, QString const& recording);

    /// Reads the house and refreshes every view; the timer does this about 33 times a second.
    void refresh();
    SourceView& sources() { return *sources_; }
    RegisterView& registers() { return *registers_; }
    TrafficView& traffic() { return *traffic_; }
    /// Brings a dock or tab to the front: "traffic", "registers", "faults", "communication". False: there is none of that name.
    bool bring_up(QString const& name);

    /// Layout of docks and window as it was left; a broken or foreign one is ignored. The caller decides, so that tests and pictures
    /// always begin with the default.
    void restore_layout();
    void save_layout() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void make_docks(modbus::Server& server, SourceSettings const& start, QString const& recording);
    void default_sizes();
    void make_status();
    void make_menu();
    void export_waveform();
    void show_status(Snapshot const& snapshot);
    QString modbus_status() const;

    House& house_;
    OpenPorts const& ports_;
    FrontPanelView* front_;
    ScopeView* scope_;
    RegisterView* registers_;
    SourceView* sources_;
    TrafficView* traffic_;
    std::vector<QDockWidget*> docks_;  // front panel, waveforms, registers, sources, traffic
    QLabel *time_, *events_, *late_, *modbus_, *rate_;
    QTimer timer_;
    bool sized_ = false;  // by the user's saved layout or, when first shown, by default_sizes()
    QElapsedTimer since_;
    int frames_ = 0;
};

}  // namespace mb::desk
