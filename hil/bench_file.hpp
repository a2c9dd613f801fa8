// SPDX-License-Identifier: GPL-3.0-or-later
/// A bench file (docs/rig.md): what a rig consists of, and what may never be exceeded on it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "hil/links/byte_link.hpp"
#include "scenarios/engine/source_uncertainty.hpp"
#include "sim/ports/modbus_client.hpp"

namespace mb::hil {

/// What the source may be told at most. A bench file without them is refused.
struct RigLimits {
    double voltage = 0.0;  ///< [V] rms to neutral, with harmonics
    double current = 0.0;  ///< [A] rms, with harmonics
    double frequency_low = 0.0;
    double frequency_high = 0.0;

    bool operator==(RigLimits const&) const = default;
};

/// How far what is read back may be from what was set.
struct ReadBack {
    double voltage_percent = 0.1;
    double current_percent = 0.1;
    double frequency_hz = 0.01;
    double angle_deg = 0.1;
    std::optional<double> measured_percent;  ///< of what the source measures at its own terminals; without it: not looked at

    bool operator==(ReadBack const&) const = default;
};

struct PulseInput {
    std::uint8_t channel = 0;
    double weight_wh = 0.1;

    bool operator==(PulseInput const&) const = default;
};

struct Bench {
    std::string file;
    std::string name;
    LinkAddress source;
    std::string dialect;  ///< a shipped name or a file
    Milliseconds source_patience{2'000};
    LinkAddress controller;
    Milliseconds watchdog{2'000};
    ModbusEndpoint meter;
    std::string map = "a200";
    Milliseconds boot{10'000};  ///< the meter answers within this time after its supply is on
    RigLimits limits;
    double slew = 100.0;    ///< [V/s] of all changes of the voltages
    double settle_s = 0.0;  ///< rests after each change, by the controller's clock
    double turns = 1.0;     ///< of the source's current through the meter's sensors
    SourceUncertainty uncertainty;
    ReadBack read_back;
    std::optional<PulseInput> pulses;
};

/// Refused with file, line and column: what is not YAML, unknown keys, what is missing or outside its bounds.
Result<Bench> parse_bench(std::string_view text, std::string const& file);
Result<Bench> load_bench(std::string const& file);

/// Objects and their keys, for the schema (docs/rig.schema.json) and its test.
struct BenchKeys {
    std::string_view object;
    std::span<std::string_view const> keys;
};
std::span<BenchKeys const> bench_keys();

}  // namespace mb::hil
