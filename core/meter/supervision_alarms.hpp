// SPDX-License-Identifier: GPL-3.0-or-later
/// The four system alarms (manual 3.1.5, 7.2; registers alarm_system{n} and cfg_alarm_system{n} of the family). Each watches one fault of
/// the installation, waits before it starts and before it ends, and is no quality event: events and their counts do not know of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/time.hpp"
#include "core/meter/supervision_voltages.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

inline constexpr std::size_t kSystemAlarms = 4;

/// The family's codes.
enum class SystemFault : std::uint8_t { none = 0, rotation = 1, association = 2, sensor_missing = 3, rating = 10 };

struct SystemAlarmSettings {
    bool enabled = true;
    std::uint8_t criticality = 1;  ///< 0 information, 1 not critical, 2 critical
    SystemFault fault = SystemFault::none;
    Duration delay_on = std::chrono::seconds{5};
    Duration delay_off = std::chrono::seconds{5};

    bool operator==(SystemAlarmSettings const&) const = default;
};

/// What one window found, for the network and for each input.
struct WiringFindings {
    Judgement rotation = Judgement::not_judged;
    Judgement terminals = Judgement::not_judged;  ///< conductors of the voltage (judge_terminals)
    std::array<Judgement, kCurrentInputs> association{};
    std::array<Judgement, kCurrentInputs> sensor{};
    std::array<Judgement, kCurrentInputs> rating{};
    /// What would make the association right, where something is wrong and something would.
    std::optional<WiringSettings> correction;

    /// Register wiring.fault: bit 0 rotation, 1 association, 2 sensor missing, 3 rating, 4 voltage terminals exchanged.
    unsigned bits() const;
};

/// One finding that must last. What is not judged proves nothing: a pending start is forgotten, an alarm stays.
class HoldOff {
public:
    void window(Judgement finding, Instant begin, Instant end, SystemAlarmSettings const& settings);
    bool active() const { return active_; }

private:
    bool active_ = false;
    std::optional<Instant> contrary_since_;
};

enum class AlarmState : std::uint8_t { inactive = 0, active = 1, finished = 2 };

struct SystemAlarmReading {
    AlarmState state = AlarmState::inactive;
    SystemFault fault = SystemFault::none;  ///< that it watches
    std::uint8_t criticality = 0;
    std::optional<Instant> start;
    Duration duration{};               ///< so far, or of the finished one
    std::optional<std::uint8_t> line;  ///< 0..3: the first current input concerned when it started; none: the network
};

class SystemAlarm {
public:
    /// Another fault, or switched off: an alarm ends where it stands.
    void set(SystemAlarmSettings const& settings);
    /// What was found so far is of another installation: an alarm ends where it stands.
    void forget();
    /// Windows come in the order of time.
    void window(WiringFindings const& findings, Instant begin, Instant end);

    SystemAlarmReading const& reading() const { return reading_; }

private:
    SystemAlarmSettings settings_;
    SystemAlarmReading reading_;
    std::array<HoldOff, kCurrentInputs + 1> holds_{};  // the last one of the network
};

}  // namespace mb
