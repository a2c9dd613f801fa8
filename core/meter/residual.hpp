// SPDX-License-Identifier: GPL-3.0-or-later
/// Residual current IΔ (or the current in the protective conductor) and its alarm: manual 3.2.5, 10.1.3; IEC 62020, type A.
///
/// The residual current is the rms of the input with the residual sensor, dc with it, whatever setting own.remove_dc says: type A shapes
/// are half waves. The manual promises 3 mA to 3 A.
///
/// The alarm picks up at 0.75 of the rated residual operating current IΔn and falls below 0.65. Half of IΔn never raises it and IΔn
/// always does, with the ±3 % of the sensors on top (IEC 62020: between 0.5 and 1). Because the rms counts, half waves at a current delay
/// angle of 0, 90 or 135° act at 0.75 of IΔn in rms as well: within the 0.35, 0.25 and 0.11 to 1.4 that type A allows. 6 mA of smooth dc
/// on top, of either polarity, moves that by 6 mA at most: still within those limits from an IΔn of 15 mA on.
///
/// Times, from the moment at which the residual current appears: never before the delay (setting own.residual_delay, 1.5 to 7.5 s), so
/// never before the manual's non-actuating time of 1.5 s; and not later than the delay and 0.95 s, so within its 8.5 s. The span is what
/// windows cost: the current may begin in a window that does not show it yet (0.22 s at 45 Hz), counts from the end of the one that does
/// (0.22 s) to the begin of the one that decides (0.22 s), and that window is known 0.06 s after its end (0.22 s).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "core/base/time.hpp"
#include "core/dsp/window.hpp"

namespace mb {

enum class ResidualState : std::uint8_t {
    no_sensor = 0,
    below_range = 1,  ///< under 3 mA: told as 0
    in_range = 2,
    over_range = 3,  ///< above 3 A: told, but not promised
    no_value = 4,    ///< the input has no value (samples that are not finite, clipped)
};

struct ResidualSettings {
    double threshold = 0.03;  ///< IΔn [A]
    Duration delay = std::chrono::seconds{3};

    bool operator==(ResidualSettings const&) const = default;
};

struct ResidualReading {
    ResidualState state = ResidualState::no_sensor;
    std::optional<std::size_t> input;                           ///< 0..3: where the sensor is
    double current = std::numeric_limits<double>::quiet_NaN();  ///< [A]; NaN: none
    bool alarm = false;
    std::optional<Instant> since;  ///< of the alarm
};

/// IΔ [A] of one window: rms with dc. dc_removed: the window's rms is without it. NaN where the input has no value.
double residual_current(dsp::WindowResult const& window, std::size_t input, bool dc_removed);

class ResidualMonitor {
public:
    void set(ResidualSettings const& settings) { settings_ = settings; }
    /// The input with the sensor, or none: the alarm ends there.
    void move_to(std::optional<std::size_t> input);
    /// current: residual_current() of the window from `begin` to `end`; windows come in the order of time. Without a sensor: nothing.
    void window(double current, Instant begin, Instant end);

    ResidualReading const& reading() const { return reading_; }

private:
    ResidualSettings settings_;
    ResidualReading reading_;
    std::optional<Instant> picked_up_;  // end of the window that showed it first
};

}  // namespace mb
