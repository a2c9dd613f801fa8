// SPDX-License-Identifier: GPL-3.0-or-later
/// The inside of a meter: its parts, and how settings, frames and held terminals reach them. For core/meter alone.
#pragma once

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "core/dsp/analyser.hpp"
#include "core/dsp/power.hpp"
#include "core/meter/clock_ticks.hpp"
#include "core/meter/frequency_counter.hpp"
#include "core/meter/intervals.hpp"
#include "core/meter/load.hpp"
#include "core/meter/meter.hpp"
#include "core/meter/panel/panel.hpp"
#include "core/meter/pulse.hpp"
#include "core/meter/quality.hpp"
#include "core/meter/supervision.hpp"

namespace mb {

/// The tick nearest to a position in samples.
inline Instant instant_at(double position) { return Instant{Duration{std::llround(position * Duration{Samples{1}}.count())}}; }
inline double position_of(Instant at) { return static_cast<double>(at.time_since_epoch().count()) / Duration{Samples{1}}.count(); }

inline constexpr auto kPulseLedTime = std::chrono::milliseconds{50};
inline constexpr Duration kBlinkTime = std::chrono::seconds{10};
inline constexpr Duration kBlinkPhase = std::chrono::milliseconds{250};
inline constexpr std::size_t kMostPulses = 256;  ///< that one feed() or hold() tells

struct Meter::Parts {
    explicit Parts(MeterSettings const& settings);

    SettingValues settings;
    SettingValues made_with;  // the factory settings
    SettingValues stored;     // those after a restart
    InputRange range;
    dsp::Vectors vectors;
    Nominal nominal;
    std::shared_ptr<dsp::Wiring const> wiring;
    std::array<double, kLoads> rated{};  // apparent power of the loads [VA]
    int highest_order;
    dsp::Conventions conventions;
    std::shared_ptr<Identity const> identity;

    dsp::Analyser analyser;
    QualityMonitor quality;
    Intervals intervals;
    FrequencyCounter frequency;
    std::array<Load, kLoads> loads;
    PulseOutput pulse;
    Supervision supervision;
    Statistics instant_extremes;
    Statistics average_extremes;

    Samples fed{0};
    Calendar power_on;
    Instant restart{};  // the 10-minute tick at which the analyser is told to begin a window
    Instant hours_reset{};
    Instant blink_until{};
    Instant com_led_until{};
    Instant pulse_led_until{};
    panel::State panel;

    std::array<dsp::WindowResult, 4> waiting{};  // for their flags, oldest first
    std::size_t waiting_count = 0;
    std::uint64_t windows = 0;
    std::uint64_t average_windows = 0;
    std::vector<double> readings;
    std::vector<double> averages;
    std::optional<dsp::FastRms> fast;
    std::vector<Instant> pulses;

    /// The terminals that are held, and what windows find there; nothing where settings changed what they find.
    struct Held {
        Spectra terminals;
        double frequency_hz = 0.0;
        dsp::WindowResult window;
    };
    std::optional<Held> held;

    std::shared_ptr<Snapshot const> published;  // null where something changed since

    struct Levels {
        std::shared_ptr<IntervalReadings const> average, three_seconds, ten_minutes, two_hours;
    } levels;

    double setting(SettingId id) const { return settings.get(id); }
    std::uint64_t pulse_weight() const { return static_cast<std::uint64_t>(std::llround(setting(SettingId::pulse_weight) * 10.0)); }
    /// The pulse LED tells of the residual current and gives no energy pulses (manual 3.1.5).
    bool shows_residual() const { return settings.is(SettingId::led_residual, 1); }

    // meter_settings.cpp
    void apply_settings();
    /// Network, inputs and loads as the settings have them. Windows and intervals under way are dropped, energies stay.
    void rewire();
    /// What is under way in these begins anew.
    void integrate();
    void change(SetSetting const& c);
    void arm_restart();
    void restart_meter(bool factory);

    // meter_feed.cpp
    void feed(Block frames);
    void tell_quality(dsp::HalfCycleRms const& h);
    void take(dsp::WindowResult& w);
    void reset(ResetExtremes const& r);

    /// What a whole window brings but for intervals and pulses' times: energy, demand, pulses, supervision.
    void count(dsp::WindowResult const& w, Instant begin, Instant end);
    /// Readings and extremes of instantaneous values and averages, where one was completed.
    void tell_extremes();

    // meter_hold.cpp
    void hold(Spectra const& terminals, double frequency_hz, Samples time);
    void take_held(Instant begin, Instant end, bool anew);

    // meter_snapshot.cpp
    Leds leds() const;
    /// The level's readings: those of the snapshot before where no further interval was completed since.
    std::shared_ptr<IntervalReadings const> readings_of(Level level, std::shared_ptr<IntervalReadings const>& kept) const;
    std::shared_ptr<Snapshot const> make_snapshot();
};

}  // namespace mb
