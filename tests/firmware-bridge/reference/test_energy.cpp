// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "tests/firmware-bridge/reference/meter_bench.hpp"

namespace mb::reference {
namespace {

BOOST_AUTO_TEST_SUITE(reference_energy)

/// In 0.1 Wh: whole thousands of Wh in two registers, the rest in one.
std::int64_t tenths(MeterBench const& bench, std::uint16_t first) {
    auto const w = bench.words(first, 3);
    return (std::int64_t{w[0]} << 16 | w[1]) * 10'000 + w[2];
}

/// Frames of one cycle of 50 Hz, again and again.
class Cycle {
public:
    explicit Cycle(Wave const& wave) {
        for (std::size_t n = 0; n < frames_.size(); ++n) frames_[n] = MeterBench::counts(wave.at(static_cast<double>(n) / RM_RATE));
    }
    void run(MeterBench& bench, std::int64_t seconds) const {
        for (std::int64_t n = 0; n < seconds * 50; ++n)
            for (auto const& frame : frames_) rm_meter_feed(bench.meter.get(), frame.data());
    }
    /// Sum of products of one cycle, in whole numbers.
    std::int64_t work() const {
        std::int64_t sum = 0;
        for (auto const& frame : frames_)
            for (std::size_t p = 0; p < 3; ++p) sum += std::int64_t{frame[p]} * frame[RM_IN_I1 + p];
        return sum;
    }

private:
    std::array<std::array<std::int32_t, RM_INPUTS>, 192> frames_{};
};

/// An hour at 69 kW cos 30°, cap: all but what is still in the delay line and the running cycle (75 ms) is counted, to the last 0.1 Wh.
void hours(std::int64_t seconds) {
    Cycle const cycle{Wave{.amperes = {100.0, 100.0, 100.0}, .lag = -std::numbers::pi / 6.0}};
    MeterBench bench;
    cycle.run(bench, seconds);
    std::int64_t const whole = cycle.work() * 50 * seconds / RM_TENTH_WATT_HOUR;
    std::int64_t const waiting = cycle.work() * 4 / RM_TENTH_WATT_HOUR + 1;
    BOOST_TEST(tenths(bench, kEaPos) <= whole);
    BOOST_TEST(tenths(bench, kEaPos) >= whole - waiting);
    double const hours = static_cast<double>(seconds) / 3600.0;
    BOOST_TEST(0.1 * static_cast<double>(tenths(bench, kEaPos)) == 69'000.0 * std::cos(std::numbers::pi / 6.0) * hours,
               boost::test_tools::tolerance(2e-5 + 0.1 / static_cast<double>(seconds)));
    BOOST_TEST(0.1 * static_cast<double>(tenths(bench, kEaPos + 9)) == 34'500.0 * hours,
               boost::test_tools::tolerance(1e-4 + 0.1 / static_cast<double>(seconds)));  // Er-
    BOOST_TEST(0.1 * static_cast<double>(tenths(bench, kEaPos + 12)) == 69'000.0 * hours,
               boost::test_tools::tolerance(1e-4 + 0.1 / static_cast<double>(seconds)));  // Eap
    BOOST_TEST(tenths(bench, kEaPos + 3) == 0);
    BOOST_TEST(tenths(bench, kEaPos + 6) <= 1);
}

BOOST_AUTO_TEST_CASE(the_energy_of_a_minute_is_the_sum_of_its_products) { hours(60); }
BOOST_AUTO_TEST_CASE(the_energy_of_an_hour_is_the_sum_of_its_products, *boost::unit_test::label("hours")) { hours(3600); }

BOOST_AUTO_TEST_CASE(a_tiny_power_loses_nothing) {
    // 3 · 230 V · 5 mA = 3.45 W: 0.1 Wh takes 104 s; four of them and a little more, and no rest is lost on the way.
    Cycle const cycle{Wave{.amperes = {0.005, 0.005, 0.005}}};
    MeterBench bench;
    cycle.run(bench, 430);
    BOOST_TEST(tenths(bench, kEaPos) == cycle.work() * 50 * 430 / RM_TENTH_WATT_HOUR);
    BOOST_TEST(tenths(bench, kEaPos) == 4);
}

BOOST_AUTO_TEST_CASE(energy_that_flows_back_has_a_register_of_its_own) {
    Cycle const cycle{Wave{.lag = std::numbers::pi}};
    MeterBench bench;
    cycle.run(bench, 30);
    BOOST_TEST(tenths(bench, kEaPos) == 0);
    BOOST_TEST(std::abs(static_cast<double>(tenths(bench, kEaPos + 3)) - 575.0) <= 2.0);  // 6900 W · 30 s
}

BOOST_AUTO_TEST_CASE(partial_energies_begin_anew_and_the_totals_do_not) {
    Cycle const cycle{Wave{}};
    MeterBench bench;
    cycle.run(bench, 20);
    auto const before = tenths(bench, kEaPos);
    BOOST_TEST(bench.write(20096, {63}) == RM_ILLEGAL_FUNCTION);  // the lock is closed
    BOOST_TEST(bench.write(58112, {1000}) == RM_GOOD);
    BOOST_TEST(bench.write(20096, {1}) == RM_ILLEGAL_VALUE);
    BOOST_TEST(bench.write(20096, {63}) == RM_GOOD);
    cycle.run(bench, 10);
    BOOST_TEST(tenths(bench, 19891) == before);  // last
    BOOST_TEST(std::abs(static_cast<double>(tenths(bench, 19872) + before - tenths(bench, kEaPos))) <= 1.0);
}

// P of a balanced load is constant, so the n-th pulse comes n · W / P after the first power, plus the output's constant delay.
BOOST_AUTO_TEST_CASE(pulses_stand_where_the_energy_passes_within_a_sample) {
    for (double const f : {50.0, 49.3, 61.7}) {
        MeterBench bench{{230.0, 100.0, f > 55.0}};
        double const power = 3.0 * 230.0 * 75.0 * 0.8;
        std::vector<rm_moment> all;
        for (int n = 0; n < 200; ++n) {
            bench.run(0.1, Wave{.frequency = f, .amperes = {75.0, 75.0, 75.0}, .lag = std::acos(0.8)});
            for (rm_moment at = 0; rm_meter_pulse(bench.meter.get(), &at);) {
                BOOST_TEST(at <= rm_meter_now(bench.meter.get()));
                all.push_back(at);
            }
        }
        BOOST_TEST_REQUIRE(all.size() > 2000U);
        double const step = 360.0 / power * RM_RATE;
        double worst = 0.0;
        for (std::size_t n = 0; n < all.size(); ++n) {
            double const due = static_cast<double>(n + 1) * step + static_cast<double>(RM_PULSE_LATENCY / RM_SAMPLE);
            worst = std::max(worst, std::abs(static_cast<double>(all[n]) / RM_SAMPLE - due));
        }
        BOOST_TEST(worst <= 1.0);
        BOOST_TEST(bench.words(52254, 4)[3] == bench.meter->pulses.count);
    }
}

BOOST_AUTO_TEST_CASE(a_pulse_is_worth_its_weight) {
    Cycle const cycle{Wave{.amperes = {100.0, 100.0, 100.0}}};
    MeterBench bench;
    BOOST_TEST(bench.write(52357, {0, 25}) == RM_GOOD);  // 2.5 Wh
    cycle.run(bench, 60);
    auto const count = bench.words(52254, 4)[3];
    BOOST_TEST(std::abs(count - 69'000.0 / 60.0 / 2.5) <= 1.5);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace mb::reference
