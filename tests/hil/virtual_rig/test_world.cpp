// SPDX-License-Identifier: GPL-3.0-or-later
/// The physics behind the ports: what was hidden shows in the meter's readings and pulses, in closed form.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

#include "core/comm/modbus/client_pdu.hpp"
#include "hil/virtual_rig/world.hpp"

namespace {

using namespace mb;
using namespace mb::virtual_rig;
using namespace std::chrono_literals;

struct Rig {
    explicit Rig(RigTruth const& truth, bool supply = true) : world(settings(truth, supply), *open_map("a200")) {}

    static WorldSettings settings(RigTruth const& truth, bool supply) {
        WorldSettings settings;
        settings.truth = truth;
        settings.supply = supply;
        settings.meter.nominal.current = 5.0;
        return settings;
    }
    /// All three phases alike, the currents lagging.
    void set(double volts, double amperes, double lag_deg = 0.0) {
        SourceSettings s = world.source.settings();
        s.output = volts > 0.0;
        s.slew = 10'000.0;
        for (std::size_t p = 0; p < kPhases; ++p) {
            s.voltage[p].rms = volts;
            s.current[p].rms = amperes;
            s.current[p].degrees = s.voltage[p].degrees - lag_deg;
        }
        BOOST_TEST_REQUIRE(world.source.change(s));
    }
    void relay(std::uint8_t number, std::uint8_t state) {
        BOOST_TEST(int{world.controller.answer({2, 1, 5, 0, 0, {number, state}}, 0, {}).status} == 0);
    }
    void supply(bool on) { BOOST_TEST(int{world.controller.answer({2, 1, 4, 0, 0, {on}}, 0, {}).status} == 0); }
    void pass(double time) {
        for (double const end = world.time() + time; world.time() < end;) world.step();
    }
    double read(char const* symbol) {
        auto const state = world.meter.snapshot();
        BOOST_TEST_REQUIRE(bool(state));
        auto const value = state->value(*find_symbol(symbol));
        auto const* const number = std::get_if<double>(&value);
        BOOST_TEST_REQUIRE(number != nullptr);
        return *number;
    }
    std::vector<std::uint64_t> pulses() {
        Bytes payload{0};
        put_le64(payload, 0);
        auto const reply = world.controller.answer({2, 1, 8, 0, 0, payload}, ~std::uint64_t{0}, {});
        PayloadReader reader{reply.payload};
        reader.u64();
        std::vector<std::uint64_t> ticks(reader.u8());
        for (auto& t : ticks) t = reader.u64();
        return ticks;
    }

    World world;
};

void check(double value, double expected, double percent) {
    BOOST_TEST_CONTEXT(value << " against " << expected) BOOST_TEST(std::abs(value - expected) <= std::abs(expected) * percent * 0.01);
}

constexpr double kMinute = std::numbers::pi / (180.0 * 60.0);

}  // namespace

BOOST_AUTO_TEST_SUITE(virtual_world)

BOOST_AUTO_TEST_CASE(an_ideal_rig_reads_what_was_set) {
    Rig rig{RigTruth{}};
    rig.set(230.0, 5.0, 60.0);
    rig.pass(2.0);
    check(rig.read("load1.inst.v1"), 230.0, 0.005);
    check(rig.read("load1.inst.i3"), 5.0, 0.005);
    check(rig.read("load1.inst.p"), 3 * 230.0 * 5.0 * 0.5, 0.01);
    check(rig.read("load1.inst.f"), 50.0, 0.0005);
    BOOST_TEST(rig.world.refused() == 0U);
}

BOOST_AUTO_TEST_CASE(hidden_gains_and_displacements_show_as_they_were_revealed) {
    for (std::uint64_t const seed : {1, 2, 3}) {
        ErrorLimits limits;
        limits.gain_percent = 1.0;
        limits.phase_minutes = 30.0;
        auto const truth = draw_truth(limits, seed);
        Rig rig{truth};
        double const lag = 60.0;
        rig.set(230.0, 5.0, lag);
        rig.pass(2.0);
        char const* const volts[] = {"load1.inst.v1", "load1.inst.v2", "load1.inst.v3"};
        char const* const amperes[] = {"load1.inst.i1", "load1.inst.i2", "load1.inst.i3"};
        char const* const watts[] = {"load1.inst.p1", "load1.inst.p2", "load1.inst.p3"};
        for (std::size_t p = 0; p < 3; ++p) {
            double const v = 230.0 * (1 + truth.source_voltage_percent[p] * 0.01) * (1 + truth.voltage_gain_percent[p] * 0.01);
            double const i = 5.0 * (1 + truth.source_current_percent[p] * 0.01) * (1 + truth.current_gain_percent[p] * 0.01);
            double const leads = truth.current_phase_minutes[p] * kMinute + truth.source_current_degrees[p] * 60.0 * kMinute;
            check(rig.read(volts[p]), v, 0.02);
            check(rig.read(amperes[p]), i, 0.02);
            check(rig.read(watts[p]), v * i * std::cos(lag * 60.0 * kMinute - leads), 0.02);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fast_meter_counts_more_energy_and_reads_less_frequency) {
    RigTruth truth;
    truth.meter_clock_ppm = 5'000.0;
    truth.controller_clock_ppm = -300.0;
    Rig rig{truth};
    rig.set(200.0, 3.0);
    rig.pass(8.0);
    check(rig.read("load1.inst.f"), 50.0 / 1.005, 0.001);
    check(rig.read("load1.inst.p"), 1'800.0, 0.01);
    // 0.1 Wh a pulse: 360 J at 1800 W are 0.2 s of the meter's clock, told in microseconds of the controller's.
    auto const ticks = rig.pulses();
    BOOST_TEST_REQUIRE(ticks.size() > 25U);
    double const step = static_cast<double>(ticks.back() - ticks[5]) / static_cast<double>(ticks.size() - 6);
    check(step, 0.2 / 1.005 * 1e6 * (1.0 - 300e-6), 0.01);
    // Its calendar is as wrong.
    auto const state = rig.world.meter.snapshot();
    double const shown = static_cast<double>(state->calendar(state->time)) * 1e-3;
    check(shown, rig.world.time() * 1.005, 0.02);
}

BOOST_AUTO_TEST_CASE(output_off_reads_nothing) {
    Rig rig{RigTruth{}};
    rig.set(230.0, 5.0);
    rig.pass(2.0);
    rig.set(0.0, 0.0);
    rig.pass(1.0);
    BOOST_TEST(rig.read("load1.inst.v1") < 0.01);
    BOOST_TEST(rig.read("load1.inst.i1") < 0.001);
}

BOOST_AUTO_TEST_CASE(a_ramp_is_seen_by_the_meter_as_the_source_tells_it) {
    Rig rig{RigTruth{}};
    SourceSettings s;
    s.output = true;
    s.slew = 100.0;
    for (auto& v : s.voltage) v.rms = 300.0;
    BOOST_TEST(rig.world.source.change(s));
    rig.pass(2.0);
    // The window of ten cycles ended up to 50 ms + 200 ms ago: between 160 and 185 V in its middle.
    double const read = rig.read("load1.inst.v1");
    BOOST_TEST(read > 155.0);
    BOOST_TEST(read < 190.0);
    rig.pass(2.0);
    check(rig.read("load1.inst.v1"), 300.0, 0.005);
}

BOOST_AUTO_TEST_CASE(current_relays_open_short_reverse_and_exchange) {
    Rig rig{RigTruth{}};
    SourceSettings s = rig.world.source.settings();
    rig.set(230.0, 5.0);
    s = rig.world.source.settings();
    s.current[1].rms = 3.0;
    BOOST_TEST(rig.world.source.change(s));
    rig.pass(2.0);
    for (std::uint8_t const state : {std::uint8_t{1}, std::uint8_t{2}}) {
        rig.relay(0, state);
        rig.pass(1.0);
        BOOST_TEST(rig.read("load1.inst.i1") < 0.001);
        check(rig.read("load1.inst.v1"), 230.0, 0.005);
    }
    rig.relay(0, 3);
    rig.pass(1.0);
    check(rig.read("load1.inst.p1"), -1'150.0, 0.01);
    rig.relay(0, 4);
    rig.pass(1.0);
    check(rig.read("load1.inst.i1"), 3.0, 0.01);
    check(rig.read("load1.inst.i2"), 5.0, 0.01);
    check(rig.read("load1.inst.p1"), 230.0 * 3.0 * std::cos(120.0 * 60.0 * kMinute), 0.02);
    rig.relay(0, 0);
    rig.pass(1.0);
    check(rig.read("load1.inst.p1"), 1'150.0, 0.01);
}

BOOST_AUTO_TEST_CASE(voltage_relays_open_and_exchange_and_leave_the_currents) {
    Rig rig{RigTruth{}};
    rig.set(230.0, 5.0);
    auto s = rig.world.source.settings();
    s.voltage[1].rms = 220.0;
    BOOST_TEST(rig.world.source.change(s));
    rig.pass(2.0);
    rig.relay(4, 1);
    rig.pass(1.0);
    BOOST_TEST(rig.read("load1.inst.v1") < 0.01);
    check(rig.read("load1.inst.i1"), 5.0, 0.005);
    rig.relay(4, 2);
    rig.pass(1.0);
    check(rig.read("load1.inst.v1"), 220.0, 0.01);
    check(rig.read("load1.inst.v2"), 230.0, 0.01);
    rig.relay(4, 0);
    rig.relay(7, 1);  // Vn floats to the mean of the phases: (230 + 220 a² + 230 a)/3 is 10/3 V long, along -a²
    rig.pass(1.0);
    std::complex<double> const a2 = std::polar(1.0, -120.0 * 60.0 * kMinute);
    std::complex<double> const star = -a2 * (10.0 / 3.0);
    check(rig.read("load1.inst.v1"), std::abs(230.0 - star), 0.01);
    check(rig.read("load1.inst.v2"), std::abs(220.0 * a2 - star), 0.01);
}

BOOST_AUTO_TEST_CASE(without_supply_the_meter_is_dead_and_comes_back_with_its_settings) {
    Rig rig{RigTruth{}};
    rig.set(230.0, 5.0);
    rig.pass(2.0);
    auto const request = modbus::read_request(18'444, 2);
    BOOST_TEST(rig.world.meter.answer(1, request).has_value());
    BOOST_TEST(!rig.world.meter.answer(2, request).has_value());
    auto const before = rig.pulses().size();
    BOOST_TEST(before > 0U);
    auto const state = rig.world.meter.snapshot();
    double const shown = static_cast<double>(state->calendar(state->time));
    rig.supply(false);
    rig.pass(3.0);
    BOOST_TEST(!rig.world.meter.answer(1, request).has_value());
    BOOST_TEST(rig.pulses().size() == before);
    rig.supply(true);
    rig.pass(0.4);
    BOOST_TEST(!rig.world.meter.runs());
    rig.pass(1.6);
    check(rig.read("load1.inst.v1"), 230.0, 0.005);
    auto const after = rig.world.meter.snapshot();
    // Its clock has a battery: five seconds, supply or not.
    BOOST_TEST(std::abs(static_cast<double>(after->calendar(after->time)) - shown - 5'000.0) < 25.0);
    BOOST_TEST(rig.pulses().size() > before);
    auto const ticks = rig.pulses();
    BOOST_TEST(ticks[before] > 5'500'000U);
}

BOOST_AUTO_TEST_CASE(a_transient_is_a_dip_of_the_depth_and_length_that_were_set) {
    RigTruth truth;
    truth.meter_clock_ppm = 1'000.0;
    Rig rig{truth};
    rig.set(230.0, 5.0);
    rig.pass(2.0);
    auto s = rig.world.source.settings();
    s.transient = {1.0, 40.0, 0.2, 0.0};
    BOOST_TEST(rig.world.source.change(s));
    BOOST_TEST(rig.world.source.trigger());
    rig.pass(1.5);
    auto const state = rig.world.meter.snapshot();
    BOOST_TEST_REQUIRE(!state->events.empty());
    auto const& event = state->events.back();
    BOOST_TEST((event.kind == EventKind::dip));
    BOOST_TEST(event.channels == (channel_bit(0) | channel_bit(3) | channel_bit(5)));
    check(event.extreme[0], 92.0, 0.1);
    // From the start of the first window of a cycle that it touches to the end of the last one (setting own.event_stamp).
    double const length = seconds(*event.end - event.start);
    BOOST_TEST(length >= 0.2);
    BOOST_TEST(length <= 0.24);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_pulses) {
    auto const run = [] {
        Rig rig{draw_truth(ErrorLimits{}, 11)};
        rig.set(230.0, 5.0);
        rig.pass(3.0);
        return rig.pulses();
    };
    BOOST_TEST((run() == run()));
}

BOOST_AUTO_TEST_SUITE_END()
