// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about the world outside the terminals: installation, source, loads, faults; and what it refuses of them.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <string>

#include "core/signal/shapes.hpp"
#include "scenarios/engine/fault_text.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/meter_setup.hpp"
#include "scenarios/engine/requirements.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr double kDegrees = 180.0 / std::numbers::pi;
constexpr double kExact = 1e-9;

std::string with(std::string const& setup, std::string const& steps = {}) {
    return "name: t\n" + (setup.empty() ? "" : "setup:\n" + setup) + "timeline:\n" + steps +
           "  - wait: 1 s\nexpect:\n  - {no_event: true}\n";
}

Scenario good(std::string const& text) {
    auto const scenario = parse_scenario(text, "t.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    return *scenario;
}

std::string refusal(std::string const& text) {
    auto const scenario = parse_scenario(text, "t.yaml");
    return scenario ? "accepted" : scenario.error().sentence;
}

/// The stimulus that this source makes at time zero.
Stimulus start(std::string const& source, std::string const& setup = {}) { return good(with(setup + "  source: " + source + "\n")).start; }

std::complex<double> phasor(ChannelSignal const& signal) { return std::polar(signal.rms, signal.phase_deg / kDegrees); }

/// P + jQ of a current at a voltage, fundamentals.
std::complex<double> power(Stimulus const& s, Channel v, Channel i) { return phasor(s[v]) * std::conj(phasor(s[i])); }

void expect_near(double value, double wanted, double within = kExact) {
    BOOST_TEST(std::abs(value - wanted) <= within, value << " is not " << wanted);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(world)

BOOST_AUTO_TEST_CASE(line_voltage_and_sequences_make_the_phases) {
    Stimulus const delta = start("{voltage: {line: 400 V}}", "  network: 3P\n");
    expect_near(std::abs(phasor(delta[Channel::va]) - phasor(delta[Channel::vb])), 400.0);
    Stimulus const split = start("{voltage: {line: 240 V}}", "  network: 2P+N\n");
    expect_near(split[Channel::va].rms, 120.0);
    expect_near(split[Channel::vb].phase_deg, 180.0);
    expect_near(split[Channel::vc].rms, 0.0);
    Stimulus const high_leg = start("{voltage: {line: 240 V}}", "  network: 3P+HL\n");
    expect_near(std::abs(phasor(high_leg[Channel::vc]) - phasor(high_leg[Channel::va])), 240.0);

    // Fortescue the other way round, by its own definition.
    for (bool const back : {false, true}) {
        Stimulus const s =
            start("{voltage: {positive: 230 V, negative: 2 %, zero: 1 V, zero_angle: 40 deg}}", back ? "  rotation: 1-3-2\n" : "");
        std::complex<double> const a = std::polar(1.0, (back ? -120.0 : 120.0) / kDegrees);
        auto const v1 = phasor(s[Channel::va]);
        auto const v2 = phasor(s[Channel::vb]);
        auto const v3 = phasor(s[Channel::vc]);
        expect_near(std::abs((v1 + a * v2 + a * a * v3) / 3.0 - 230.0), 0.0);
        expect_near(std::abs((v1 + a * a * v2 + a * v3) / 3.0 - 4.6), 0.0);
        expect_near(std::abs((v1 + v2 + v3) / 3.0 - std::polar(1.0, 40.0 / kDegrees)), 0.0);
    }
}

BOOST_AUTO_TEST_CASE(loads_by_power_and_impedance_draw_what_ohm_and_boucherot_say) {
    Stimulus const p = start("{current: {p: 9 kW, q: -3 kvar}}");
    for (std::size_t k = 0; k < 3; ++k) {
        auto const s = phasor(p.channels[k]) * std::conj(phasor(p.channels[index(Channel::i1) + k]));
        expect_near(std::abs(s - std::complex{3000.0, -1000.0}), 0.0, 1e-6);
    }
    Stimulus const each = start("{current: {p: [1 kW, 2 kW, 0 W], pf: 0.8, nature: lead}}");
    expect_near(std::abs(power(each, Channel::vb, Channel::i2) - std::complex{2000.0, -1500.0}), 0.0, 1e-6);
    expect_near(each[Channel::i3].rms, 0.0);
    // A balanced load on one input has the power of three phases, one phase of it there.
    Stimulus const one = start("{current: {p: 9 kW}}", "  loads: [{type: 3P-1CT}]\n");
    expect_near(power(one, Channel::va, Channel::i1).real(), 3000.0, 1e-6);
    // Each order through its own impedance: R + jhX.
    Stimulus const z = start("{voltage: {harmonics: [{order: 5, ratio: 10 %}]}, current: {impedance: {r: 3 Ohm, x: 4 Ohm}}}");
    expect_near(z[Channel::i1].rms, 230.0 / 5.0);
    BOOST_REQUIRE(z[Channel::i1].harmonics.size() == 1U);
    expect_near(z[Channel::i1].harmonics[0].ratio * z[Channel::i1].rms, 23.0 / std::abs(std::complex{3.0, 20.0}));
    BOOST_TEST(refusal(with("  source: {voltage: {rms: 0 V}, current: {p: 1 kW}}\n")).starts_with("t.yaml:3:11: "));
}

BOOST_AUTO_TEST_CASE(shapes_are_turned_to_their_phase_and_scaled_to_their_rms) {
    Stimulus const s = start("{current: {rms: 10 A, shape: {kind: six_pulse, angle: 30 deg}}}");
    ChannelSignal const wanted = turned(scaled_to(six_pulse(1.0, 30.0), 10.0), -120.0);
    expect_near(s[Channel::i2].rms, wanted.rms);
    expect_near(std::remainder(s[Channel::i2].phase_deg - wanted.phase_deg, 360.0), 0.0);
    expect_near(true_rms(s[Channel::i1]), 10.0);
    // A step that says rms and angle again is a sine again.
    Scenario const back =
        good(with("  source: {current: {rms: 10 A, shape: {kind: square}}}\n", "  - set: {current: {rms: 5 A, angle: 0 deg}}\n"));
    BOOST_TEST(std::get<Apply>(back.timeline[0].what).stimulus[Channel::i1].harmonics.empty());
    BOOST_TEST(refusal(with("  source: {current: {shape: {kind: square, angle: 3 deg}}}\n")) == "t.yaml:3:51: a square wave has no angle");
    BOOST_TEST(refusal(with("  source: {current: {shape: {kind: phase_fried, angle: 3 deg}}}\n"))
                   .starts_with("t.yaml:3:36: unknown shape 'phase_fried', did you mean 'phase_fired'?"));
}

BOOST_AUTO_TEST_CASE(interharmonics_dc_noise_flicker_and_seed_reach_the_stimulus) {
    Stimulus const s = start(
        "{voltage: {interharmonics: [{frequency: 175 Hz, rms: 1 %, phase: 20 deg}], dc: -2 V, noise: 1 V}, current: {rms: 1 A, dc: 3 %},\n"
        "    channels: {I4: {noise: 0.5 A}}, flicker: {depth: 4 %, frequency: 2 Hz, shape: square, phases: [L2]}, seed: 42}");
    BOOST_REQUIRE(s[Channel::vb].interharmonics.size() == 1U);
    BOOST_TEST(s[Channel::vb].interharmonics[0].frequency_hz == 175.0);
    BOOST_TEST(s[Channel::vb].interharmonics[0].phase_deg == 20.0);
    expect_near(s[Channel::vb].interharmonics[0].rms, 2.3);
    BOOST_TEST(s[Channel::va].dc == -2.0);
    BOOST_TEST(s[Channel::vc].noise == 1.0);
    expect_near(s[Channel::i3].dc, 3.0);
    BOOST_TEST(s[Channel::i4].noise == 0.5);
    BOOST_TEST((s.modulation == Modulation{0b010, 0.04, 2.0, true}));
    BOOST_TEST(s.seed == 42U);
    BOOST_TEST(refusal(with("  source: {flicker: {depth: 4 %, frequency: 30 Hz}}\n")).find("below half the fundamental") !=
               std::string::npos);
    BOOST_TEST(refusal(with("  network: 2P\n  source: {flicker: {phases: [L3]}}\n")) == "t.yaml:4:30: a 2P network has no L3");
}

BOOST_AUTO_TEST_CASE(an_input_holds_a_sensor_that_the_model_can_be) {
    Scenario const s =
        good(with("  inputs:\n    I1: {sensor: te-35, rating: 100 A, errors: true, burden: 5 Ohm, temperature: 40 degC}\n"
                  "    I2: {direction: P2-P1}\n    I3: {sensor: none}\n    I4: {sensor: ACTL-1250/300}\n"
                  "  source: {current: {rms: 10 A}}\n"));
    SensorSetup const& first = s.start.sensors[0];
    BOOST_REQUIRE(first.plug.has_value());
    BOOST_TEST(sensors()[first.plug->model].model == "TE-35");
    BOOST_TEST(first.plug->rating == 100.0);
    BOOST_TEST(first.errors);
    BOOST_TEST(first.burden_ohm == 5.0);
    BOOST_TEST(first.temperature_c == 40.0);
    BOOST_TEST(!s.start.sensors[1].plug.has_value());
    BOOST_TEST((s.start.sensors[2].plug && !s.start.sensors[2].plug->present()));
    BOOST_TEST(s.start.sensors[3].plug->rating == 300.0);  // it is made for one current
    // A sensor that looks backwards sees the current the other way round; the meter is told.
    expect_near(std::abs(phasor(s.start[Channel::i2]) + std::polar(10.0, -120.0 / kDegrees)), 0.0);
    auto const writes = setup_writes(s.installation, s.rated);
    BOOST_TEST(
        std::any_of(writes.begin(), writes.end(), [](SetupWrite const& w) { return w.symbol == "cfg_sensors.ct2_way" && w.value == 1.0; }));

    auto const input = [](std::string const& text) { return refusal(with("  inputs: {I1: {" + text + "}}\n")); };
    BOOST_TEST(input("sensor: TE-36, rating: 100 A").find("did you mean 'TE-35'?") != std::string::npos);
    BOOST_TEST(input("sensor: TE-35, rating: 1 kA").starts_with("t.yaml:3:40: "));
    BOOST_TEST(input("sensor: TE-35") == "t.yaml:3:25: a TE-35 is made for 63 A to 250 A: say for which current with 'rating'");
    BOOST_TEST(input("rating: 5 A") == "t.yaml:3:25: 'rating' belongs to 'sensor', which is missing");
    BOOST_TEST(input("errors: true") == "t.yaml:3:25: 'errors' belongs to 'sensor', which is missing");
}

BOOST_AUTO_TEST_CASE(what_the_network_lacks_is_refused_where_it_stands) {
    BOOST_TEST(refusal(with("  network: 3P\n  source: {voltage: {rms: 400 V}}\n")) ==
               "t.yaml:4:27: a 3P network has no neutral, only voltages between its phases: write 'line: 400 V'");
    BOOST_TEST(refusal(with("  network: 1P+N\n  source: {voltage: {line: 400 V}}\n")) ==
               "t.yaml:4:28: a 1P+N network has no voltage between phases; write 'rms'");
    BOOST_TEST(refusal(with("  network: 3P\n  source: {voltage: {positive: 230 V, zero: 1 %}}\n")) ==
               "t.yaml:4:45: a 3P network has no neutral, so no zero sequence");
    BOOST_TEST(refusal(with("  network: 2P+N\n  source: {voltage: {positive: 230 V}}\n"))
                   .starts_with("t.yaml:4:32: a 2P+N network has no sequences"));
    BOOST_TEST(refusal(with("  network: 2P+N\n  rotation: 1-3-2\n")) == "t.yaml:4:13: a 2P+N network has no rotation");
    BOOST_TEST(refusal(with("  network: 2P\n  source: {channels: {Vn: {rms: 1 V}}}\n")).starts_with("t.yaml:4:"));
    BOOST_TEST(refusal(with("  network: 1P+N\n", "  - dip: {phases: [L2], residual: 4 %, duration: 1 s}\n")) ==
               "t.yaml:5:19: a 1P+N network has no L2");
    BOOST_TEST(refusal(with("  network: 2P\n", "  - fault: {kind: phase_loss, phases: [L3]}\n")).find("phase_loss: ") != std::string::npos);
    BOOST_TEST(refusal(with("", "  - motor_start: {multiple: 6, duration: 1 s}\n")) == "accepted");
    BOOST_TEST(refusal(with("  network: 2P\n", "  - motor_start: {multiple: 6, duration: 1 s}\n")).find("that of I1 does not") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_motor_starts_on_the_inputs_of_its_load_at_their_own_voltages) {
    Scenario const s =
        good(with("  loads: [{type: 3P+N-3CT}, {type: 1P+N-1CT}]\n  inputs: {I1: {voltage: V2}, I2: {voltage: V1, direction: P2-P1}, I4: "
                  "{voltage: V3}}\n"
                  "  source: {current: {rms: 1 A}}\n",
                  "  - motor_start: {inputs: [I1, I2, I4], multiple: 6, duration: 1 s, pf: 0.5}\n"));
    Stimulus const& locked = std::get<Apply>(s.timeline[0].what).stimulus;
    std::array<double, 4> const degrees{-120.0 - 60.0, 0.0 - 60.0 + 180.0, 120.0, 120.0 - 60.0};
    std::array<double, 4> const amperes{6.0, 6.0, 1.0, 6.0};
    for (std::size_t k = 0; k < 4; ++k)
        expect_near(std::abs(phasor(locked.channels[index(Channel::i1) + k]) - std::polar(amperes[k], degrees[k] / kDegrees)), 0.0);
}

BOOST_AUTO_TEST_CASE(a_fault_takes_what_its_kind_takes) {
    auto const fault = [](std::string const& text) { return with("", "  - fault: {" + text + "}\n"); };
    Scenario const s = good(fault("kind: phase_error, inputs: [I1], value: 1 deg"));
    BOOST_TEST(s.faults.at(0).fault.value == 60.0);  // minutes
    BOOST_TEST(good(fault("kind: earth_leakage, phases: [L1], value: 30 mA")).faults[0].fault.reference == 230.0);
    BOOST_TEST(refusal(fault("kind: open_ct, inputs: [I1], value: 3")).find("open_ct takes no value") != std::string::npos);
    BOOST_TEST(refusal(fault("kind: gain_error, inputs: [I1]")).find("a gain_error needs 'value'") != std::string::npos);
    BOOST_TEST(refusal(fault("kind: gain_error, inputs: [I1], value: 3 A")).find("'3 A' is not a percentage") != std::string::npos);
    BOOST_TEST(refusal(fault("kind: reversed_rotation, phases: [L1]")).find("reversed_rotation takes no phases") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_fault_in_one_line_is_told_and_taken_alike) {
    for (std::string const line : {"open_ct I2 I4", "swapped_voltages L1 N", "gain_error I1 I3 -5 %", "phase_error I1 0.5 deg",
                                   "wrong_association -1", "neutral_loss", "earth_leakage I4 L1 0.03 A", "saturation I1 0.5"}) {
        auto const fault = parse_fault(line, Network::wye, 230.0);
        BOOST_REQUIRE_MESSAGE(fault, line);
        BOOST_TEST(describe(*fault) == line);
    }
    BOOST_TEST(parse_fault("earth_leakage,L1,30mA", Network::wye, 120.0)->reference == 120.0);
    BOOST_TEST(parse_fault("phase_error I1 1 deg", Network::wye, 230.0)->value == 60.0);  // minutes
    auto const refused = [](std::string const& line) {
        auto const fault = parse_fault(line, Network::delta, 230.0);
        return fault ? "accepted" : fault.error().sentence;
    };
    BOOST_TEST(refused("").starts_with("a fault is its kind"));
    BOOST_TEST(refused("open_cd I1").starts_with("unknown fault 'open_cd', did you mean 'open_ct'?"));
    BOOST_TEST(refused("open_ct I5") == "open_ct: takes no value, 'I5' given");
    BOOST_TEST(refused("gain_error I1") == "gain_error: needs a value");
    BOOST_TEST(refused("gain_error I1 5 A") == "gain_error: '5 A' is not a percentage (%)");
    BOOST_TEST(refused("neutral_loss") == "neutral_loss: a 3P network has no neutral to lose");
}

BOOST_AUTO_TEST_CASE(currents_are_asked_for_by_any_current_but_not_by_none) {
    Capabilities can;
    can.name = "bench";
    can.lacks = {Ability::currents};
    BOOST_TEST(lacking(good(with("", "  - set: {current: {rms: 1 A}}\n")), can).starts_with("bench cannot make currents"));
    BOOST_TEST(lacking(good("name: t\nsetup: {source: {current: {rms: 0 A}}}\ntimeline:\n  - wait: 1 s\nexpect:\n"
                            "  - {quantity: load1.inst.v1, min: 1 V}\n"),
                       can) == "");
}

BOOST_AUTO_TEST_CASE(every_ability_is_asked_for_by_what_needs_it_and_by_nothing_else) {
    struct Case {
        Ability ability;
        std::string setup;
        std::string step;
        std::string words;
    };
    std::string const sensor = "  inputs: {I1: {sensor: TE-35, rating: 100 A";
    std::vector<Case> const cases{
        {Ability::voltage_events, "", "dip: {residual: 4 %, duration: 1 s}", "dips, swells and interruptions"},
        {Ability::inrush, "", "inrush: {multiple: 8, decay: 100 ms}", "inrush currents"},
        {Ability::flicker, "", "set: {flicker: {depth: 1 %}}", "flicker"},
        {Ability::interharmonics, "", "set: {voltage: {interharmonics: [{frequency: 80 Hz, rms: 1 V}]}}", "interharmonics"},
        {Ability::dc, "", "set: {current: {dc: 1 A}}", "dc"},
        {Ability::noise, "", "set: {current: {noise: 1 A}}", "noise"},
        {Ability::ramps, "", "set: {frequency: 51 Hz, over: 1 s}", "ramps"},
        {Ability::phase_jumps, "", "set: {phase_jump: 10 deg}", "phase jumps"},
        {Ability::sensors, sensor + "}}\n", "wait: 1 s", "sensors of a stated make"},
        {Ability::sensor_errors, sensor + ", errors: true}}\n", "wait: 1 s", "the errors of sensors"},
        {Ability::voltage_transformer, "  voltage_transformer: {primary: 20 kV, secondary: 100 V}\n", "wait: 1 s", "primary voltages"},
        {Ability::neutral_voltage, "", "set: {channels: {Vn: {rms: 1 V}}}", "a voltage of the neutral"},
        {Ability::fourth_input, "", "set: {channels: {I4: {rms: 1 A}}}", "a current in the fourth input"},
        {Ability::point_on_wave, "", "dip: {residual: 4 %, duration: 1 s, at: 90 deg}", "events that begin at an angle"},
        {Ability::event_edges, "", "dip: {residual: 4 %, duration: 1 s, edge: 10 ms}", "events with edges that take time"},
    };
    for (Case const& c : cases) {
        Scenario const s = good(with(c.setup, "  - " + c.step + "\n"));
        Capabilities can;
        can.name = "bench";
        BOOST_TEST(lacking(s, can) == "");
        for (Case const& other : cases) {
            can.lacks = {other.ability};
            bool const shaped = c.ability == Ability::point_on_wave || c.ability == Ability::event_edges;
            bool const needs = other.ability == c.ability || (c.ability == Ability::sensor_errors && other.ability == Ability::sensors) ||
                               (shaped && other.ability == Ability::voltage_events);
            BOOST_TEST(lacking(s, can).starts_with(needs ? "bench cannot make " + other.words : ""), c.words);
            BOOST_TEST(lacking(s, can).empty() != needs, c.words << " asks for " << other.words);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_target_that_lacks_a_kind_of_fault_is_not_asked_for_it) {
    Scenario const s = good(with("  faults: {far: {kind: neutral_loss}}\n", "  - arm: {fault: far, after: 200 ms}\n"));
    Capabilities can;
    can.name = "bench";
    can.lacks_faults = {FaultKind::saturation, FaultKind::earth_leakage};
    BOOST_TEST(lacking(s, can) == "");
    can.lacks_faults.push_back(FaultKind::neutral_loss);
    BOOST_TEST(lacking(s, can) == "bench cannot make the fault neutral_loss (t.yaml:3:12)");
}

BOOST_AUTO_TEST_CASE(a_map_without_the_wiring_registers_carries_what_every_meter_does_and_nothing_else) {
    auto const full = open_map("a200");
    auto const small = RegisterMap::parse(
        "block,address,words,type,scale,unit,access,symbol,repeat,stride\nv,1,2,U32,0.01,V,R,load1.inst.v1,1,0\n", "small.csv");
    BOOST_REQUIRE(full);
    BOOST_REQUIRE(small);
    BOOST_TEST(unwritable(good(with("  network: 3P+N\n")), *small) == "");
    BOOST_TEST(unwritable(good(with("  network: 3P\n")), *full) == "");
    BOOST_TEST(unwritable(good(with("  network: 3P\n")), *small) ==
               "the register map has no cfg_network.net_type, by which the meter would be told its wiring");
}

BOOST_AUTO_TEST_SUITE_END()
