// SPDX-License-Identifier: GPL-3.0-or-later
/// What stands in the four current inputs, as the meter knows it (manual 3.2, 7.2).
///
/// An RJ12 sensor is recognised when it is plugged in: its model, its rating and that it is there at all. A 333 mV transformer tells
/// nothing: model and rating are what somebody told the meter, and that it is gone shows only in a current that is missing
/// (supervision_currents.hpp). An ideal sensor of no stated make is the bench's own; it has no rating and nothing can be wrong with it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/result.hpp"
#include "core/signal/sensors.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

enum class InputState : std::uint8_t {
    ideal = 0,       ///< no stated make: the current is taken as it is
    recognised = 1,  ///< an RJ12 current sensor
    told = 2,        ///< a 333 mV transformer
    unplugged = 3,   ///< nothing is plugged in
    residual = 4,    ///< the residual current sensor (residual.hpp); no input of a load
    ignored = 5,     ///< a second residual sensor: the meter takes one (manual 3.2, note on the ΔIC)
};

struct InputSensor {
    InputState state = InputState::ideal;
    SensorRow const* row = nullptr;  ///< null: no model is known
    /// Primary current [A] that the meter takes for the sensor's full output: what was recognised, or what was told. 0: not known.
    double rating = 0.0;
    /// What a rating told by hand makes of the current, told over true: a 333 mV input gives its share of the full output, and the meter
    /// multiplies by the rating. 1 wherever the two agree or the bench has already counted the wrong belief (PlugSensor::believed).
    double factor = 1.0;

    /// Something is there that measures a load's current.
    bool measures_load() const { return state == InputState::ideal || state == InputState::recognised || state == InputState::told; }

    bool operator==(InputSensor const&) const = default;
};

/// How a sensor of `kind` is told in register sensor{n}.kind: 1 solid core, 2 split core, 3 Rogowski, 4 residual.
constexpr std::uint64_t code(SensorKind kind) { return static_cast<std::uint64_t>(kind) + 1; }

class SensorInputs {
public:
    /// nullopt: an ideal sensor; a plug that is not present(): nothing. believed: rating that the meter was told where it is a wrong one,
    /// else 0. Refused: an input or a model that there is not (nothing changes), and a second residual sensor (it stands there as
    /// `ignored`, and takes over when the first is unplugged).
    Result<void> plug(int input, std::optional<SensorPlug> const& plug, double believed);
    /// Ratings told by hand (settings own.sensor{n}_rating) [A]; they count for 333 mV transformers only. 0: as at plug-in.
    void tell(std::array<double, kCurrentInputs> const& ratings);

    InputSensor const& operator[](std::size_t input) const { return inputs_[input]; }
    std::array<InputSensor, kCurrentInputs> const& all() const { return inputs_; }
    /// InputSensor::factor of each.
    std::array<double, kCurrentInputs> factors() const {
        return {inputs_[0].factor, inputs_[1].factor, inputs_[2].factor, inputs_[3].factor};
    }
    /// The input with the residual current sensor.
    std::optional<std::size_t> residual() const { return residual_; }

private:
    struct Plugged {
        std::optional<SensorPlug> plug;
        double believed = 0.0;
    };
    void recognise();

    std::array<Plugged, kCurrentInputs> plugged_{};
    std::array<double, kCurrentInputs> told_{};
    std::array<InputSensor, kCurrentInputs> inputs_{};
    std::optional<std::size_t> residual_;
};

/// VirtualMonitor (manual 3.1.3, 7.2): the protective device before a load, without auxiliary contacts.
enum class DeviceState : std::uint8_t { unknown = 0, closed = 1, open = 2 };

/// What a sensor that senses voltage tells in one window.
struct ConductorSigns {
    bool voltage = false;  ///< on the conductor behind the device
    bool current = false;  ///< flows through it
    bool supply = false;   ///< another conductor of the network is alive
};

/// closed: there is voltage behind the device, or current, which nothing open lets through. open: neither, while the supply is alive
/// elsewhere. unknown: neither, and the supply is dead as well; a device that is closed on a dead supply looks the same. Whether an open
/// device was switched or has tripped cannot be known from this: that needs the current at the moment of opening against thresholds
/// (protection alarms), and a blown fuse looks like an open switch.
DeviceState device_state(ConductorSigns const& signs);

}  // namespace mb
