// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's own supervision of its installation: rotation, V/I association, sensors and their ratings, system alarms, voltage presence,
/// residual current (manual 3.1.3, 3.1.5, 7.2, 10.1.3). Fed with the 10/12-cycle windows of the physical channels; it judges what they
/// show and never touches what is measured.
///
/// supervision_voltages.hpp and supervision_currents.hpp say what is found and where that ends; supervision_alarms.hpp how it becomes an
/// alarm; sensor_inputs.hpp what is known of the sensors; residual.hpp is the residual current.
#pragma once

#include <array>
#include <optional>

#include "core/base/result.hpp"
#include "core/catalogue/setting.hpp"
#include "core/dsp/window.hpp"
#include "core/meter/residual.hpp"
#include "core/meter/sensor_inputs.hpp"
#include "core/meter/supervision_alarms.hpp"
#include "core/meter/supervision_currents.hpp"

namespace mb {

struct SupervisionSettings {
    InstalledWiring installation;
    AssociationLimits association;
    std::array<SystemAlarmSettings, kSystemAlarms> alarms{};
    ResidualSettings residual;
    std::array<double, kCurrentInputs> told_ratings{};  ///< of 333 mV transformers [A]; 0: as at plug-in
    bool dc_removed = false;                            ///< the windows' rms is without dc

    bool operator==(SupervisionSettings const&) const = default;
};
SupervisionSettings supervision_settings(SettingValues const& values);

/// What a snapshot keeps of it.
struct SupervisionState {
    WiringFindings findings;  ///< of the latest window
    std::array<SystemAlarmReading, kSystemAlarms> alarms{};
    std::array<InputSensor, kCurrentInputs> inputs{};
    /// Of sensors that sense it (iTR): voltage on their conductor. The bench has no lane behind a protective device, so it is the voltage
    /// with which the input is paired, present from half of its nominal value on. None: no such sensor, or no value.
    std::array<std::optional<bool>, kCurrentInputs> voltage_present{};
    std::array<DeviceState, kCurrentInputs> device{};  ///< unknown without a sensor that senses voltage
    ResidualReading residual;

    /// A system alarm is active: the ALARM LED blinks (manual 3.1.5).
    bool system_alarm() const;
};

class Supervision {
public:
    /// Another installation: what was pending or active of the old one ends.
    void set(SupervisionSettings const& settings);
    /// SensorInputs::plug.
    Result<void> plug(int input, std::optional<SensorPlug> const& plug, double believed);
    /// Windows of the physical channels, in the order of time. Allocates nothing.
    void window(dsp::WindowResult const& window, Instant begin, Instant end);

    SupervisionState const& state() const { return state_; }
    SensorInputs const& inputs() const { return inputs_; }

private:
    void look_at_conductors(dsp::WindowResult const& window);
    void take_inputs();

    SupervisionSettings settings_;
    SensorInputs inputs_;
    std::array<SystemAlarm, kSystemAlarms> alarms_{};
    ResidualMonitor residual_;
    SupervisionState state_;
};

}  // namespace mb
