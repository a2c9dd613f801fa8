// SPDX-License-Identifier: GPL-3.0-or-later
// Settings as a client writes them: read back, and of effect.
#include "core/meter/wiring_settings.hpp"
#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

/// A lag of 60 degrees; the fifth order with 10 % and 20 % in phase, the forty-fifth with 10 % of the voltage.
Star distorted() {
    Star star = lagging(60.0);
    star.tones = {{5, 0.1, 0.2}, {45, 0.1, 0.0}};
    return star;
}
double const kFactorV = std::sqrt(1.0 + 0.01 + 0.01);
double const kFactorI = std::sqrt(1.0 + 0.04);
double const kS = 6900.0 * kFactorV * kFactorI;
double const kP = 6900.0 * (0.5 + 0.1 * 0.2);
double const kQ = 6900.0 * std::sin(60.0 * kDegree);

/// `star` with a constant on a lane.
std::vector<Frame> with_dc(Star const& star, Channel channel, float dc) {
    auto frames = frames_of(star, 1.0);
    for (Frame& f : frames) f.lanes[index(channel)] += dc;
    return frames;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_setting_is_read_back_as_written) {
    MeterBench bench;
    for (Symbol const& symbol : symbols()) {
        if (!symbol.setting) continue;
        Setting const& setting = info(*symbol.setting);
        if (concerns_wiring(setting.id)) continue;  // not every value goes with every other: test_loads.cpp
        for (double const x : {setting.lowest, setting.highest, setting.preset}) {
            if (setting.whole)
                bench.write(symbol.name, static_cast<int>(x));
            else
                bench.write(symbol.name, Value{x});
            BOOST_TEST(bench.number(symbol.name) == x, symbol.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(conventions_of_power_follow_their_settings) {
    MeterBench bench;
    bench.run(distorted(), 1);
    bench.near("load1.inst.s", kS);
    bench.near("load1.inst.p", kP);
    bench.near("load1.inst.q", kQ);
    bench.near("load1.inst.pf", kP / kS);
    bench.write("cfg_meas.power_method", 1);
    bench.write("cfg_meas.pf_convention", 1);
    bench.run(distorted(), 1);
    bench.near("load1.inst.s", std::hypot(kP, kQ));
    bench.near("load1.inst.pf", -kP / std::hypot(kP, kQ));
    bench.write("cfg_meas.power_method", 0);
    bench.write("own.reactive_method", 1);
    bench.run(distorted(), 1);
    bench.near("load1.inst.q", std::sqrt(kS * kS - kP * kP));
    bench.near("load1.inst.q1", std::sqrt(kS * kS - kP * kP) / 3.0);
}

BOOST_AUTO_TEST_CASE(distortion_follows_its_settings) {
    MeterBench bench;
    bench.write("own.tdd_current", Value{40.0});
    double const both = std::sqrt(0.02);
    auto const thd_is = [&](double ratio) {
        bench.run(distorted(), 1);
        bench.near("net_inst.v1", 230.0 * kFactorV);
        bench.near("load1.fund.tdd_i1", 100.0 * 10.0 * 0.2 / 40.0, 1e-3);
        bench.near("net_fund.thd_v1", 100.0 * ratio, 1e-3);
    };
    thd_is(both);
    bench.write("cfg_meas.thd_ref", 1);
    thd_is(both / kFactorV);
    bench.write("cfg_meas.thd_ref", 0);
    bench.write("cfg_meas.thd_limit", 0);
    thd_is(0.1);
    bench.write("cfg_meas.thd_method", 0);  // everything but the fundamental has no limit
    thd_is(both);
}

BOOST_AUTO_TEST_CASE(the_neutral_current_is_computed_or_measured) {
    MeterBench bench;
    auto const frames = with_dc(Star{}, Channel::i4, 3.0F);
    bench.feed(frames);
    BOOST_TEST(bench.number("load1.inst.in") < 0.001);
    bench.write("own.neutral_source", 1);
    bench.feed(frames);
    bench.near("load1.inst.in", 3.0);
    bench.near("load1.fast.in", 3.0);
}

BOOST_AUTO_TEST_CASE(dc_is_a_part_of_rms_unless_it_is_removed) {
    MeterBench bench;
    auto const frames = with_dc(Star{}, Channel::va, 50.0F);
    bench.feed(frames);
    bench.near("net_inst.v1", std::hypot(230.0, 50.0));
    bench.write("own.remove_dc", 1);
    bench.feed(frames);
    bench.near("net_inst.v1", 230.0);
}

BOOST_AUTO_TEST_CASE(fast_values_last_as_many_cycles_as_were_set) {
    for (int const cycles : {1, 3, 10}) {
        MeterBench bench;
        bench.write("own.fast_cycles", cycles);
        bench.run(Star{}, 1);
        auto const fast = bench.meter.snapshot()->fast;
        BOOST_REQUIRE(fast.has_value());
        BOOST_TEST(std::abs((fast->end - fast->begin) / 192.0 - cycles) < 1e-3);
        bench.near("net_fast.v1", 230.0);
    }
}

BOOST_AUTO_TEST_CASE(instantaneous_values_of_a_second_are_made_of_five_windows) {
    MeterBench bench;
    bench.write("cfg_meas.win_inst", Value{1.0});
    bench.run(Star{}, 2);
    auto const before = bench.meter.snapshot()->windows;
    bench.near("net_inst.window", 1.0, 1e-5);
    bench.near("load1.inst.window", 1.0, 1e-5);
    Star high;
    high.voltage = 250.0;
    bench.run(high, 3);
    BOOST_TEST(bench.meter.snapshot()->windows == before + 3);
    bench.near("net_inst.v1", 250.0);
    bench.near("load1.inst_min.v1", 230.0);
}

BOOST_AUTO_TEST_CASE(demand_follows_its_settings) {
    MeterBench bench;
    bench.set_clock(k2024);
    bench.run(Star{}, 2);
    BOOST_TEST(std::abs(bench.number("load1.demand.pred_left") - 898.0) <= 1.0);
    bench.write("cfg_energy.demand_period", 60);
    bench.run(Star{}, 1);
    BOOST_TEST(std::abs(bench.number("load1.demand.pred_left") - 57.0) <= 1.0);
    bench.write("own.demand_parts", 4);
    bench.run(Star{}, 1);
    BOOST_TEST(std::abs(bench.number("load1.demand.pred_left") - 11.0) <= 1.0);

    bench.write("cfg_energy.demand_sync", 2);
    bench.run(Star{}, 2);
    bench.write("cmd.demand_sync", 1);
    bench.run(Star{}, 4);
    bench.write("cmd.demand_sync", 1);
    bench.run(Star{}, 1);
    bench.near("load1.demand.n1_p_pos", 6900.0);
    bench.near("load1.demand.n1_flag", 0.0, 0.0);
    BOOST_TEST(bench.number("load1.demand.n1_date") == static_cast<double>(k2024 / 1000 + 10));
    BOOST_TEST(bench.number("load1.demand.n2_flag") == 1.0);  // the one that the setting cut
}

BOOST_AUTO_TEST_CASE(the_prediction_follows_its_short_mean) {
    for (auto const& [window, expected] : {std::pair{1, 20.0}, {10, 15.0}}) {
        MeterBench bench;
        bench.write("own.predict_window", window);
        bench.set_clock(k2024);
        bench.run(lagging(0.0, 10.0), 5);
        bench.run(lagging(0.0, 20.0), 5);
        // Ten of 900 s are past; within a second and what is under way of 10 s.
        bench.near("load1.demand.pred_p_pos", 690.0 * expected, 0.06);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_write_changes_nothing_of_its_request) {
    MeterBench bench;
    auto const before = bench.meter.snapshot()->settings;
    auto const refused = [&](std::vector<SymbolWrite> const& writes) {
        auto const commands = commands_for(writes);
        BOOST_REQUIRE(!commands);
        BOOST_TEST(!commands.error().sentence.empty());
    };
    auto const whole = [](char const* symbol, unsigned x) { return SymbolWrite{*find_symbol(symbol), Value{std::uint64_t{x}}}; };
    refused({whole("cfg_meas.win_avg", 61)});
    refused({whole("cfg_en50160.dip", 85), whole("cfg_en50160.dip_hyst", 21)});
    refused({whole("cfg_meas.thd_ref", 1), whole("net_inst.v1", 1)});
    refused({whole("load1.cmd.reset_partial_energy", 1)});
    refused({whole("cmd.demand_sync", 2)});
    refused({whole("clock.day", 1)});
    refused({SymbolWrite{*find_symbol("cfg_meas.thd_ref"), Value{std::string{"rms"}}}});
    BOOST_TEST((bench.meter.snapshot()->settings == before));
    bench.meter.carry_out(SetSetting{SettingId::dip, 0, 9.0});  // past the door of writes it is refused, too
    BOOST_TEST((bench.meter.snapshot()->settings == before));
}
