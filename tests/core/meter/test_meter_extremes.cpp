// SPDX-License-Identifier: GPL-3.0-or-later
// Minima and maxima through the whole meter, and the groups in which they are reset.
#include <boost/test/data/test_case.hpp>

#include <map>
#include <string>

#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

using Names = std::vector<std::string>;

/// The register family's bits of a load; names of blocks inst_max or avg_max.
std::map<int, Names> const kGroups{
    {0x1, {"v1", "v2", "v3", "vn"}},  {0x2, {"u12", "u23", "u31"}},
    {0x4, {"i1", "i2", "i3", "in"}},  {0x8, {"f"}},
    {0x30, {"p", "p1", "p2", "p3"}},  {0xC0, {"q", "q1", "q2", "q3"}},
    {0x100, {"s", "s1", "s2", "s3"}}, {0x200, {"pf", "pf_type", "pf1", "pf1_type", "pf2", "pf2_type", "pf3", "pf3_type"}},
};
/// Those of instantaneous values only, block qual.
std::map<int, Names> const kQualities{{0x200, {"phi1", "phi2", "phi3"}},
                                      {0x1000, {"thd_i1", "thd_i2", "thd_i3", "thd_i_sys"}},
                                      {0x8000, {"crest_i1", "crest_i2", "crest_i3"}}};
/// Of the network.
std::map<int, Names> const kNetwork{{0x1, {"v_nb", "v_nba"}},
                                    {0x2, {"u_nb", "u_nba"}},
                                    {0x400, {"thd_v1", "thd_v2", "thd_v3", "thd_v_sys"}},
                                    {0x800, {"thd_u12", "thd_u23", "thd_u31", "thd_u_sys"}},
                                    {0x2000, {"crest_v1", "crest_v2", "crest_v3"}},
                                    {0x4000, {"crest_u12", "crest_u23", "crest_u31"}}};

/// All have values; after writing `bits` exactly those of groups with one of them have none.
void only_these_are_gone(MeterBench& bench, std::map<int, Names> const& groups, std::string const& before, std::string const& after,
                         int bits) {
    for (auto const& [group, names] : groups)
        for (auto const& name : names)
            BOOST_TEST(bench.has(before + name + after) == ((group & bits) == 0), before << name << after << " after " << bits);
}

}  // namespace

BOOST_AUTO_TEST_CASE(instantaneous_extremes_come_with_their_times) {
    MeterBench bench;
    bench.set_clock(k2024);
    bench.run(lagging(60.0), 2);
    Star high = lagging(-36.87, 20.0);
    high.voltage = 240.0;
    bench.run(high, 2);
    bench.run(lagging(60.0), 1);
    bench.near("load1.inst_max.v1", 240.0);
    bench.near("load1.inst_min.v1", 230.0);
    bench.near("load1.inst_max.u12", 240.0 * std::sqrt(3.0));
    bench.near("load1.inst_max.i3", 20.0);
    BOOST_TEST(std::abs(bench.number("load1.inst_max.v1_date") - static_cast<double>(k2024 / 1000 + 3)) <= 1.0);
    BOOST_TEST(std::abs(bench.number("load1.inst_min.i1_date") - static_cast<double>(k2024 / 1000)) <= 1.0);
    bench.near("load1.inst_min.pf_type", 2.0, 0.0);
    BOOST_TEST(!bench.has("load2.inst_max.v1"));
}

BOOST_AUTO_TEST_CASE(qualities_have_extremes_of_the_network_and_of_the_load) {
    MeterBench bench;
    Star distorted;
    distorted.tones = {{5, 0.1, 0.2}};
    bench.run(distorted, 2);
    bench.near("net_qual.thd_v1_max", 10.0, 1e-3);
    bench.near("load1.qual.thd_i1_max", 20.0, 1e-3);
    BOOST_TEST(!bench.has("net_qual.thd_v1_max_date"));  // the clock is not set
    bench.set_clock(k2024);
    bench.run(Star{}, 2);
    // Under 0.1 % of nothing: the noise of float samples.
    BOOST_TEST(bench.number("net_qual.thd_v1_min") < 0.1);
    bench.near("net_qual.crest_v1_min", std::numbers::sqrt2, 1e-3);
    BOOST_TEST(std::abs(bench.number("net_qual.thd_v1_min_date") - static_cast<double>(k2024 / 1000 + 1)) <= 1.0);
}

BOOST_DATA_TEST_CASE(a_bit_resets_its_group_of_instantaneous_extremes_and_no_other,
                     boost::unit_test::data::make({0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x1000, 0x8000, 0xFFFF})) {
    MeterBench bench;
    bench.set_clock(k2024);
    bench.run(lagging(60.0), 1);
    only_these_are_gone(bench, kGroups, "load1.inst_max.", "", 0);
    only_these_are_gone(bench, kQualities, "load1.qual.", "_max", 0);
    bench.write("load1.cmd.reset_minmax_inst", sample);
    only_these_are_gone(bench, kGroups, "load1.inst_max.", "", sample);
    only_these_are_gone(bench, kGroups, "load1.inst_min.", "", sample);
    only_these_are_gone(bench, kQualities, "load1.qual.", "_max", sample);
    only_these_are_gone(bench, kNetwork, "net_qual.", "_max", 0);
    bench.run(lagging(60.0), 1);  // and begin anew
    only_these_are_gone(bench, kGroups, "load1.inst_max.", "", 0);
}

BOOST_DATA_TEST_CASE(a_bit_resets_its_group_of_the_network_and_no_other,
                     boost::unit_test::data::make({0x1, 0x2, 0x400, 0x800, 0x2000, 0x4000, 0xFFFF})) {
    MeterBench bench;
    bench.run(lagging(60.0), 1);
    only_these_are_gone(bench, kNetwork, "net_qual.", "_min", 0);
    bench.write("cmd.reset_minmax_net", sample);
    only_these_are_gone(bench, kNetwork, "net_qual.", "_min", sample);
    only_these_are_gone(bench, kNetwork, "net_qual.", "_max", sample);
    only_these_are_gone(bench, kGroups, "load1.inst_max.", "", 0);
}

BOOST_AUTO_TEST_CASE(a_bit_resets_its_group_of_the_extremes_of_averages_and_no_other) {
    MeterBench bench;
    bench.write("cfg_meas.win_avg", 60);
    bench.set_clock(k2024);
    bench.run(lagging(60.0), 61);
    int gone = 0;
    for (int const bits : {0x1, 0x2, 0x4, 0x8, 0x10, 0x40, 0x100, 0x200}) {
        bench.write("load1.cmd.reset_minmax_avg", bits);
        gone |= bits;
        only_these_are_gone(bench, kGroups, "load1.avg_max.", "", gone);
        only_these_are_gone(bench, kGroups, "load1.avg_min.", "", gone);
    }
    only_these_are_gone(bench, kGroups, "load1.inst_max.", "", 0);
}
