// SPDX-License-Identifier: GPL-3.0-or-later
// Energies and the pulse output through the whole meter.
#include <boost/test/data/test_case.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "core/meter/pulse.hpp"
#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;
using namespace std::chrono_literals;

namespace {

struct Quadrant {
    double lag;  // [deg]
    char const* active;
    char const* reactive;
    char const* quarter;
};
// As IEC 62053-23 draws them.
constexpr Quadrant kQuadrants[] = {{60.0, "ea_pos", "er_pos", "er_pos_lag"},
                                   {120.0, "ea_neg", "er_pos", "er_pos_lead"},
                                   {240.0, "ea_neg", "er_neg", "er_neg_lag"},
                                   {300.0, "ea_pos", "er_neg", "er_neg_lead"}};
constexpr char const* kEnergiesOfLed[] = {"ea_pos", "ea_neg", "er_pos", "er_neg", "eap"};

std::string energy(std::string_view name) { return "load1.energy." + std::string{name}; }

}  // namespace

BOOST_AUTO_TEST_CASE(each_quadrant_counts_its_own_energies) {
    for (Quadrant const& q : kQuadrants) {
        MeterBench bench;
        bench.run(lagging(q.lag), 3);
        bench.run(dark(), 1);
        double const p = 6900.0 * std::abs(std::cos(q.lag * kDegree));
        double const r = 6900.0 * std::abs(std::sin(q.lag * kDegree));
        double const apparent = bench.number(energy("eap"));
        BOOST_TEST_CONTEXT(q.lag << " degrees") {
            // Three seconds of 6900 VA, without the settling of the filter.
            BOOST_TEST(apparent > 6900.0 * 2.65 / 3600.0);
            BOOST_TEST(apparent < 6900.0 * 3.0 / 3600.0 * 1.001);
            bench.near(energy(q.active), apparent * p / 6900.0);
            // In the window in which the signal ends after a part d, P and S are d of it and the product of fundamentals d².
            double const reactive = bench.number(energy(q.reactive));
            BOOST_TEST(reactive <= apparent * r / 6900.0 * 1.0001);
            BOOST_TEST(reactive >= apparent * r / 6900.0 - 6900.0 * 0.2 * 0.25 / 3600.0);  // d - d² is a quarter at the most
            bench.near(energy(q.quarter), bench.number(energy(q.reactive)), 0.0);
            for (char const* name : {"er_pos_lag", "er_pos_lead", "er_neg_lag", "er_neg_lead"})
                if (std::string_view{name} != q.quarter) BOOST_TEST(bench.number(energy(name)) == 0.0);
        }
    }
}

BOOST_AUTO_TEST_CASE(partial_energies_begin_anew_and_totals_go_on) {
    MeterBench bench;
    bench.set_clock(k2024);
    bench.run(Star{}, 30);
    bench.write("load1.cmd.reset_partial_energy", 63);
    BOOST_TEST(bench.number("load1.energy.part_ea_pos_res") == 0.0);
    double const last = bench.number("load1.energy.last_ea_pos_res");
    BOOST_TEST(std::abs(last - 6900.0 * 30 / 3600) < 0.8);  // 0.4 s: the start and the window under way
    bench.near("load1.energy.last_date", static_cast<double>(k2024 / 1000 + 30), 0.0);
    BOOST_TEST(bench.number("load1.energy.last_hours") >= 29.0);
    bench.run(Star{}, 30);
    double const part = bench.number("load1.energy.part_ea_pos_res");
    BOOST_TEST(part > 57.0);
    // Both are rounded down to 0.1 Wh.
    double const missing = bench.number("load1.energy.ea_pos") - last - part;
    BOOST_TEST(missing >= 0.0);
    BOOST_TEST(missing <= 0.2);
    BOOST_TEST(bench.number("load1.energy.last_ea_pos_res") == last);
}

BOOST_AUTO_TEST_CASE(pulses_stand_where_the_energy_passes_the_weight) {
    MeterBench bench;
    auto const second = frames_of(Star{}, 1.0);
    std::optional<Instant> begin;  // of the first window
    for (std::size_t at = 0; at < second.size() && !begin; at += kBlockFrames) {
        bench.feed({second.begin() + static_cast<std::ptrdiff_t>(at), second.begin() + static_cast<std::ptrdiff_t>(at + kBlockFrames)});
        if (auto const s = bench.meter.snapshot(); s->windows > 0) {
            begin = s->window_end - s->window;
            bench.feed({second.begin() + static_cast<std::ptrdiff_t>(at + kBlockFrames), second.end()});
        }
    }
    BOOST_REQUIRE(begin.has_value());
    bench.run(Star{}, 2);
    // 0.1 Wh each: 360 J at 6900 W.
    BOOST_TEST(bench.pulses.size() > 45U);
    for (std::size_t k = 0; k < bench.pulses.size(); ++k) {
        double const due = seconds((*begin + kPulseLatency).time_since_epoch()) + static_cast<double>(k + 1) * 360.0 / 6900.0;
        BOOST_TEST(std::abs(seconds(bench.pulses[k].time_since_epoch()) - due) < 1.0 / kSampleRate);
    }
    BOOST_TEST(bench.number("pulse.saturated") == 0.0);
}

BOOST_DATA_TEST_CASE(every_energy_gives_as_many_pulses_as_it_has_weights, boost::unit_test::data::xrange(5), led) {
    for (double const weight : {0.1, 0.3})
        for (Quadrant const& q : kQuadrants) {
            MeterBench bench;
            bench.write("own.pulse_weight", Value{weight});
            bench.write("cfg_energy.led_energy", led);
            bench.run(lagging(q.lag), 2);
            bench.run(dark(), 1);
            double const counted = bench.number(energy(kEnergiesOfLed[led]));
            BOOST_TEST(bench.number("pulse.count") == std::floor(counted / weight));
            BOOST_TEST(bench.number("pulse.count") == static_cast<double>(bench.pulses.size()));
            std::string_view const name = kEnergiesOfLed[led];
            bool const moves = name == "eap" || name == q.active || name == q.reactive;
            BOOST_TEST((bench.number("pulse.count") > 0.0) == moves);
        }
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_follow_says_so_and_loses_no_pulse) {
    MeterBench bench;
    bench.run(lagging(0.0, 100.0), 3);  // 69 kW: 192 pulses a second
    BOOST_TEST(bench.number("pulse.saturated") == 1.0);
    for (std::size_t k = 1; k < bench.pulses.size(); ++k) BOOST_TEST((bench.pulses[k] - bench.pulses[k - 1] >= kPulsePeriod));
    bench.run(dark(), 4);
    BOOST_TEST(bench.number("pulse.saturated") == 0.0);
    BOOST_TEST(bench.number("pulse.count") == std::floor(bench.number(energy("ea_pos")) * 10.0));
}

BOOST_AUTO_TEST_CASE(a_load_that_is_not_in_use_gives_no_pulses_and_the_sum_of_all_does) {
    for (auto const& [load, moves] : {std::pair{0, true}, {1, false}, {3, false}, {254, true}}) {
        MeterBench bench;
        bench.write("cfg_energy.led_load", load);
        bench.run(Star{}, 2);
        BOOST_TEST((bench.number("pulse.count") > 0.0) == moves);
    }
}
