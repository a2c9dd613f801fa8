// SPDX-License-Identifier: GPL-3.0-or-later
// Events as their blocks of registers tell them, and the settings that judge them.
#include <string>

#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

Star at_level(double level) {
    Star star;
    star.level = [level](int, double) { return level; };
    return star;
}

/// A second at the level, after one and before one at nominal.
void disturb(MeterBench& bench, double level) {
    bench.run(Star{}, 1);
    bench.run(at_level(level), 1);
    bench.run(Star{}, 1);
}

/// Its count times what one count is worth.
double told(MeterBench& bench, std::string const& block, std::string const& value, std::string const& count) {
    return bench.number(block + value) * bench.number(block + count);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_block_of_a_dip_tells_its_currents) {
    MeterSettings settings;
    settings.nominal.current = 20.0;  // fits counts of 1 mA, where the voltages are in counts of 10 mV
    MeterBench bench{settings};
    disturb(bench, 0.5);
    std::string const block = "event_en50160_2.";
    BOOST_TEST(std::abs(told(bench, block, "v1_ext", "w_vu") - 115.0) < 0.05);
    BOOST_TEST(std::abs(told(bench, block, "u31_ext", "w_vu") - 115.0 * std::sqrt(3.0)) < 0.1);
    for (char const* phase : {"i1", "i2", "i3"}) {
        BOOST_TEST(std::abs(told(bench, block, std::string{phase} + "_ext", std::string{"w_"} + phase) - 10.0) < 0.01);
        BOOST_TEST(std::abs(told(bench, block, std::string{phase} + "_ref", std::string{"w_"} + phase) - 20.0) < 0.01);
    }
    BOOST_TEST(bench.number(block + "lines") == 0b111111);
    BOOST_TEST(bench.number(block + "where") == 0.0);
    BOOST_TEST(bench.number(block + "release") == 92.0);
    BOOST_TEST(!bench.has("event_inrush_1.start"));
}

BOOST_AUTO_TEST_CASE(an_overcurrent_has_a_block_of_its_load) {
    MeterBench bench;
    bench.run(Star{}, 1);
    bench.run(lagging(0.0, 300.0), 1);
    std::string const block = "event_inrush_1.";
    BOOST_TEST(bench.number(block + "active") == 1.0);
    BOOST_TEST(!bench.has(block + "end"));
    bench.run(Star{}, 1);
    BOOST_TEST(bench.number(block + "active") == 0.0);
    BOOST_TEST(bench.number(block + "event") == 4.0);
    BOOST_TEST(bench.number(block + "where") == 1.0);
    BOOST_TEST(bench.number(block + "trig") == 120.0);
    BOOST_TEST(bench.number(block + "release") == 118.0);
    // 300 A do not fit 65 535 counts of 1 mA.
    BOOST_TEST(bench.number(block + "w_i2") == 0.01);
    // The current steps with the cycle it stands in; its angle does not, so no cycle holds more.
    BOOST_TEST(std::abs(told(bench, block, "i2_ext", "w_i2") - 300.0) < 0.5);
    BOOST_TEST(std::abs(told(bench, block, "i2_ref", "w_i2") - 100.0) < 0.01);
    BOOST_TEST((static_cast<unsigned>(bench.number(block + "lines")) & 0b0111000000U) == 0b0111000000U);
    BOOST_TEST(std::abs(bench.number(block + "end") - bench.number(block + "start") - 1000.0) <= 30.0);  // by a window and a half
    BOOST_TEST(!bench.has("event_inrush_2.start"));
    BOOST_TEST(!bench.has("event_en50160_2.start"));
}

BOOST_AUTO_TEST_CASE(thresholds_are_settings) {
    struct Case {
        double level;
        char const* setting;
        int value;
        char const* active;
        bool before;  // an event with the default
    };
    for (Case const& c : {Case{0.85, "cfg_en50160.dip", 80, "event_en50160_2.start", true},
                          Case{1.15, "cfg_en50160.swell", 120, "event_en50160_1.start", true},
                          Case{0.2, "cfg_en50160.int", 30, "event_en50160_3.start", false}}) {
        MeterBench preset, changed;
        changed.write(c.setting, c.value);
        disturb(preset, c.level);
        disturb(changed, c.level);
        BOOST_TEST(preset.has(c.active) == c.before, c.setting);
        BOOST_TEST(changed.has(c.active) != c.before, c.setting);
    }
    MeterBench bench;
    bench.write("cfg_inrush_1.threshold", 15);
    bench.run(Star{}, 1);
    BOOST_TEST(!bench.has("event_inrush_1.start"));
    bench.run(lagging(0.0, 20.0), 1);
    BOOST_TEST(bench.number("event_inrush_1.trig") == 15.0);
}

BOOST_AUTO_TEST_CASE(a_hysteresis_decides_whether_a_dip_ends) {
    for (auto const& [hysteresis, ended] : {std::pair{2, true}, {5, false}}) {
        MeterBench bench;
        bench.write("cfg_en50160.dip_hyst", hysteresis);
        bench.run(Star{}, 1);
        bench.run(at_level(0.8), 1);
        bench.run(at_level(0.93), 1);
        BOOST_TEST(bench.has("event_en50160_2.end") == ended);
    }
}

BOOST_AUTO_TEST_CASE(a_setting_changes_what_begins_afterwards) {
    MeterBench bench;
    bench.run(Star{}, 1);
    bench.run(at_level(0.8), 1);
    bench.write("cfg_en50160.dip", 70);
    bench.run(at_level(0.8), 1);
    BOOST_TEST(bench.number("event_en50160_2.active") == 1.0);
    BOOST_TEST(bench.number("event_en50160_2.trig") == 90.0);
    bench.run(Star{}, 1);
    bench.run(at_level(0.8), 1);
    BOOST_TEST(bench.meter.snapshot()->events.size() == 1U);
    bench.run(Star{}, 1);
    bench.run(at_level(0.6), 1);
    BOOST_TEST(bench.number("event_en50160_2.trig") == 70.0);
}

BOOST_AUTO_TEST_CASE(a_sliding_reference_follows_the_voltage) {
    for (int const sliding : {0, 1}) {
        MeterBench bench;
        bench.write("cfg_en50160.reference", sliding);
        // 220 windows of (1 - 0.0033): half of the way from 100 to 94 %; 86 % of nominal is then 88.7 % of the reference.
        bench.run(at_level(0.94), 42);
        bench.run(at_level(0.5), 1);
        double const reference = told(bench, "event_en50160_2.", "v1_ref", "w_vu");
        double const half = std::pow(0.9967, 207);  // 42 s less the start and what is under way; ten windows are 3 % of 7 V
        BOOST_TEST(std::abs(reference - (sliding == 1 ? 230.0 * (0.94 + 0.06 * half) : 230.0)) < 0.25);
    }
}
