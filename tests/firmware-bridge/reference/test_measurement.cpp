// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "tests/firmware-bridge/reference/meter_bench.hpp"

namespace mb::reference {
namespace {

BOOST_AUTO_TEST_SUITE(reference_measurement)

BOOST_AUTO_TEST_CASE(sines_from_45_to_65_hz_read_what_they_are) {
    for (double const f : {45.0, 47.31, 50.0, 52.77, 57.5, 60.0, 65.0}) {
        MeterBench bench{{230.0, 100.0, f > 55.0}};
        bench.run(1.0, Wave{.frequency = f, .lag = std::acos(0.8)});
        BOOST_TEST_CONTEXT(f << " Hz") {
            for (std::uint16_t k = 0; k < 6; k = static_cast<std::uint16_t>(k + 2)) {
                BOOST_TEST(bench.number(static_cast<std::uint16_t>(kV1 + k)) * 0.01 == 230.0, boost::test_tools::tolerance(1e-4));
                BOOST_TEST(bench.number(static_cast<std::uint16_t>(kU12 + k)) * 0.01 == 230.0 * std::numbers::sqrt3,
                           boost::test_tools::tolerance(1e-4));
                BOOST_TEST(bench.number(static_cast<std::uint16_t>(kI1 + k)) * 0.001 == 10.0, boost::test_tools::tolerance(2e-4));
            }
            BOOST_TEST(std::abs(bench.number(kF) * 0.001 - f) <= 0.001);
            BOOST_TEST(bench.number(kP) == 5520.0, boost::test_tools::tolerance(2e-4));
            BOOST_TEST(bench.number(kQ) == 4140.0, boost::test_tools::tolerance(3e-4));
            BOOST_TEST(bench.number(kS) == 6900.0, boost::test_tools::tolerance(2e-4));
            BOOST_TEST(std::abs(bench.small(kPf) - 800) <= 1);
            BOOST_TEST(bench.number(kIn) <= 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(harmonics_count_in_rms_and_power_and_not_in_q) {
    MeterBench bench;
    bench.run(1.0, Wave{.lag = std::numbers::pi / 6.0, .harmonics = {{5, 0.06, 0.20}, {7, 0.05, 0.14}}});
    BOOST_TEST(bench.number(kV1) * 0.01 == 230.0 * std::sqrt(1.0 + 0.06 * 0.06 + 0.05 * 0.05), boost::test_tools::tolerance(1e-4));
    BOOST_TEST(bench.number(kI1) * 0.001 == 10.0 * std::sqrt(1.0 + 0.2 * 0.2 + 0.14 * 0.14), boost::test_tools::tolerance(2e-4));
    double const phase = 2300.0 * (std::cos(std::numbers::pi / 6) + 0.06 * 0.2 * std::cos(5 * std::numbers::pi / 6) +
                                   0.05 * 0.14 * std::cos(7 * std::numbers::pi / 6));
    BOOST_TEST(bench.number(kP1) == phase, boost::test_tools::tolerance(5e-4));
    BOOST_TEST(bench.number(kQ1) == 1150.0, boost::test_tools::tolerance(1e-3));  // the fundamental's: 2300 var sin 30°
}

BOOST_AUTO_TEST_CASE(one_weak_phase_is_told_by_sequence_and_by_amplitude) {
    MeterBench bench;
    bench.run(1.0, Wave{.volts = {230.0, 211.6, 230.0}});
    BOOST_TEST(std::abs(bench.small(kUnbalance) - 274) <= 1);           // 0.08 / 2.92
    BOOST_TEST(std::abs(bench.small(kAmplitudeUnbalance) - 548) <= 1);  // 0.16 / 2.92
}

BOOST_AUTO_TEST_CASE(a_network_that_turns_back_is_all_negative_sequence_until_the_meter_is_told) {
    MeterBench bench;
    auto const swapped = [](double t) {
        auto x = Wave{}.at(t);
        std::swap(x[RM_IN_VB], x[RM_IN_VC]);
        return x;
    };
    bench.run(0.8, swapped);
    BOOST_TEST(bench.words(kUnbalance, 1)[0] == 65'535);  // more than the register holds
    BOOST_TEST(bench.write(12292, {1}) == RM_GOOD);
    bench.run(0.8, swapped);
    BOOST_TEST(bench.words(kUnbalance, 1)[0] <= 1);
}

BOOST_AUTO_TEST_CASE(power_and_reactive_power_have_their_signs_in_all_quadrants) {
    for (int quadrant = 0; quadrant < 4; ++quadrant) {
        double const lag = (45.0 + 90.0 * quadrant) / 180.0 * std::numbers::pi;
        MeterBench bench;
        bench.run(0.8, Wave{.lag = lag});
        BOOST_TEST(bench.number(kP) == 6900.0 * std::cos(lag), boost::test_tools::tolerance(3e-4));
        BOOST_TEST(bench.number(kQ) == 6900.0 * std::sin(lag), boost::test_tools::tolerance(3e-4));
    }
}

BOOST_AUTO_TEST_CASE(a_reversed_sensor_turns_the_sign_and_a_second_setting_turns_it_back) {
    MeterBench bench;
    BOOST_TEST(bench.write(13568, {1}) == RM_GOOD);
    bench.run(0.8, Wave{});
    BOOST_TEST(bench.number(kP1) == -2300.0, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(bench.write(13568, {0}) == RM_GOOD);
    bench.run(0.8, Wave{});
    BOOST_TEST(bench.number(kP1) == 2300.0, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(without_v1_the_frequency_is_that_of_v2) {
    MeterBench bench;
    bench.run(0.6, Wave{.frequency = 49.6});
    bench.run(1.5, Wave{.frequency = 49.6, .volts = {0.0, 230.0, 230.0}});
    BOOST_TEST(std::abs(bench.number(kF) * 0.001 - 49.6) <= 0.002);
    BOOST_TEST(bench.number(kV1) <= 1);
    BOOST_TEST(bench.number(kV1 + 2) * 0.01 == 230.0, boost::test_tools::tolerance(2e-4));
    BOOST_TEST(bench.number(kP1 + 2) == 2300.0, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(without_any_voltage_there_is_no_frequency_and_the_currents_are_still_told) {
    MeterBench bench;
    bench.run(1.0, Wave{.volts = {0.0, 0.0, 0.0}});
    BOOST_TEST(bench.number(kF) == 0);
    BOOST_TEST(bench.number(kI1) * 0.001 == 10.0, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(it_follows_a_step_of_the_frequency_within_half_a_second) {
    MeterBench bench;
    double angle = 0.0;
    double frequency = 47.3;
    auto const source = [&](double) {
        angle += frequency / RM_RATE;
        Wave const turned{.frequency = 1.0};
        return turned.at(angle);
    };
    bench.run(1.0, source);
    for (double const next : {60.0, 45.5, 65.0, 50.0}) {
        frequency = next;
        bench.run(0.75, source);
        BOOST_TEST(std::abs(bench.number(kF) * 0.001 - next) <= 0.01);
        BOOST_TEST(bench.number(kV1) * 0.01 == 230.0, boost::test_tools::tolerance(1e-3));
    }
}

BOOST_AUTO_TEST_CASE(a_network_that_comes_back_at_another_pace_is_followed) {
    for (auto const& [before, after] : {std::pair{60.0, 45.0}, std::pair{45.0, 65.0}}) {
        MeterBench bench;
        bench.run(1.0, Wave{.frequency = before});
        bench.run(1.0, [](double) { return Inputs{}; });
        bench.run(1.0, Wave{.frequency = after});
        BOOST_TEST(std::abs(bench.number(kF) * 0.001 - after) <= 0.002);
        BOOST_TEST(bench.number(kV1) * 0.01 == 230.0, boost::test_tools::tolerance(1e-4));
    }
}

BOOST_AUTO_TEST_CASE(there_are_no_readings_before_the_first_window_is_over) {
    MeterBench bench;
    bench.run(0.2, Wave{});
    BOOST_TEST(bench.small(36866) == 0);
    BOOST_TEST(bench.number(kV1) == 0);
    bench.run(0.4, Wave{});
    BOOST_TEST(bench.small(36866) == 1);
}

BOOST_AUTO_TEST_CASE(any_counts_at_all_do_no_harm) {
    MeterBench bench;
    std::uint32_t noise = 1;
    std::array<std::int32_t, RM_INPUTS> x{};
    std::int32_t const top = (1 << (RM_ADC_BITS - 1)) - 1;
    for (int n = 0; n < 3 * RM_RATE; ++n) {
        for (auto& one : x) {
            noise = noise * 1664525U + 1013904223U;
            one = n < RM_RATE ? (noise >> 31 != 0 ? top : -top - 1) : static_cast<std::int32_t>(noise);  // beyond the converters, too
        }
        rm_meter_feed(bench.meter.get(), x.data());
    }
    bench.run(1.0, Wave{});
    BOOST_TEST(bench.number(kV1) * 0.01 == 230.0, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace mb::reference
