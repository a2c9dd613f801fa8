// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "tests/firmware-bridge/reference/meter_bench.hpp"

namespace mb::reference {
namespace {

/// What the registers of an event say (docs/registers.md).
struct Told {
    bool active;
    int kind;
    double start, end;  ///< [s since power-on]
    unsigned lines;
    double extreme(std::size_t channel) const { return 100.0 * words[36 + channel] / words[26 + channel]; }  ///< [%]
    std::vector<std::uint16_t> words;
};

constexpr std::uint64_t kEpoch = 757'382'400'000;  // 2024-01-01 in milliseconds since 2000

Told event(MeterBench const& bench, std::uint16_t block) {
    auto const w = bench.words(block, 46);
    auto const time = [&](std::size_t at) {
        std::uint64_t ms = 0;
        for (std::size_t k = 0; k < 4; ++k) ms = ms << 16 | w[at + k];
        return ms == 0 ? 0.0 : static_cast<double>(ms - kEpoch) / 1000.0;
    };
    return {w[0] != 0, w[1], time(2), time(6), w[11], w};
}

struct Scene : MeterBench {
    Scene() { BOOST_TEST(write(57600, {1, 1, 2024, 0, 0, 0}) == RM_GOOD); }

    /// One second, then `level` on the phases for so long from a zero crossing of V1, then one second.
    void step(std::array<double, 3> const& level, double duration) {
        run(2.0 + duration, [&](double t) {
            Wave wave;
            if (t >= 1.0 && t < 1.0 + duration)
                for (std::size_t p = 0; p < 3; ++p) wave.volts[p] *= level[p];
            return wave.at(t);
        });
    }
};

BOOST_FIXTURE_TEST_SUITE(reference_events, Scene)

// A window half in a dip to d reads sqrt((1 + d²) / 2), so an aligned rectangular dip of D reads D + 0.5 … D + 1.5 cycles on one channel;
// U12 and U31 cross zero up to 2.44 ms away from V1 (scenarios/library/smoke/dip.yaml).
BOOST_AUTO_TEST_CASE(a_dip_of_one_phase_has_its_residual_its_channels_and_its_duration) {
    step({0.4, 1.0, 1.0}, 0.2);
    auto const dip = event(*this, kDip);
    BOOST_TEST(!dip.active);
    BOOST_TEST(dip.kind == RM_DIP);
    BOOST_TEST(std::abs(dip.extreme(0) - 40.0) <= 0.2);
    // sqrt(0.4² + 0.4 + 1) / sqrt(3); U12 jumps by 13.9° as well, and the cycle in which it does is not a whole one.
    BOOST_TEST(std::abs(dip.extreme(3) - 72.111) <= 1.0);
    BOOST_TEST(dip.lines == 0b101001U);
    BOOST_TEST(dip.start >= 1.0 - 0.0225);
    BOOST_TEST(dip.start <= 1.0);
    BOOST_TEST(dip.end - dip.start >= 0.2);
    BOOST_TEST(dip.end - dip.start <= 0.235);
    BOOST_TEST(event(*this, kSwell).kind == 0);
    BOOST_TEST(event(*this, kInterruption).kind == 0);
}

BOOST_AUTO_TEST_CASE(ninety_two_percent_is_no_dip_and_a_hundred_and_eight_no_swell) {
    step({0.92, 1.08, 1.0}, 0.5);
    BOOST_TEST(event(*this, kDip).kind == 0);
    BOOST_TEST(event(*this, kSwell).kind == 0);
}

BOOST_AUTO_TEST_CASE(a_voltage_inside_the_hysteresis_holds_a_dip_open) {
    run(3.0, [](double t) {
        Wave wave;
        wave.volts[0] = t < 1.0 ? 230.0 : t < 1.2 ? 190.0 : t < 2.0 ? 0.91 * 230.0 : 230.0;
        return wave.at(t);
    });
    auto const dip = event(*this, kDip);
    BOOST_TEST(!dip.active);
    BOOST_TEST(dip.end - dip.start >= 1.0);
}

BOOST_AUTO_TEST_CASE(a_swell_of_all_phases_has_its_top) {
    step({1.2, 1.2, 1.2}, 0.3);
    auto const swell = event(*this, kSwell);
    BOOST_TEST(!swell.active);
    BOOST_TEST(swell.lines == 0x3FU);
    for (std::size_t c = 0; c < 6; ++c) BOOST_TEST(std::abs(swell.extreme(c) - 120.0) <= 0.2);
    BOOST_TEST(swell.end - swell.start >= 0.3);
    BOOST_TEST(swell.end - swell.start <= 0.34);
}

BOOST_AUTO_TEST_CASE(an_interruption_needs_all_voltages_and_is_a_dip_too) {
    step({0.03, 0.03, 0.03}, 0.5);
    auto const interruption = event(*this, kInterruption);
    BOOST_TEST(!interruption.active);
    BOOST_TEST(interruption.kind == RM_INTERRUPTION);
    BOOST_TEST(std::abs(interruption.extreme(0) - 3.0) <= 0.2);
    BOOST_TEST(std::abs(interruption.end - interruption.start - 0.5) <= 0.03);
    BOOST_TEST(event(*this, kDip).kind == RM_DIP);
    BOOST_TEST(event(*this, kSwell).kind == 0);
}

BOOST_AUTO_TEST_CASE(a_voltage_that_is_gone_altogether_is_measured_at_the_pace_of_before) {
    step({0.0, 0.0, 0.0}, 1.0);
    auto const interruption = event(*this, kInterruption);
    BOOST_TEST(!interruption.active);
    BOOST_TEST(interruption.extreme(0) <= 0.01);
    BOOST_TEST(std::abs(interruption.end - interruption.start - 1.0) <= 0.03);
    BOOST_TEST(event(*this, kSwell).kind == 0);
}

BOOST_AUTO_TEST_CASE(two_phases_that_are_gone_are_no_interruption) {
    step({0.0, 0.0, 1.0}, 0.4);
    BOOST_TEST(event(*this, kInterruption).kind == 0);
    BOOST_TEST(event(*this, kDip).kind == RM_DIP);
}

BOOST_AUTO_TEST_CASE(a_dip_that_lasts_is_active_and_has_no_end) {
    run(1.0, Wave{});
    run(0.5, Wave{.volts = {92.0, 230.0, 230.0}});
    auto const dip = event(*this, kDip);
    BOOST_TEST(dip.active);
    BOOST_TEST(dip.end == 0.0);
    BOOST_TEST((rm_meter_leds(meter.get()) & RM_LED_ALARM) != 0U);
    run(0.5, Wave{});
    BOOST_TEST((rm_meter_leds(meter.get()) & RM_LED_ALARM) == 0U);
}

BOOST_AUTO_TEST_CASE(an_overcurrent_has_its_top_and_its_channels) {
    run(2.3, [](double t) {
        double const amperes = t >= 1.0 && t < 1.3 ? 150.0 : 50.0;
        return Wave{.amperes = {amperes, amperes, amperes}}.at(t);
    });
    auto const inrush = event(*this, kInrush);
    BOOST_TEST(!inrush.active);
    BOOST_TEST(inrush.lines == 0b1'1100'0000U);
    for (std::size_t c = 6; c < 9; ++c) BOOST_TEST(std::abs(inrush.extreme(c) - 150.0) <= 0.3);
    BOOST_TEST(std::abs(inrush.end - inrush.start - 0.31) <= 0.02);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace mb::reference
