// SPDX-License-Identifier: GPL-3.0-or-later
// Commands of the whole device: running time, logs, the LED, store, restart and factory settings; partial energies one by one.
#include <string>

#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

Star loud(double voltage) {
    Star star;
    star.voltage = voltage;
    return star;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_running_time_counts_on_and_its_partial_one_begins_anew) {
    MeterBench bench;
    bench.run(Star{}, 5);
    bench.write("cmd.reset_hours", 0);
    bench.run(Star{}, 2);
    BOOST_TEST(bench.number("maint.hours_total") == 7.0);
    BOOST_TEST(bench.number("maint.hours_partial") == 2.0);
    BOOST_TEST(bench.refusal("cmd.reset_hours", Value{std::uint64_t{1}}) == "cmd.reset_hours takes 0 and nothing else");
}

BOOST_AUTO_TEST_CASE(an_emptied_log_keeps_what_runs_and_numbers_go_on) {
    MeterBench bench;
    bench.run(loud(230.0), 1);
    bench.run(loud(115.0), 1);
    bench.run(loud(230.0), 1);
    bench.run(loud(115.0), 1);
    BOOST_TEST_REQUIRE(bench.meter.snapshot()->events.size() == 2U);
    bench.write("cmd.reset_logs", 1);  // the log of alarms: another one
    BOOST_TEST(bench.meter.snapshot()->events.size() == 2U);
    bench.write("cmd.reset_logs", 2);
    auto const kept = bench.meter.snapshot()->events;
    BOOST_TEST_REQUIRE(kept.size() == 1U);
    BOOST_TEST(!kept[0].end.has_value());
    BOOST_TEST(kept[0].number == 2U);
    bench.run(loud(230.0), 1);
    auto const ended = bench.meter.snapshot()->events;
    BOOST_TEST_REQUIRE(ended.size() == 1U);
    BOOST_TEST(ended[0].end.has_value());
    BOOST_TEST(bench.refusal("cmd.reset_logs", Value{std::uint64_t{32}}) == "cmd.reset_logs takes the bits 1 to 16");
}

BOOST_AUTO_TEST_CASE(the_on_led_flashes_for_ten_seconds) {
    MeterBench bench;
    auto const changes = [&] {
        int count = 0;
        bool before = bench.meter.snapshot()->leds.on;
        for (int tenth = 0; tenth < 100; ++tenth) {
            bench.feed(frames_of(Star{}, 0.1));
            bool const now = bench.meter.snapshot()->leds.on;
            count += now != before;
            before = now;
        }
        return count;
    };
    BOOST_TEST(changes() == 0);
    bench.write("cmd.blink", 1);
    BOOST_TEST(changes() == 39);  // forty quarters of a second, dark or lit by turns
    BOOST_TEST(bench.meter.snapshot()->leds.on);
    BOOST_TEST(changes() == 0);
}

BOOST_AUTO_TEST_CASE(a_restart_takes_the_stored_settings_and_keeps_what_was_counted) {
    MeterBench bench;
    bench.set_clock(k2024);
    bench.write("cfg_meas.win_avg", Value{120.0});
    bench.meter.carry_out(StoreSettings{});
    bench.write("cfg_meas.win_avg", Value{300.0});
    bench.write("cfg_network.v_nom", Value{400.0});
    bench.run(loud(230.0), 30);
    double const counted = bench.number("load1.energy.ea_pos");
    double const highest = bench.number("load1.inst_max.i1");
    std::size_t const events = bench.meter.snapshot()->events.size();  // the voltage is a dip of 400 V
    BOOST_TEST_REQUIRE(events > 0U);
    bench.meter.carry_out(Restart{});
    BOOST_TEST(bench.number("cfg_meas.win_avg") == 120.0);
    BOOST_TEST(bench.number("cfg_network.v_nom") == 230.0);
    BOOST_TEST(!bench.has("net_inst.v1"));
    BOOST_TEST(bench.number("load1.energy.ea_pos") == counted);
    BOOST_TEST(bench.number("load1.inst_max.i1") == highest);
    BOOST_TEST(bench.meter.snapshot()->events.size() == events);
    BOOST_TEST(bench.number("clock.second") == 30.0);
    bench.run(loud(230.0), 1);
    bench.near("net_inst.v1", 230.0);
}

BOOST_AUTO_TEST_CASE(factory_settings_are_those_that_the_meter_was_made_with) {
    MeterSettings made;
    BOOST_TEST_REQUIRE(bool(made.settings.set(SettingId::dip, 85.0)));
    MeterBench bench{made};
    bench.write("cfg_en50160.dip", Value{70.0});
    bench.meter.carry_out(StoreSettings{});
    bench.meter.carry_out(Restart{});
    BOOST_TEST(bench.number("cfg_en50160.dip") == 70.0);
    bench.meter.carry_out(Restart{true});
    BOOST_TEST(bench.number("cfg_en50160.dip") == 85.0);
    bench.meter.carry_out(Restart{});  // they are the stored ones now
    BOOST_TEST(bench.number("cfg_en50160.dip") == 85.0);
}

BOOST_AUTO_TEST_CASE(largest_demands_go_with_the_extremes_of_averages_of_their_kind) {
    MeterBench bench;
    bench.write("cfg_energy.demand_period", 60);
    bench.set_clock(k2024);
    bench.run(lagging(60.0), 61);
    bench.near("load1.demand.max_p_pos", bench.number("load1.demand.n1_p_pos"), 0.0);
    BOOST_TEST(bench.number("load1.demand.max_p_pos") > 3'000.0);  // 3450 W but for the meter's first windows
    bench.write("load1.cmd.reset_minmax_avg", 0xF);
    BOOST_TEST(bench.has("load1.demand.max_p_pos"));
    bench.write("load1.cmd.reset_minmax_avg", 0x30);
    BOOST_TEST(!bench.has("load1.demand.max_p_pos"));
    BOOST_TEST(bench.has("load1.demand.max_s"));
    bench.write("load1.cmd.reset_minmax_inst", 0xFFFF);  // instantaneous values are none of them
    BOOST_TEST(bench.has("load1.demand.max_s"));
    bench.write("load1.cmd.reset_minmax_avg", 0xFFFF);
    BOOST_TEST(!bench.has("load1.demand.max_s"));
}

BOOST_AUTO_TEST_CASE(partial_energies_are_cleared_one_by_one) {
    MeterBench bench;
    bench.run(lagging(60.0), 20);
    double const active = bench.number("load1.energy.part_ea_pos_res");
    double const apparent = bench.number("load1.energy.part_eap_res");
    BOOST_TEST_REQUIRE(active > 0.0);
    bench.write("load1.cmd.clear_partial", 1);
    BOOST_TEST(bench.number("load1.energy.part_ea_pos_res") == 0.0);
    BOOST_TEST(bench.number("load1.energy.last_ea_pos_res") == active);
    BOOST_TEST(bench.number("load1.energy.part_eap_res") == apparent);
    BOOST_TEST(bench.number("load1.energy.part_er_pos_res") > 0.0);
    BOOST_TEST(bench.number("load1.energy.part_hours") > 0.0);
    bench.write("load1.cmd.clear_partial", 2 + 4);
    BOOST_TEST(bench.number("load1.energy.part_er_pos_res") == 0.0);
    BOOST_TEST(bench.number("load1.energy.part_eap_res") == 0.0);
    bench.write("load1.cmd.clear_partial", 32);
    BOOST_TEST(bench.number("load1.energy.part_hours") == 0.0);
    BOOST_TEST(bench.refusal("load1.cmd.clear_partial", Value{std::uint64_t{64}}) == "load1.cmd.clear_partial takes the bits 1 to 32");
}
