// SPDX-License-Identifier: GPL-3.0-or-later
/// The current sensors of the manual (3.2, 10.2) as data: what the meter recognises at plug-in, and what the simulated sensor can do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.hpp"

namespace mb {

enum class SensorKind : std::uint8_t {
    solid_core,  ///< TE, 5 A adapter, TCL-B
    split_core,  ///< TR, iTR, ACTL
    rogowski,    ///< TF
    residual,    ///< ΔIC, ΔIP-R, WR, TFR, the last three with T-10
};
enum class Plug : std::uint8_t { rj12, millivolt_333 };

struct SensorRow {
    std::string_view model;  ///< "TE-18/20", "iTR-14", "TF-120", "ACTL-1250/300", "dIC-50"
    SensorKind kind;
    Plug plug;
    double lowest_nominal;  ///< nominal current range [A]; of a residual sensor its measuring range; 0 … 0: not stated (TCL-B)
    double highest_nominal;
    double maximum;           ///< highest measured current [A]; 0: not stated
    double accuracy_class;    ///< with the meter (manual 10.1.3): 0.5 or 1; of a residual sensor 3 (percent)
    bool senses_voltage;      ///< iTR: tells whether voltage is present on the conductor
    double overload;          ///< intermittent overload, multiples of the nominal current for a second; 0: not stated
    std::string_view source;  ///< manual section
};
std::span<SensorRow const> sensors();
std::optional<std::size_t> sensor_named(std::string_view model);  ///< index into sensors(); case does not count
/// Refused with the nearest name: a model that is not in the table.
Result<SensorRow const*> find_sensor(std::string_view model);

/// What stands in a current input.
struct SensorPlug {
    std::uint16_t model = 0xFFFF;  ///< index into sensors(); 0xFFFF: nothing is plugged in
    double rating = 0.0;           ///< primary current [A] that gives the sensor's full output

    bool present() const { return model != 0xFFFF; }
    bool operator==(SensorPlug const&) const = default;
};

/// Refuses a model that is not in the table and a rating that the model is not made for. Nothing plugged in is in order.
Result<void> check(SensorPlug const& plug);

}  // namespace mb
