// SPDX-License-Identifier: GPL-3.0-or-later
// The meter's supervision of its wiring against wirings whose phasors follow in closed form from who stands where.
#include "core/meter/supervision.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numbers>

using namespace mb;
using namespace std::chrono_literals;

namespace {

using Phasor = std::complex<double>;

Phasor at(double size, double degrees) { return std::polar(size, degrees * std::numbers::pi / 180.0); }

/// The window of steady phasors: voltages to the neutral terminal, currents of the inputs.
dsp::WindowResult window_of(std::array<Phasor, 3> const& v, std::array<Phasor, 4> const& i) {
    dsp::WindowResult w;
    w.frequency = 50.0;
    auto const put = [&](dsp::Measured m, Phasor x) {
        w.fundamental[dsp::index(m)] = x;
        w.rms[dsp::index(m)] = std::abs(x);
    };
    using dsp::Measured;
    constexpr std::array kV{Measured::v1, Measured::v2, Measured::v3};
    constexpr std::array kU{Measured::u12, Measured::u23, Measured::u31};
    constexpr std::array kI{Measured::i1, Measured::i2, Measured::i3, Measured::i4};
    for (std::size_t k = 0; k < 3; ++k) {
        put(kV[k], v[k]);
        put(kU[k], v[k] - v[(k + 1) % 3]);
    }
    for (std::size_t k = 0; k < 4; ++k) put(kI[k], i[k]);
    return w;
}

constexpr double kLag = 18.194872338766785;  // PF 0.95
constexpr std::array<double, 3> kPhase{0.0, -120.0, 120.0};

/// Conductor v[k] (3 is N) stands at voltage terminal k, current c[k] flows through input k, from P2 to P1 where bit k of `turned` is set.
dsp::WindowResult wired(std::array<std::size_t, 4> const& v, std::array<std::size_t, 3> const& c, unsigned turned, double lag = kLag) {
    auto const conductor = [](std::size_t n) { return n < 3 ? at(230.0, kPhase[n]) : Phasor{}; };
    std::array<Phasor, 3> volts;
    std::array<Phasor, 4> amperes{};
    for (std::size_t k = 0; k < 3; ++k) {
        volts[k] = conductor(v[k]) - conductor(v[3]);
        amperes[k] = at((turned >> k & 1U) != 0 ? -50.0 : 50.0, kPhase[c[k]] - lag);
    }
    return window_of(volts, amperes);
}

template <class Then>
void every_wiring_of_the_currents(Then const& then) {
    std::array<std::size_t, 3> c{0, 1, 2};
    do
        for (unsigned turned = 0; turned < 8; ++turned) then(c, turned);
    while (std::next_permutation(c.begin(), c.end()));
}

WiringFindings findings_of(dsp::WindowResult const& w, SettingValues const& settings = {}) {
    Supervision s;
    s.set(supervision_settings(settings));
    s.window(w, Instant{}, Instant{200ms});
    return s.state().findings;
}

bool any_wrong(std::array<Judgement, kCurrentInputs> const& all) { return std::ranges::find(all, Judgement::wrong) != all.end(); }

}  // namespace

BOOST_AUTO_TEST_CASE(of_all_1152_wirings_only_the_three_that_are_electrically_right_pass) {
    // 24 orders of L1 L2 L3 N at the voltage terminals, 6 orders of the currents, 8 of their directions. Right are the turned names of the
    // phases: voltages and currents moved on together. The two exchanged alike (3 wirings) make right powers in a network that turns back.
    int all = 0;
    int passed = 0;
    int accused_of_association = 0;
    int accused_of_rotation = 0;
    std::array<std::size_t, 4> v{0, 1, 2, 3};
    do {
        every_wiring_of_the_currents([&](auto const& c, unsigned turned) {
            WiringFindings const f = findings_of(wired(v, c, turned));
            bool const forward = (v[1] + 3 - v[0]) % 3 == 1;
            bool const neutral_right = v[3] == 3;
            bool const together = std::equal(c.begin(), c.end(), v.begin()) && turned == 0;
            bool const association = any_wrong(f.association) || f.terminals == Judgement::wrong;
            bool const rotation = f.rotation == Judgement::wrong;
            ++all;
            passed += association || rotation ? 0 : 1;
            accused_of_association += association ? 1 : 0;
            accused_of_rotation += rotation ? 1 : 0;
            BOOST_TEST_CONTEXT("voltages " << v[0] << v[1] << v[2] << v[3] << ", currents " << c[0] << c[1] << c[2] << ", turned "
                                           << turned) {
                BOOST_TEST(association == !(neutral_right && together));
                BOOST_TEST(rotation == (neutral_right && !forward));
            }
        });
    } while (std::next_permutation(v.begin(), v.end()));
    BOOST_TEST(all == 1152);
    BOOST_TEST(passed == 3);
    BOOST_TEST(accused_of_association == 1152 - 6);
    BOOST_TEST(accused_of_rotation == 3 * 48);
}

BOOST_AUTO_TEST_CASE(the_correction_of_each_of_the_48_wirings_of_the_currents_is_the_truth) {
    every_wiring_of_the_currents([](auto const& c, unsigned turned) {
        for (double const lag : {1.0, kLag, 29.0}) {
            WiringFindings const f = findings_of(wired({0, 1, 2, 3}, c, turned, lag));
            bool const right = turned == 0 && c == std::array<std::size_t, 3>{0, 1, 2};
            BOOST_REQUIRE(f.correction.has_value() == !right);
            if (right) continue;
            for (std::size_t k = 0; k < 3; ++k) {
                BOOST_TEST(f.correction->partner[k] == c[k]);
                BOOST_TEST(f.correction->reversed[k] == ((turned >> k & 1U) != 0));
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(the_zone_of_right_angles_ends_where_the_settings_say) {
    SettingValues wide;
    BOOST_REQUIRE(wide.set(SettingId::association_lag, 80.0, 0));
    auto const judged = [](double lag, SettingValues const& settings) {
        return findings_of(wired({0, 1, 2, 3}, {0, 1, 2}, 0, lag), settings).association[1];
    };
    BOOST_TEST((judged(59.0, {}) == Judgement::right));
    BOOST_TEST((judged(61.0, {}) == Judgement::wrong));
    BOOST_TEST((judged(-29.0, {}) == Judgement::right));
    BOOST_TEST((judged(-31.0, {}) == Judgement::wrong));
    BOOST_TEST((judged(61.0, wide) == Judgement::right));
    SettingValues source;
    BOOST_REQUIRE(source.set(SettingId::association_export, 1.0, 0));
    BOOST_TEST((judged(180.0 + kLag, {}) == Judgement::wrong));
    BOOST_TEST((judged(180.0 + kLag, source) == Judgement::right));
}

BOOST_AUTO_TEST_CASE(small_currents_and_dead_voltages_are_not_judged) {
    auto w = wired({0, 1, 2, 3}, {1, 0, 2}, 0);
    w.fundamental[dsp::index(dsp::Measured::i1)] *= 0.0198;  // 0.99 A of 100 A
    auto const f = findings_of(w);
    BOOST_TEST((f.association[0] == Judgement::not_judged));
    BOOST_TEST((f.association[1] == Judgement::wrong));
    BOOST_TEST((f.association[3] == Judgement::not_judged));
    auto const dead = findings_of(window_of({}, {at(50, 0), at(50, -120), at(50, 120), Phasor{}}));
    BOOST_TEST((dead.rotation == Judgement::not_judged));
    BOOST_TEST((dead.terminals == Judgement::not_judged));
    BOOST_TEST(!any_wrong(dead.association));
}

BOOST_AUTO_TEST_CASE(a_finding_becomes_an_alarm_after_its_delay_and_ends_after_the_other) {
    Supervision s;
    s.set(supervision_settings(SettingValues{}));
    auto const wrong = wired({0, 1, 2, 3}, {0, 2, 1}, 0);
    auto const right = wired({0, 1, 2, 3}, {0, 1, 2}, 0);
    Instant t{};
    auto const feed = [&](dsp::WindowResult const& w, int windows) {
        for (int n = 0; n < windows; ++n, t += 200ms) s.window(w, t, t + 200ms);
    };
    feed(wrong, 24);  // 4.8 s of 5 s
    BOOST_TEST((s.state().alarms[1].state == AlarmState::inactive));
    BOOST_TEST(!s.state().system_alarm());
    feed(wrong, 1);
    BOOST_TEST((s.state().alarms[1].state == AlarmState::active));
    BOOST_TEST((s.state().alarms[1].start == Instant{5s}));
    BOOST_TEST((s.state().alarms[1].line == 1));  // I2 is the first that is wrong
    BOOST_TEST(s.state().system_alarm());
    BOOST_TEST((s.state().alarms[0].state == AlarmState::inactive));
    feed(right, 20);
    feed(wrong, 1);  // begins the waiting for the end anew
    feed(right, 24);
    BOOST_TEST((s.state().alarms[1].state == AlarmState::active));
    feed(right, 1);
    BOOST_TEST((s.state().alarms[1].state == AlarmState::finished));
    BOOST_TEST(!s.state().system_alarm());
}

BOOST_AUTO_TEST_CASE(sensors_are_recognised_told_or_missed) {
    auto const plug = [](char const* model, double rating) {
        auto const found = std::ranges::find_if(sensors(), [&](SensorRow const& row) { return row.model == model; });
        BOOST_REQUIRE(found != sensors().end());
        return SensorPlug{static_cast<std::uint16_t>(found - sensors().begin()), rating};
    };
    Supervision s;
    SettingValues settings;
    BOOST_REQUIRE(settings.set(SettingId::sensor_rating, 300.0, 3));
    s.set(supervision_settings(settings));
    BOOST_REQUIRE(static_cast<bool>(s.plug(0, plug("TE-25", 100.0), 0.0)));
    BOOST_REQUIRE(static_cast<bool>(s.plug(1, plug("TE-25", 100.0), 400.0)));        // the meter goes by 400 A: beyond 40 to 160 A
    BOOST_REQUIRE(static_cast<bool>(s.plug(2, plug("ACTL-1250/150", 150.0), 0.0)));  // told to be one of 300 A
    BOOST_REQUIRE(static_cast<bool>(s.plug(3, plug("dIC-30", 3.0), 0.0)));
    BOOST_TEST(!s.plug(4, std::nullopt, 0.0));
    auto const& inputs = s.state().inputs;
    BOOST_TEST((inputs[0].state == InputState::recognised));
    BOOST_TEST(inputs[0].rating == 100.0);
    BOOST_TEST((inputs[2].state == InputState::told));
    BOOST_TEST(s.inputs().factors()[2] == 2.0);
    BOOST_TEST((inputs[3].state == InputState::residual));

    s.window(wired({0, 1, 2, 3}, {0, 1, 2}, 0), Instant{}, Instant{200ms});
    WiringFindings f = s.state().findings;
    BOOST_TEST((f.rating[0] == Judgement::right));
    BOOST_TEST((f.rating[1] == Judgement::wrong));
    BOOST_TEST((f.rating[2] == Judgement::right));  // 300 A is a rating of this make: nobody can tell
    BOOST_TEST((f.sensor[0] == Judgement::right));

    BOOST_REQUIRE(static_cast<bool>(s.plug(0, SensorPlug{}, 0.0)));
    auto const second = s.plug(1, plug("dIC-15", 3.0), 0.0);
    BOOST_REQUIRE(!second);
    BOOST_TEST(second.error().sentence.find("dIC-15") != std::string::npos);
    s.window(wired({0, 1, 2, 3}, {0, 1, 2}, 0), Instant{}, Instant{200ms});
    f = s.state().findings;
    BOOST_TEST((f.sensor[0] == Judgement::wrong));
    BOOST_TEST((f.association[0] == Judgement::not_judged));
    BOOST_TEST((s.state().inputs[1].state == InputState::ignored));
    BOOST_REQUIRE(static_cast<bool>(s.plug(3, std::nullopt, 0.0)));
    BOOST_TEST((s.state().inputs[1].state == InputState::residual));  // takes over
}

BOOST_AUTO_TEST_CASE(a_dead_input_of_a_loaded_load_is_a_missing_sensor) {
    auto const dead = [](double others) {
        auto w = window_of({at(230, 0), at(230, -120), at(230, 120)}, {at(others, 0), at(0.04, -120), at(others, 120), Phasor{}});
        return findings_of(w).sensor[1];
    };
    BOOST_TEST((dead(10.0) == Judgement::wrong));
    BOOST_TEST((dead(4.9) == Judgement::not_judged));  // the others carry less than 5 % of 100 A
}

BOOST_AUTO_TEST_CASE(voltage_presence_tells_a_closed_device_from_an_open_one) {
    auto const itr = std::ranges::find_if(sensors(), [](SensorRow const& row) { return row.senses_voltage; });
    BOOST_REQUIRE(itr != sensors().end());
    Supervision s;
    s.set(supervision_settings(SettingValues{}));
    SensorPlug const plug{static_cast<std::uint16_t>(itr - sensors().begin()), itr->highest_nominal};
    for (int n = 0; n < 3; ++n) BOOST_REQUIRE(static_cast<bool>(s.plug(n, plug, 0.0)));
    s.window(window_of({at(230, 0), at(10, -120), at(230, 120)}, {at(20, 0), Phasor{}, at(20, 120), Phasor{}}), Instant{}, Instant{200ms});
    BOOST_TEST((s.state().voltage_present[0] == true));
    BOOST_TEST((s.state().voltage_present[1] == false));
    BOOST_TEST((s.state().device[0] == DeviceState::closed));
    BOOST_TEST((s.state().device[1] == DeviceState::open));
    BOOST_TEST(!s.state().voltage_present[3].has_value());
    s.window(window_of({}, {}), Instant{200ms}, Instant{400ms});
    BOOST_TEST((s.state().device[0] == DeviceState::unknown));  // the whole supply is dead
}
