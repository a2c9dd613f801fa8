// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/source_view.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace mb::desk {
namespace {

QDoubleSpinBox* spin(QString const& name, double low, double high, double value, int decimals, QString const& unit) {
    auto* const box = new QDoubleSpinBox;
    box->setObjectName("source_" + name);
    box->setRange(low, high);
    box->setDecimals(decimals);
    box->setValue(value);
    box->setSuffix(unit.isEmpty() ? "" : ' ' + unit);
    box->setAlignment(Qt::AlignRight);
    box->setAccelerated(true);
    box->setKeyboardTracking(false);             // a half-typed number is no setting
    box->setFixedWidth(decimals > 1 ? 98 : 70);  // its largest value does not decide how wide the window must be
    return box;
}

}  // namespace

SourceView::SourceView(House& house, modbus::Server& server, SourceSettings const& start, QString const& recording, QWidget* parent)
    : QWidget(parent), house_(house), playing_(!recording.isEmpty()), playing_frequency_(start.frequency) {
    setObjectName("sources");
    auto* const row = new QHBoxLayout;
    row->setSpacing(3);
    row->addWidget(make_levels(start));
    row->addWidget(make_harmonics(start));
    row->addWidget(make_event());
    row->addStretch(1);
    auto* const source = new QWidget;
    source->setLayout(row);
    row->setContentsMargins(0, 4, 0, 0);
    tabs_ = new QTabWidget(this);
    tabs_->setObjectName("source_tabs");
    tabs_->setDocumentMode(true);
    tabs_->addTab(source, tr("Source"));
    tabs_->addTab(make_faults(start), tr("Faults"));
    tabs_->addTab(make_comm_faults(server), tr("Communication"));
    note_ = new QLabel(this);
    tell(recording.isEmpty() ? tr("Synthesized source. Changes act at once.")
                             : tr("Playing the recording %1. Any change here takes over with the synthesized source.").arg(recording));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 6);
    layout->addWidget(tabs_, 1);
    layout->addWidget(note_);
    for (auto* const box : findChildren<QDoubleSpinBox*>())
        if (box != dip_level_ && box != dip_duration_) connect(box, &QDoubleSpinBox::valueChanged, this, &SourceView::apply);
    connect(nature_, &QComboBox::currentIndexChanged, this, &SourceView::apply);
}

void SourceView::tell(QString const& text) { note_->setText(text); }

QWidget* SourceView::make_levels(SourceSettings const& start) {
    auto* const group = new QGroupBox(tr("Levels"), this);
    auto* const form = new QFormLayout(group);
    form->setVerticalSpacing(4);
    form->setContentsMargins(5, 6, 5, 6);
    voltage_ = spin("voltage", 0, 100'000, start.voltage, 2, "V");
    current_ = spin("current", 0, 100'000, start.current, 3, "A");
    factor_ = spin("factor", 0, 1, start.power_factor, 3, "");
    factor_->setSingleStep(0.01);
    factor_->setAccessibleName(tr("Power factor"));
    nature_ = new QComboBox;
    nature_->setAccessibleName(tr("Nature of the power factor"));
    nature_->addItems({tr("ind"), tr("cap")});
    nature_->setCurrentIndex(start.capacitive ? 1 : 0);
    frequency_ = spin("frequency", 40, 70, start.frequency, 3, "Hz");
    frequency_->setSingleStep(0.1);
    auto* const factor = new QHBoxLayout;
    factor->setSpacing(4);
    factor_->setFixedWidth(64);
    factor->addWidget(factor_, 1);
    factor->addWidget(nature_);
    form->addRow(tr("Voltage L-N"), voltage_);
    form->addRow(tr("Current"), current_);
    form->addRow(tr("PF"), factor);
    form->addRow(tr("Frequency"), frequency_);
    return group;
}

QWidget* SourceView::make_harmonics(SourceSettings const& start) {
    auto* const group = new QGroupBox(tr("Harmonics and unbalance"), this);
    auto* const grid = new QGridLayout(group);
    grid->setVerticalSpacing(4);
    grid->setContentsMargins(5, 6, 5, 6);
    grid->setHorizontalSpacing(6);
    grid->addWidget(new QLabel(tr("V")), 0, 1, Qt::AlignHCenter);
    grid->addWidget(new QLabel(tr("I")), 0, 2, Qt::AlignHCenter);
    grid->addWidget(new QLabel(tr("Level of V")), 0, 4, Qt::AlignHCenter);
    for (int i = 0; i < 3; ++i) {
        auto const k = static_cast<std::size_t>(i);
        int const order = kHarmonicOrders[k];
        grid->addWidget(new QLabel(order == 3 ? tr("3rd") : tr("%1th").arg(order)), i + 1, 0);
        voltage_harmonics_[k] = spin(QString("v%1").arg(order), 0, 100, start.voltage_harmonics_percent[k], 1, "%");
        current_harmonics_[k] = spin(QString("i%1").arg(order), 0, 100, start.current_harmonics_percent[k], 1, "%");
        levels_[k] = spin(QString("level%1").arg(i + 1), 0, 200, start.level_percent[k], 1, "%");
        grid->addWidget(voltage_harmonics_[k], i + 1, 1);
        grid->addWidget(current_harmonics_[k], i + 1, 2);
        grid->addWidget(new QLabel(QString("L%1").arg(i + 1)), i + 1, 3, Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(levels_[k], i + 1, 4);
    }
    grid->setColumnMinimumWidth(3, 20);
    grid->setRowStretch(4, 1);
    return group;
}

QWidget* SourceView::make_event() {
    DipSettings const start;
    auto* const group = new QGroupBox(tr("Voltage event"), this);
    auto* const form = new QFormLayout(group);
    form->setVerticalSpacing(4);
    form->setContentsMargins(5, 6, 5, 6);
    dip_level_ = spin("dip_level", 0, 200, start.level_percent, 1, "%");
    dip_level_->setToolTip(tr("What remains of the voltage: below 90 % a dip, below 5 % an interruption, above 110 % a swell"));
    dip_duration_ = spin("dip_duration", 1, 60'000, start.duration_ms, 0, "ms");
    for (auto* const box : {dip_level_, dip_duration_}) box->setFixedWidth(84);
    auto* const phases = new QHBoxLayout;
    phases->setSpacing(4);
    for (int i = 0; i < 3; ++i) {
        auto* const box = new QCheckBox(QString("L%1").arg(i + 1));
        box->setChecked((start.phases >> i & 1) != 0);
        box->setAccessibleName(tr("Event on L%1").arg(i + 1));
        dip_phases_[static_cast<std::size_t>(i)] = box;
        phases->addWidget(box);
    }
    dip_ = new QPushButton(tr("Dip"), group);
    dip_->setObjectName("dip_button");
    form->addRow(tr("Remaining"), dip_level_);
    form->addRow(tr("Duration"), dip_duration_);
    form->addRow(phases);
    form->addRow(dip_);
    connect(dip_, &QPushButton::clicked, this, &SourceView::dip);
    connect(dip_level_, &QDoubleSpinBox::valueChanged, this, [this](double level) {
        dip_->setText(level > 100.0 ? tr("Swell") : level < 5.0 ? tr("Interruption") : tr("Dip"));
    });
    return group;
}

QWidget* SourceView::make_faults(SourceSettings const& start) {
    faults_ = new FaultView(house_, start.voltage, [this] { return put_faults(); });
    connect(faults_, &FaultView::told, this, [this](QString const& text) {
        auto const active = static_cast<int>(faults_->active().size());
        tabs_->setTabText(kFaults, active == 0 ? tr("Faults") : tr("Faults (%1 active)").arg(active));
        tell(text);
    });
    return faults_;
}

QWidget* SourceView::make_comm_faults(modbus::Server& server) {
    comm_faults_ = new CommFaultView(server);
    connect(comm_faults_, &CommFaultView::told, this, [this](QString const& text) {
        int const active = comm_faults_->active();
        tabs_->setTabText(kCommunication, active == 0 ? tr("Communication") : tr("Communication (%1 active)").arg(active));
        tell(text);
    });
    return comm_faults_;
}

void SourceView::refresh() {
    if (comm_faults_->isVisible()) comm_faults_->refresh();
}

void SourceView::show_tab(Tab tab) { tabs_->setCurrentIndex(tab); }

Result<void> SourceView::put(Stimulus stimulus) {
    stimulus.faults = faults_->active();
    auto applied = house_.apply(stimulus);
    if (applied) playing_ = false;
    return applied;
}

Result<void> SourceView::put_faults() {
    if (!playing_) return put(stimulus_of(settings()));
    Stimulus disturbed;
    disturbed.frequency_hz = playing_frequency_;
    disturbed.faults = faults_->active();
    return house_.disturb_recording(disturbed);
}

SourceSettings SourceView::settings() const {
    SourceSettings s;
    s.voltage = voltage_->value();
    s.current = current_->value();
    s.power_factor = factor_->value();
    s.capacitive = nature_->currentIndex() == 1;
    s.frequency = frequency_->value();
    for (std::size_t i = 0; i < 3; ++i) {
        s.level_percent[i] = levels_[i]->value();
        s.voltage_harmonics_percent[i] = voltage_harmonics_[i]->value();
        s.current_harmonics_percent[i] = current_harmonics_[i]->value();
    }
    return s;
}

DipSettings SourceView::dip_settings() const {
    DipSettings d;
    d.level_percent = dip_level_->value();
    d.duration_ms = dip_duration_->value();
    d.phases = 0;
    for (std::size_t i = 0; i < 3; ++i)
        if (dip_phases_[i]->isChecked()) d.phases |= static_cast<std::uint8_t>(1U << i);
    return d;
}

void SourceView::set_dip(DipSettings const& dip) {
    dip_level_->setValue(dip.level_percent);
    dip_duration_->setValue(dip.duration_ms);
    for (std::size_t i = 0; i < 3; ++i) dip_phases_[i]->setChecked((dip.phases >> i & 1) != 0);
}

void SourceView::apply() {
    if (auto const applied = put(stimulus_of(settings())); !applied) return tell(QString::fromStdString(applied.error().sentence));
    tell(tr("Synthesized source. Changes act at once."));
}

void SourceView::dip() {
    DipSettings const d = dip_settings();
    if (d.phases == 0) return tell(tr("Choose at least one phase for the event."));
    Stimulus s = stimulus_of(settings());
    s.event = event_of(d);
    if (auto const applied = put(s); !applied) return tell(QString::fromStdString(applied.error().sentence));
    tell(tr("%1 to %2 % for %3 ms").arg(dip_->text()).arg(d.level_percent, 0, 'f', 1).arg(d.duration_ms, 0, 'f', 0));
}

}  // namespace mb::desk
