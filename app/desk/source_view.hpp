// SPDX-License-Identifier: GPL-3.0-or-later
/// The controls of the synthesized source, and the faults between it, or a recording, and the meter. Every change posts a whole stimulus to
/// the house; the dip button posts one with an event. Faults alone do not end a recording. A third tab has the faults of the communication.
#pragma once

#include <QWidget>

#include <array>

#include "app/desk/comm_fault_view.hpp"
#include "app/desk/fault_view.hpp"
#include "app/desk/source_settings.hpp"
#include "sim/builtin/house.hpp"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QTabWidget;

namespace mb::desk {

class SourceView : public QWidget {
    Q_OBJECT
public:
    /// `start` is what the house's source does now unless a recording plays: `recording` is the name of the
    /// file that plays until the first change here, empty where none does.
    SourceView(House& house, modbus::Server& server, SourceSettings const& start, QString const& recording, QWidget* parent = nullptr);

    /// What counts; to be called by the window's timer.
    void refresh();

    SourceSettings settings() const;
    DipSettings dip_settings() const;
    void set_dip(DipSettings const& dip);
    FaultView& faults() { return *faults_; }
    CommFaultView& comm_faults() { return *comm_faults_; }
    enum Tab { kSource, kFaults, kCommunication };
    void show_tab(Tab tab);

public slots:
    void apply();
    void dip();

private:
    QWidget* make_levels(SourceSettings const& start);
    QWidget* make_harmonics(SourceSettings const& start);
    QWidget* make_event();
    QWidget* make_faults(SourceSettings const& start);
    QWidget* make_comm_faults(modbus::Server& server);
    Result<void> put(Stimulus stimulus);
    Result<void> put_faults();
    void tell(QString const& text);

    House& house_;
    bool playing_;              // a recording, and no change of the source so far
    double playing_frequency_;  // its nominal one
    QTabWidget* tabs_;
    FaultView* faults_;
    CommFaultView* comm_faults_;
    QDoubleSpinBox *voltage_, *current_, *factor_, *frequency_;
    QComboBox* nature_;
    std::array<QDoubleSpinBox*, 3> levels_{}, voltage_harmonics_{}, current_harmonics_{};
    QDoubleSpinBox *dip_level_, *dip_duration_;
    std::array<QCheckBox*, 3> dip_phases_{};
    QPushButton* dip_;
    QLabel* note_;
};

}  // namespace mb::desk
