// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/rig_truth.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

#include "core/base/random.hpp"
#include "core/base/suggest.hpp"
#include "hil/virtual_rig/text_parts.hpp"

namespace mb::virtual_rig {
namespace {

// The source's data sheet (docs/virtual-rig.md), with which rig.yaml tells its uncertainty: of a power they add up to less than 0.04 % at
// any power factor down to 0.5.
constexpr double kSourcePercent = 0.012;
constexpr double kSourceDegrees = 0.003;
constexpr double kSourceMillihertz = 0.5;
constexpr double kReadPercent = 0.006;

/// A number with exactly this unit behind it.
std::optional<double> number_with(std::string_view text, std::string_view unit) {
    text = trimmed(text);
    if (!text.ends_with(unit)) return std::nullopt;
    text = trimmed(text.substr(0, text.size() - unit.size()));
    double value = 0.0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

struct LimitKey {
    std::string_view name;
    std::string_view unit;
    double most;
    double ErrorLimits::*member;
};
constexpr std::array kLimitKeys{
    LimitKey{"gain", "%", 50.0, &ErrorLimits::gain_percent}, LimitKey{"phase", "min", 300.0, &ErrorLimits::phase_minutes},
    LimitKey{"clock", "ppm", 10'000.0, &ErrorLimits::clock_ppm}, LimitKey{"controller", "ppm", 10'000.0, &ErrorLimits::controller_ppm}};

}  // namespace

Result<ErrorLimits> parse_error_limits(std::string_view text) {
    ErrorLimits limits;
    if (text == "default") return limits;
    if (text == "none") return ErrorLimits{0.0, 0.0, 0.0, false, 0.0};
    for (auto const part : parts_of(text, ',')) {
        auto const [key, value] = key_and_value(part);
        if (key == "source") {
            if (value != "on" && value != "off") return input_error("{}: source is on or off, not '{}'", text, value);
            limits.source = value == "on";
            continue;
        }
        auto const row = std::ranges::find(kLimitKeys, key, &LimitKey::name);
        if (row == kLimitKeys.end()) {
            return input_error("{}: '{}' is no error of a rig{}; write default, none, a file, or gain=0.3%,phase=10min,clock=40ppm", text,
                               key, suggestion(key, std::array{"gain", "phase", "clock", "source", "controller"}));
        }
        auto const number = number_with(value, row->unit);
        if (!number || !(*number >= 0.0 && *number <= row->most))
            return input_error("{}: {} takes a number of 0 to {} in {}", text, key, row->most, row->unit);
        limits.*row->member = *number;
    }
    return limits;
}

RigTruth draw_truth(ErrorLimits const& limits, std::uint64_t seed) {
    RigTruth truth;
    // A stream each, so that one limit does not change the other errors.
    auto const draw = [seed](std::string_view stream, double most, std::span<double> into) {
        Random random{seed, stream};
        for (double& value : into) value = most * (2.0 * random.uniform() - 1.0);
    };
    draw("meter voltage gain", limits.gain_percent, truth.voltage_gain_percent);
    draw("meter current gain", limits.gain_percent, truth.current_gain_percent);
    draw("meter current phase", limits.phase_minutes, truth.current_phase_minutes);
    draw("meter clock", limits.clock_ppm, {&truth.meter_clock_ppm, 1});
    draw("controller clock", limits.controller_ppm, {&truth.controller_clock_ppm, 1});
    if (limits.source) {
        draw("source voltage", kSourcePercent, truth.source_voltage_percent);
        draw("source current", kSourcePercent, truth.source_current_percent);
        draw("source angle", kSourceDegrees, truth.source_current_degrees);
        draw("source frequency", kSourceMillihertz, {&truth.source_frequency_millihertz, 1});
        draw("source reads voltage", kReadPercent, truth.source_read_voltage_percent);
        draw("source reads current", kReadPercent, truth.source_read_current_percent);
    }
    return truth;
}

}  // namespace mb::virtual_rig
