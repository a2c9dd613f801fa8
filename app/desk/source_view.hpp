// SPDX-License-Identifier: GPL-3.0-or-later
/// The controls of the synthesized source. Every change posts a whole stimulus to the house; the dip button posts one with an event.
#pragma once

#include <QWidget>

#include <array>

#include "app/desk/source_settings.hpp"
#include "sim/builtin/house.hpp"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace mb::desk {

class SourceView : public QWidget {
    Q_OBJECT
public:
    /// `start` is what the house's source does now unless a recording plays: `recording` is the name of the
    /// file that plays until the first change here, empty where none does.
    SourceView(House& house, SourceSettings const& start, QString const& recording, QWidget* parent = nullptr);

    SourceSettings settings() const;
    DipSettings dip_settings() const;
    void set_dip(DipSettings const& dip);

public slots:
    void apply();
    void dip();

private:
    QWidget* make_levels(SourceSettings const& start);
    QWidget* make_harmonics(SourceSettings const& start);
    QWidget* make_event();
    void tell(QString const& text);

    House& house_;
    QDoubleSpinBox *voltage_, *current_, *factor_, *frequency_;
    QComboBox* nature_;
    std::array<QDoubleSpinBox*, 3> levels_{}, voltage_harmonics_{}, current_harmonics_{};
    QDoubleSpinBox *dip_level_, *dip_duration_;
    std::array<QCheckBox*, 3> dip_phases_{};
    QPushButton* dip_;
    QLabel* note_;
};

}  // namespace mb::desk
