// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/terminals.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <limits>

#include "sim/synth.hpp"
#include "tests/sim/sensor_signals.hpp"

using namespace mb;
using namespace mb::test;
using namespace std::chrono_literals;

namespace {

TerminalPlan planned(Stimulus const& s, SourceKind source = SourceKind::synthesized, Network network = Network::wye) {
    auto plan = plan_terminals(s, network, source);
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(plan), (plan ? std::string{} : plan.error().sentence));
    return *plan;
}

std::string refusal(Stimulus const& s, SourceKind source = SourceKind::synthesized) {
    auto const plan = plan_terminals(s, Network::wye, source);
    return plan ? "" : plan.error().sentence;
}

Stimulus faulty(std::vector<Fault> faults) {
    Stimulus s = balanced(230, 10, 0, 50);
    s.faults = std::move(faults);
    return s;
}

/// What the meter gets of the stimulus.
std::vector<Frame> at_the_meter(Stimulus const& s, std::size_t frames = 1'920) {
    auto plan = planned(s);
    Synth synth(plan.source);
    std::vector<Frame> out(frames);
    synth.render(out);
    Terminals terminals;
    terminals.apply(std::move(plan));
    terminals.distort(out);
    return out;
}

std::complex<double> fundamental(std::vector<Frame> const& frames, Channel c) {
    std::vector<double> x;
    for (Frame const& f : frames) x.push_back(static_cast<double>(f[c]));
    return phasor(x, 50);
}

std::complex<double> at(double rms, double degrees) { return std::polar(rms, degrees * kPi / 180); }

SensorPlug plug(std::string_view model, double rating) { return {static_cast<std::uint16_t>(sensor_named(model).value()), rating}; }

/// One frame of known numbers through the terminals of a recording.
Frame one(Stimulus const& s, Frame frame) {
    Terminals terminals;
    terminals.apply(planned(s, SourceKind::recording));
    terminals.distort({&frame, 1});
    return frame;
}

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

}  // namespace

BOOST_AUTO_TEST_CASE(without_faults_transformer_and_sensors_the_terminals_change_no_bit) {
    Frame frame{{1, 2, 3, 4, 5, 6, 7, kNaN}};
    Frame const out = one(Stimulus{}, frame);
    for (std::size_t k = 0; k < 7; ++k) BOOST_TEST(static_cast<float>(out.lanes[k]) == static_cast<float>(k + 1));
    BOOST_TEST(std::isnan(out[Channel::i4]));
}

BOOST_AUTO_TEST_CASE(swapped_currents_arrive_exchanged) {
    auto const frames = at_the_meter(faulty({{FaultKind::swapped_currents, 0b0011}}));
    BOOST_TEST(std::abs(fundamental(frames, Channel::i1) - at(10, -120)) < 1e-4);
    BOOST_TEST(std::abs(fundamental(frames, Channel::i2) - at(10, 0)) < 1e-4);
    BOOST_TEST(std::abs(fundamental(frames, Channel::vb) - at(230, -120)) < 1e-3);
}

BOOST_AUTO_TEST_CASE(a_transformer_divides_the_voltages_and_not_the_currents) {
    Stimulus s = balanced(11'547, 10, 0, 50);
    s.vt_ratio = 200;
    auto const frames = at_the_meter(s);
    BOOST_TEST(std::abs(fundamental(frames, Channel::va) - 57.735) < 1e-3);
    BOOST_TEST(std::abs(fundamental(frames, Channel::i1) - 10.0) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_leak_is_of_the_primary_voltage_also_behind_a_transformer) {
    Stimulus s = balanced(11'547, 10, 0, 50);
    s.vt_ratio = 200;
    s.faults = {{FaultKind::earth_leakage, 0b1000, 0b001, 2.0, 11'547}};
    BOOST_TEST(std::abs(fundamental(at_the_meter(s), Channel::i4) - 2.0) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_lost_neutral_floats_at_the_meter_where_the_loads_put_it) {
    // Conductances 1:1:2: V_star = V3/4, V3 to it three quarters (test_neutral).
    Stimulus s = faulty({{FaultKind::neutral_loss}});
    s[Channel::i3].rms = 20;
    auto const frames = at_the_meter(s);
    BOOST_TEST(std::abs(fundamental(frames, Channel::vn) - at(57.5, -240)) < 1e-3);
    BOOST_TEST(std::abs(fundamental(frames, Channel::i3) - at(15, -240)) < 1e-4);
}

BOOST_AUTO_TEST_CASE(with_a_phase_lost_too_the_other_two_are_in_series) {
    auto const frames = at_the_meter(faulty({{FaultKind::neutral_loss}, {FaultKind::phase_loss, 0, 0b100}}));
    auto const star = fundamental(frames, Channel::vn);
    BOOST_TEST(std::abs(star - (at(230, 0) + at(230, -120)) / 2.0) < 1e-3);
    BOOST_TEST(std::abs(fundamental(frames, Channel::vc) - star) < 1e-3);
    BOOST_TEST(std::abs(fundamental(frames, Channel::i3)) < 1e-6);
    BOOST_TEST(std::abs(fundamental(frames, Channel::i1) - (at(230, 0) - at(230, -120)) / 46.0) < 1e-4);
}

BOOST_AUTO_TEST_CASE(while_the_new_stimulus_ramps_a_neutral_that_is_lost_jumps) {
    Stimulus const before = balanced(230, 10, 0, 50);
    Stimulus s = faulty({{FaultKind::neutral_loss}});
    s[Channel::i3].rms = 20;
    s.ramp = 1s;
    auto const plan = plan_terminals(s, Network::wye, SourceKind::synthesized, &before);
    BOOST_REQUIRE(static_cast<bool>(plan));
    BOOST_REQUIRE(plan->jump.has_value());
    BOOST_TEST((plan->jump->ramp == Duration{}));
    BOOST_TEST(plan->jump->channels[3].rms < 1e-9);  // what stood there is balanced
    BOOST_TEST(std::abs(plan->source.channels[3].rms - 57.5) < 1e-9);
    s.faults.clear();
    BOOST_TEST(!plan_terminals(s, Network::wye, SourceKind::synthesized, &before)->jump.has_value());
}

BOOST_AUTO_TEST_CASE(an_open_input_carries_nothing_and_the_meter_finds_no_plug_there) {
    Stimulus s = faulty({{FaultKind::open_ct, 0b0010}, {FaultKind::swapped_currents, 0b0011}});
    s.sensors[0] = {plug("TE-25", 100), true};
    s.sensors[1] = {plug("TE-25", 100), true};
    auto const plan = planned(s);
    BOOST_TEST((plan.plugs[0].plug == plug("TE-25", 100)));
    BOOST_TEST((plan.plugs[1].plug == SensorPlug{}));
    BOOST_TEST(!plan.plugs[2].plug.has_value());
    for (Frame const& f : at_the_meter(s)) BOOST_REQUIRE(f[Channel::i2] == 0.0F);
    Stimulus empty = balanced(230, 10, 0, 50);
    empty.sensors[2].plug = SensorPlug{};
    for (Frame const& f : at_the_meter(empty)) BOOST_REQUIRE(f[Channel::i3] == 0.0F);
}

BOOST_AUTO_TEST_CASE(a_wrong_rating_is_told_to_the_meter_and_scales_behind_the_sensor) {
    Stimulus s = balanced(230, 100, 0, 50);
    s.faults = {{FaultKind::wrong_rating, 0b0001, 0, 2.0}, {FaultKind::saturation, 0b0001, 0, 1.5}};
    s.sensors[0] = {plug("TE-25", 100)};
    auto const plan = planned(s);
    BOOST_TEST(plan.plugs[0].believed == 200.0);
    // The core sees 100 A, below its knee, though the meter reads 200 A.
    BOOST_TEST(std::abs(std::abs(fundamental(at_the_meter(s, 96'000), Channel::i1)) - 200.0) < 0.2);
}

BOOST_AUTO_TEST_CASE(a_phase_error_turns_its_inputs_current_by_its_minutes) {
    auto const frames = at_the_meter(faulty({{FaultKind::phase_error, 0b0100, 0, -60}}));
    BOOST_TEST(std::abs(fundamental(frames, Channel::i3) - at(10, -241)) < 0.01);  // the first sample has no one before it
    BOOST_TEST(std::abs(fundamental(frames, Channel::i1) - 10.0) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_recording_meets_the_same_faults_and_what_is_not_finite_stays_in_its_lane) {
    Stimulus s;
    s.faults = {{FaultKind::reversed_ct, 0b0001}, {FaultKind::swapped_voltages, 0, 0b0011}, {FaultKind::earth_leakage, 0, 0b100, 1, 2}};
    Frame const out = one(s, Frame{{1, kNaN, 3, 4, 5, 6, 7, 8}});
    BOOST_TEST(std::isnan(out[Channel::va]));
    BOOST_TEST(out[Channel::vb] == 1.0F);
    BOOST_TEST(out[Channel::vc] == 3.0F);
    BOOST_TEST(out[Channel::i1] == -5.0F);
    BOOST_TEST(out[Channel::i3] == 8.5F);
    BOOST_TEST(out[Channel::i4] == 8.0F);
}

BOOST_AUTO_TEST_CASE(terminals_give_the_same_bits_in_pieces_of_any_length) {
    Stimulus s = balanced(230, 80, 30, 50);
    s.faults = {{FaultKind::reversed_rotation}, {FaultKind::gain_error, 0b0001, 0, 3}, {FaultKind::saturation, 0b0010, 0, 0.8}};
    s.sensors[0] = {plug("TE-25", 100), true};
    s.sensors[1] = {plug("TF-40", 100), true};
    auto const whole = at_the_meter(s, 3'000);
    auto plan = planned(s);
    Synth synth(plan.source);
    Terminals terminals;
    terminals.apply(std::move(plan));
    std::vector<Frame> pieces(3'000);
    for (std::size_t done = 0, n = 1; done < pieces.size(); done += n, n = std::min(n * 5 % 113 + 1, pieces.size() - done)) {
        auto const piece = std::span{pieces}.subspan(done, n);
        synth.render(piece);
        terminals.distort(piece);
    }
    for (std::size_t n = 0; n < whole.size(); ++n)
        for (std::size_t k = 0; k < kChannels; ++k)
            BOOST_REQUIRE(static_cast<float>(whole[n].lanes[k]) == static_cast<float>(pieces[n].lanes[k]));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused_by_name) {
    BOOST_TEST(
        refusal(faulty({{FaultKind::neutral_loss}}), SourceKind::recording).starts_with("neutral_loss: where the star point floats"));
    BOOST_TEST(refusal(faulty({{FaultKind::open_ct}})) == "open_ct: takes 1 to 4 current inputs, 0 named");
    BOOST_TEST(refusal(faulty({{FaultKind::saturation, 0b0010, 0, 1}})).starts_with("saturation: the sensor in I2 has no rating"));
    Stimulus wrong = balanced(230, 10, 0, 50);
    wrong.sensors[3].plug = plug("TE-25", 500);
    BOOST_TEST(refusal(wrong) == "I4: TE-25: a rating of 500 A is outside what it is made for, 40 A to 160 A");
    wrong = balanced(230, 10, 0, 50);
    wrong.vt_ratio = 0;
    BOOST_TEST(refusal(wrong).starts_with("a voltage transformer of 0"));
    wrong.vt_ratio = 1;
    wrong.sensors[0].burden_ohm = -1;
    BOOST_TEST(refusal(wrong).starts_with("I1: a burden of -1 Ohm"));
}
