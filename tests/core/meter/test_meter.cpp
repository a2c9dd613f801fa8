// SPDX-License-Identifier: GPL-3.0-or-later
// The whole instrument on synthesized terminals; expected values from the stimulus in closed form.
#include "core/meter/meter.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

#include "sim/synth.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

void run(Meter& meter, Synth& synth, Duration duration) {
    std::array<Frame, kBlockFrames> block;
    for (Duration t{}; t < duration; t += Duration{10ms}) {
        synth.render(block);
        meter.feed(block);
    }
}

Value value(Meter& meter, char const* symbol) { return meter.snapshot()->value(*find_symbol(symbol)); }

double reading(Meter& meter, char const* symbol) {
    Value const v = value(meter, symbol);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<double>(v), symbol << " is not available");
    return std::get<double>(v);
}

bool available(Meter& meter, char const* symbol) { return !std::holds_alternative<std::monostate>(value(meter, symbol)); }

std::uint64_t whole(Meter& meter, char const* symbol) { return std::get<std::uint64_t>(value(meter, symbol)); }

}  // namespace

BOOST_AUTO_TEST_CASE(readings_are_those_of_the_terminals) {
    Synth synth(balanced(230.0, 10.0, 60.0, 50.3));
    Meter meter{MeterSettings{}};
    BOOST_TEST(!available(meter, "load1.inst.v1"));
    run(meter, synth, 1s);
    BOOST_TEST(std::abs(reading(meter, "net_inst.v1") - 230.0) < 0.0115);
    BOOST_TEST(std::abs(reading(meter, "net_inst.u12") - 230.0 * std::sqrt(3.0)) < 0.02);
    BOOST_TEST(std::abs(reading(meter, "load1.inst.i3") - 10.0) < 0.0005);
    BOOST_TEST(std::abs(reading(meter, "net_inst.f") - 50.3) < 0.005);
    BOOST_TEST(std::abs(reading(meter, "load1.inst.p") - 3450.0) < 0.7);
    BOOST_TEST(std::abs(reading(meter, "load1.inst.q") - 6900.0 * std::sin(std::acos(0.5))) < 1.4);
    BOOST_TEST(std::abs(reading(meter, "load1.inst.pf") - 0.5) < 0.0005);
    BOOST_TEST(reading(meter, "load1.inst.in") < 0.001);
    BOOST_TEST(reading(meter, "net_inst.v_nb") < 0.01);
    BOOST_TEST(!available(meter, "load2.inst.v1"));
    BOOST_TEST(whole(meter, "load1.inst.status") == 1U);
    BOOST_TEST(whole(meter, "load2.inst.status") == 0U);
    BOOST_TEST(reading(meter, "load1.inst.s_nom") == 3 * 230.0 * 100.0);
    BOOST_TEST(std::abs(reading(meter, "net_inst.window") - 10 / 50.3) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_snapshot_does_not_change_when_the_meter_goes_on) {
    Synth synth(balanced(230.0, 10.0, 0.0, 50.0));
    Meter meter{MeterSettings{}};
    run(meter, synth, 1s);
    auto const before = meter.snapshot();
    auto const copy = *before;
    synth.apply(balanced(100.0, 5.0, 0.0, 50.0));
    run(meter, synth, 1s);
    BOOST_TEST((before->time == copy.time));
    BOOST_TEST(std::get<double>(before->value(*find_symbol("net_inst.v1"))) == std::get<double>(copy.value(*find_symbol("net_inst.v1"))));
    BOOST_TEST(std::abs(reading(meter, "net_inst.v1") - 100.0) < 0.01);
}

/// An aligned dip of ten cycles on V1, remaining part d. The rule of the standard as we remember it: start of the first window below the
/// threshold, end of the window that ended it. A half-in window reads sqrt((1+d²)/2): under 90 % for d = 0.4 and 0.7, above 92 % for
/// d = 0.85, which therefore starts and ends one half cycle later and earlier.
BOOST_DATA_TEST_CASE(an_aligned_dip_is_timed_by_the_rule, boost::unit_test::data::make({0.4, 0.7, 0.85}), d) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Meter meter{MeterSettings{}};
    run(meter, synth, 1s);
    s.event = VoltageEvent{0b001, d, 200ms, 0.0};
    synth.apply(s);  // 50 cycles are whole: it begins at once, at 1 s
    run(meter, synth, 1s);

    auto const events = meter.snapshot()->events;
    BOOST_REQUIRE_EQUAL(events.size(), 1U);
    Event const& e = events[0];
    BOOST_TEST((e.kind == EventKind::dip));
    BOOST_REQUIRE(e.end.has_value());
    bool const halves_count = std::sqrt((1 + d * d) / 2) < 0.90;
    // Half-in windows begin half a cycle before the dip and end half a cycle after it.
    double const expected_start = halves_count ? 0.990 : 1.000;
    // The first window back above 92 % ends it: the one behind the last half-in window, or the half-in window itself.
    double const expected_end = halves_count ? 1.220 : 1.210;
    // U12 and U31 fall with V1 and have crossings between those of V1: within half a half cycle of the grid above.
    BOOST_TEST(std::abs(seconds(e.start.time_since_epoch()) - expected_start) < 0.005);
    BOOST_TEST(std::abs(seconds(e.end->time_since_epoch()) - expected_end) < 0.005);
    BOOST_TEST(std::abs(e.extreme_percent() - 100.0 * d) < 0.02);
    // V1 at d pulls U12 and U31 to |d − 1∠−120°|/√3.
    double const u = 100.0 * std::sqrt(d * d + d + 1.0) / std::sqrt(3.0);
    // Its angle jumps with the dip, so a cycle across the edge may hold a little less than one inside.
    BOOST_TEST(100.0 * e.extreme[3] / e.reference[3] < u + 0.02);
    BOOST_TEST(100.0 * e.extreme[3] / e.reference[3] > u - 0.5);
    BOOST_TEST(channel_list(e.channels) == (u < 90.0 ? "V1 U12 U31" : "V1"));
    BOOST_TEST(std::abs(e.extreme[1] - 230.0) < 0.1);
}

BOOST_AUTO_TEST_CASE(no_event_on_a_steady_or_on_a_stepping_frequency) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Meter meter{MeterSettings{}};
    for (double const f : {50.0, 49.3, 50.7, 45.0, 55.0, 50.0}) {
        s.frequency_hz = f;
        synth.apply(s);
        run(meter, synth, 2s);
        BOOST_TEST(std::abs(reading(meter, "net_inst.f") - f) < 0.005);
        BOOST_TEST(std::abs(reading(meter, "net_inst.v2") - 230.0) < 0.0115);
    }
    BOOST_TEST(meter.snapshot()->events.empty());
}

BOOST_DATA_TEST_CASE(the_largest_frequency_steps_are_followed_without_events, boost::unit_test::data::make({50, 60})) {
    MeterSettings settings;
    settings.nominal.frequency_hz = sample;
    for (auto const& [from, to] : {std::pair{65.0, 45.0}, {45.0, 65.0}, {65.0, 46.0}, {62.0, 45.0}, {50.0, 62.0}}) {
        Synth synth(balanced(230.0, 10.0, 36.87, from));
        Meter meter(settings);
        run(meter, synth, 2s);
        synth.apply(balanced(230.0, 10.0, 36.87, to));
        run(meter, synth, 2s);
        BOOST_TEST_CONTEXT(from << " Hz to " << to << " Hz, nominal " << sample << " Hz") {
            BOOST_TEST(std::abs(reading(meter, "net_inst.f") - to) < 0.005);
            BOOST_TEST(std::abs(reading(meter, "net_inst.v1") - 230.0) < 0.0115);
            BOOST_TEST(std::abs(reading(meter, "load1.inst.q") - 6900.0 * std::sin(36.87 * 3.14159265358979 / 180.0)) < 1.4);
            BOOST_TEST(meter.snapshot()->events.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_alarm_led_is_on_while_an_event_runs) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Meter meter{MeterSettings{}};
    run(meter, synth, 1s);
    BOOST_TEST(!meter.snapshot()->leds.alarm);
    s.event = VoltageEvent{0b111, 0.5, 500ms, std::nullopt};
    synth.apply(s);
    run(meter, synth, 300ms);
    BOOST_TEST(meter.snapshot()->leds.alarm);
    BOOST_TEST(whole(meter, "event_en50160_2.active") == 1U);
    run(meter, synth, 500ms);
    BOOST_TEST(!meter.snapshot()->leds.alarm);
    BOOST_TEST(whole(meter, "event_en50160_2.active") == 0U);
    BOOST_TEST(whole(meter, "event_en50160_1.active") == 0U);
    BOOST_TEST(!available(meter, "event_en50160_1.start"));
}

BOOST_AUTO_TEST_CASE(event_registers_tell_the_event_in_counts_and_calendar_milliseconds) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Meter meter{MeterSettings{}};
    constexpr EpochMilliseconds k2024 = 757'382'400'000;  // 2024-01-01 00:00:00: 8766 days after 2000-01-01
    meter.carry_out(SetClock{k2024});
    run(meter, synth, 1s);
    s.event = VoltageEvent{0b001, 0.4, 200ms, 0.0};
    synth.apply(s);
    run(meter, synth, 1s);
    Event const e = meter.snapshot()->events.at(0);
    BOOST_TEST(whole(meter, "event_en50160_2.event") == 2U);
    BOOST_TEST(std::abs(static_cast<double>(whole(meter, "event_en50160_2.start")) - static_cast<double>(k2024 + 990)) <= 2.0);
    double const count = reading(meter, "event_en50160_2.w_vu");
    BOOST_TEST(std::abs(static_cast<double>(whole(meter, "event_en50160_2.v1_ref")) * count - 230.0) <= count);
    BOOST_TEST(std::abs(static_cast<double>(whole(meter, "event_en50160_2.v1_ext")) * count - 92.0) <= 0.05);
    BOOST_TEST(std::abs(static_cast<double>(whole(meter, "event_en50160_2.u23_ref")) * count - 398.37) <= count);
    BOOST_TEST(whole(meter, "event_en50160_2.lines") == e.channels);
    BOOST_TEST(reading(meter, "event_en50160_2.trig") == 90.0);
}

BOOST_AUTO_TEST_CASE(time_stamps_are_zero_until_the_clock_was_set_and_then_run_with_the_samples) {
    Synth synth(balanced(230.0, 10.0, 0.0, 50.0));
    Meter meter{MeterSettings{}};
    run(meter, synth, 1s);
    BOOST_TEST(!available(meter, "net_inst.date"));
    meter.carry_out(SetClock{86'400'000LL * 59 + 86'399'000});  // 2000-02-29 23:59:59
    BOOST_TEST(whole(meter, "clock.day") == 29U);
    BOOST_TEST(whole(meter, "clock.second") == 59U);
    run(meter, synth, 1s);
    BOOST_TEST(whole(meter, "clock.day") == 1U);
    BOOST_TEST(whole(meter, "clock.month") == 3U);
    BOOST_TEST(whole(meter, "clock.year") == 2000U);
    BOOST_TEST(whole(meter, "clock.hour") == 0U);
    BOOST_TEST(available(meter, "net_inst.date"));
}

BOOST_AUTO_TEST_CASE(the_com_led_is_on_for_a_tenth_of_a_second_after_traffic) {
    Synth synth(balanced(230.0, 10.0, 0.0, 50.0));
    Meter meter{MeterSettings{}};
    run(meter, synth, 100ms);
    BOOST_TEST(!meter.snapshot()->leds.com);
    meter.note_traffic();
    BOOST_TEST(meter.snapshot()->leds.com);
    run(meter, synth, 50ms);
    BOOST_TEST(meter.snapshot()->leds.com);
    run(meter, synth, 60ms);
    BOOST_TEST(!meter.snapshot()->leds.com);
}

BOOST_AUTO_TEST_CASE(a_key_press_moves_the_panel) {
    Synth synth(balanced(230.0, 10.0, 0.0, 50.0));
    Meter meter{MeterSettings{}};
    run(meter, synth, 1s);
    auto const before = meter.snapshot()->panel;
    meter.carry_out(PressKey{panel::Key::load, panel::Press::brief});
    BOOST_TEST(!(meter.snapshot()->panel == before));
}
