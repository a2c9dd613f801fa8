// SPDX-License-Identifier: GPL-3.0-or-later
// The sensors of the table in the four inputs: class, noise, drift, burden, saturation, and what may not matter.
#include "sim/sensor.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <limits>
#include <string_view>

#include "sim/sensor_physics.hpp"
#include "tests/sim/sensor_signals.hpp"

using namespace mb;
using namespace mb::test;

namespace {

using Inputs = std::array<SensorInput, kCurrentInputs>;

SensorInput with(std::string_view model, double rating, bool errors = true) {
    SensorInput input;
    input.setup.plug = SensorPlug{static_cast<std::uint16_t>(sensor_named(model).value()), rating};
    input.setup.errors = errors;
    return input;
}

/// The same sensor in all four inputs, each carrying the wave.
std::vector<Frame> frames_of(std::vector<double> const& wave) {
    std::vector<Frame> frames(wave.size());
    for (std::size_t n = 0; n < wave.size(); ++n)
        for (std::size_t k = 0; k < kChannels; ++k) frames[n].lanes[k] = static_cast<float>(wave[n]);
    return frames;
}

std::vector<double> lane(std::vector<Frame> const& frames, Channel c) {
    std::vector<double> out;
    for (Frame const& f : frames) out.push_back(static_cast<double>(f[c]));
    return out;
}

std::vector<Frame> through(Inputs const& inputs, std::vector<double> const& wave, std::uint64_t seed = 1) {
    SensorBank bank;
    bank.apply(inputs, 50.0, seed);
    auto frames = frames_of(wave);
    bank.distort(frames);
    return frames;
}

std::vector<double> first_input(SensorInput const& input, std::vector<double> const& wave) {
    return lane(through({input}, wave), Channel::i1);
}

bool same(std::vector<Frame> const& a, std::vector<Frame> const& b) {
    for (std::size_t n = 0; n < a.size(); ++n)
        for (std::size_t k = 0; k < kChannels; ++k)
            if (std::bit_cast<std::uint32_t>(static_cast<float>(a[n].lanes[k])) !=
                std::bit_cast<std::uint32_t>(static_cast<float>(b[n].lanes[k])))
                return false;
    return true;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_model_stays_within_its_class_of_active_power) {
    // IEC 61557-12, table 8 (as IEC 62053-22 and -21 for transformer connection): [level, PF 1, PF 0.5 inductive]; limits in percent.
    struct Limit {
        double level;
        double pf1;
        double pf05;
    };
    std::vector<Limit> const half{{0.02, 1.0, 1.0}, {0.05, 0.5, 1.0}, {0.10, 0.5, 0.6}, {0.5, 0.5, 0.6}, {1.0, 0.5, 0.6}, {1.2, 0.5, 0.6}};
    std::vector<Limit> const one{{0.02, 1.5, 1.5}, {0.05, 1.0, 1.5}, {0.10, 1.0, 1.0}, {0.5, 1.0, 1.0}, {1.0, 1.0, 1.0}, {1.2, 1.0, 1.0}};
    for (SensorRow const& row : sensors()) {
        if (row.kind == SensorKind::residual) continue;
        for (Limit const& limit : row.accuracy_class == 0.5 ? half : one) {
            SensorError const e = error_at(physics(row), limit.level);
            double const lead = std::atan(1.0 / (2 * kPi * 50 * e.seconds));
            double const at_pf1 = 100 * ((1 + e.ratio) * std::cos(lead) - 1);
            double const at_pf05 = 100 * ((1 + e.ratio) * std::cos(kPi / 3 - lead) / std::cos(kPi / 3) - 1);
            BOOST_TEST_CONTEXT(row.model << " at " << limit.level) {
                BOOST_TEST(std::abs(at_pf1) <= limit.pf1);
                BOOST_TEST(std::abs(at_pf05) <= limit.pf05);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_residual_sensor_stays_within_three_percent_from_nine_milliamperes_to_two_amperes) {
    // Manual 10.1.3. Noise adds in squares.
    SensorPhysics const& p = physics(**find_sensor("dIC-50"));
    for (double const amperes : {0.009, 0.03, 0.3, 2.0}) {
        SensorError const e = error_at(p, amperes / 3.0);
        double const read = std::hypot(amperes * (1 + e.ratio), p.noise * 3.0);
        BOOST_TEST(std::abs(read / amperes - 1) <= 0.03);
    }
}

BOOST_AUTO_TEST_CASE(the_error_of_a_sensor_in_its_input_is_that_of_its_curve_at_this_current) {
    for (std::string_view const model : {"TE-25", "TR-14", "TF-40"}) {
        SensorRow const& row = **find_sensor(model);
        for (SensorPoint const& point : physics(row).curve) {
            if (point.level < 0.05) continue;  // noise would have to be averaged longer
            double const amperes = 100 * point.level;
            auto const out = first_input(with(model, 100), sampled(9'600 * 30, sine(amperes, 50)));
            auto const ratio = phasor(last(out, 9'600 * 5), 50, 9'600 * 25) / amperes;
            BOOST_TEST_CONTEXT(model << " at " << point.level) {
                BOOST_TEST(std::abs(100 * (std::abs(ratio) - 1) - point.ratio_percent) < 0.002);
                BOOST_TEST(std::abs(std::arg(ratio) * 180 / kPi * 60 - point.phase_minutes) < 0.05);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_exact_sensor_changes_no_bit) {
    auto const wave = sampled(2'000, sine(80, 50));
    BOOST_TEST(same(through({with("TE-25", 100, false), with("TF-40", 100, false)}, wave), frames_of(wave)));
    SensorBank bank;
    bank.apply({with("TE-25", 100, false)}, 50, 1);
    BOOST_TEST(!bank.at_work());
}

BOOST_AUTO_TEST_CASE(only_the_inputs_that_hold_a_sensor_are_changed_and_no_voltage) {
    auto const wave = sampled(2'000, sine(80, 50));
    auto const out = through({SensorInput{}, with("TE-25", 100)}, wave);
    auto const in = frames_of(wave);
    for (Channel const c : {Channel::va, Channel::vn, Channel::i1, Channel::i3, Channel::i4}) BOOST_TEST((lane(out, c) == lane(in, c)));
    BOOST_TEST((lane(out, Channel::i2) != lane(in, Channel::i2)));
}

BOOST_AUTO_TEST_CASE(without_a_current_the_sensor_gives_its_noise) {
    std::size_t const n = 96'000;
    auto const out = through({with("TE-25", 100), with("TF-40", 400)}, std::vector<double>(n, 0.0));
    // The relative deviation of an rms of n samples is 1/sqrt(2n) = 0.23 %: four of them.
    BOOST_TEST(std::abs(rms(lane(out, Channel::i1)) / (physics(**find_sensor("TE-25")).noise * 100) - 1) < 0.009);
    BOOST_TEST(std::abs(rms(lane(out, Channel::i2)) / (physics(**find_sensor("TF-40")).noise * 400) - 1) < 0.009);
    BOOST_TEST(rms(lane(out, Channel::i3)) == 0.0);
}

BOOST_AUTO_TEST_CASE(noise_follows_the_seed_and_differs_between_inputs) {
    std::vector<double> const still(500, 0.0);
    Inputs const two{with("TE-25", 100), with("TE-25", 100)};
    auto const a = through(two, still, 7);
    BOOST_TEST(same(a, through(two, still, 7)));
    BOOST_TEST(!same(a, through(two, still, 8)));
    BOOST_TEST((lane(a, Channel::i1) != lane(a, Channel::i2)));
}

BOOST_AUTO_TEST_CASE(temperature_changes_the_ratio_by_the_drift) {
    auto const wave = sampled(9'600 * 2, sine(100, 50));
    SensorInput warm = with("TR-14", 100);
    warm.setup.temperature_c = 53;
    double const cold = rms(last(first_input(with("TR-14", 100), wave), 9'600));
    double const hot = rms(last(first_input(warm, wave), 9'600));
    BOOST_TEST(std::abs(hot / cold - 1 - 30 * physics(**find_sensor("TR-14")).drift) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_heavier_burden_lengthens_the_displacement_as_the_resistance_of_the_circuit) {
    SensorPhysics const& p = physics(**find_sensor("TE-25"));
    SensorInput heavy = with("TE-25", 100);
    heavy.setup.burden_ohm = p.winding_ohm + 2 * p.burden_ohm;  // twice the resistance of the circuit
    auto const out = first_input(heavy, sampled(9'600 * 30, sine(100, 50)));
    double const minutes = std::arg(phasor(last(out, 9'600), 50, 9'600 * 29)) * 180 / kPi * 60;
    BOOST_TEST(std::abs(minutes - 2 * p.curve[3].phase_minutes) < 0.02);
}

BOOST_AUTO_TEST_CASE(dc_drives_a_core_into_saturation_and_leaves_a_coil_alone) {
    auto const wave = sampled(9'600 * 20, [](double t) { return sine(100, 50)(t) + 50.0; });
    auto const read = [&](std::string_view model) { return std::abs(phasor(last(first_input(with(model, 100), wave), 9'600), 50)); };
    BOOST_TEST(read("TE-25") < 90.0);
    BOOST_TEST(std::abs(read("TF-40") - 100.2) < 0.02);
}

BOOST_AUTO_TEST_CASE(the_fault_of_saturation_leaves_of_a_sine_what_its_knee_lets_through) {
    // Knee at half a crest: see test_sensor_stages: 1/sqrt(2) of the rms, and the tail of the saturated inductance (0.3 ms) on top.
    SensorInput input = with("TE-25", 100, false);
    input.knee = 0.5;
    auto const wave = sampled(9'600 * 2, sine(100, 50));
    double const read = rms(last(first_input(input, wave), 9'600));
    BOOST_TEST(read > 70.7);
    BOOST_TEST(read < 70.7 * 1.06);
    // At a tenth of the current the same core is far from its knee.
    BOOST_TEST(std::abs(rms(last(first_input(input, sampled(9'600 * 2, sine(10, 50))), 9'600)) / 10 - 1) < 1e-4);
    // A coil's integrator stands at its limit L until the current turns, and falls from there: i - (crest - L) for a quarter, -L for the
    // next. With L of half a crest the rms is crest·sqrt(1/2 - 1/π).
    SensorInput coil = with("TF-40", 100, false);
    coil.knee = 2.0;
    BOOST_TEST(std::abs(rms(last(first_input(coil, wave), 9'600)) / 100 - 1) < 1e-4);
    coil.knee = 0.5;
    BOOST_TEST(std::abs(rms(last(first_input(coil, wave), 9'600)) / (100 * std::sqrt(1.0 - 2.0 / kPi)) - 1) < 1e-3);
}

BOOST_AUTO_TEST_CASE(a_phase_error_turns_any_input_even_one_without_a_named_sensor) {
    SensorInput input;
    input.turn_minutes = 60;
    auto const out = first_input(input, sampled(9'600, sine(10, 50)));
    BOOST_TEST(std::abs(std::arg(phasor(last(out, 1'920), 50, 9'600 - 1'920)) * 180 / kPi - 1.0) < 1e-5);
}

BOOST_AUTO_TEST_CASE(sensors_give_the_same_bits_in_pieces_of_any_length) {
    SensorInput saturated = with("TR-10", 50);
    saturated.knee = 0.7;
    saturated.turn_minutes = 20;
    Inputs const inputs{with("TE-25", 100), with("TF-40", 100), with("dIC-30", 3), saturated};
    auto const wave = sampled(5'000, [](double t) { return sine(90, 50.3)(t) + 20 * std::sin(9'000 * t); });
    auto const whole = through(inputs, wave);
    SensorBank bank;
    bank.apply(inputs, 50, 1);
    auto pieces = frames_of(wave);
    std::size_t at = 0;
    for (std::size_t length = 1; at < pieces.size(); length = length * 7 % 211 + 1) {
        std::size_t const n = std::min(length, pieces.size() - at);
        bank.distort(std::span{pieces}.subspan(at, n));
        if (at > 2'000) bank.apply(inputs, 50, 1);  // the same again: the sensors stay
        at += n;
    }
    BOOST_TEST(same(whole, pieces));
}

BOOST_AUTO_TEST_CASE(a_sample_that_is_not_finite_passes_and_leaves_nothing_behind) {
    Inputs const inputs{with("TE-25", 100), with("TF-40", 100)};
    auto wave = sampled(3'000, sine(90, 50));
    wave[1'500] = 0.0;
    auto const clean = through(inputs, wave);
    wave[1'500] = std::numeric_limits<double>::quiet_NaN();
    auto const broken = through(inputs, wave);
    BOOST_TEST(std::isnan(broken[1'500][Channel::i1]));
    BOOST_TEST(std::isnan(broken[1'500][Channel::i2]));
    BOOST_TEST(same({clean.begin(), clean.begin() + 1'500}, {broken.begin(), broken.begin() + 1'500}));
    for (std::size_t n = 1'501; n < 3'000; ++n) BOOST_REQUIRE(clean[n][Channel::i1] == broken[n][Channel::i1]);
}
