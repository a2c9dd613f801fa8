// SPDX-License-Identifier: GPL-3.0-or-later
// What the older families' registers tell otherwise: power factors, energies in coarse steps, the secondary side.
#include <cmath>
#include <string>

#include "core/meter/attribute_values.hpp"
#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

BOOST_AUTO_TEST_CASE(the_old_power_factor_has_its_nature_in_the_sign_in_all_four_quadrants) {
    struct Row {
        double lag;  // [deg]
        double nature;
        double iec;
    };
    // Lagging in I and III, leading in II and IV (IEC 61557-12, annex); the sign of P in I and IV.
    for (Row const& row : {Row{60, 0.5, 0.5}, Row{120, -0.5, -0.5}, Row{240, 0.5, -0.5}, Row{300, -0.5, 0.5}}) {
        for (int const convention : {0, 1}) {
            MeterBench bench;
            bench.write("cfg_meas.pf_convention", convention);
            bench.run(lagging(row.lag), 1);
            BOOST_TEST_CONTEXT(row.lag << " degrees, convention " << convention) {
                for (char const* name : {"pf", "pf1", "pf2", "pf3"}) {
                    bench.near("load1.inst." + std::string{name} + "_nature", row.nature);
                    bench.near("load1.inst." + std::string{name} + "_iec", row.iec);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(coarse_energies_are_rounded_down_and_tens_begin_anew_behind_nine_digits) {
    Snapshot s;
    LoadState load;
    auto const told = [&](double watt_hours, Attribute a, EnergyKind kind = EnergyKind::ea_pos) {
        load.total.energy[static_cast<std::size_t>(kind)] = {};
        load.total.energy[static_cast<std::size_t>(kind)].add(watt_hours, 3'600.0);
        load.partial.energy[static_cast<std::size_t>(kind)] = {};
        load.partial.energy[static_cast<std::size_t>(kind)].add(2.0 * watt_hours, 3'600.0);
        return std::get<double>(energy_value(s, load, a));
    };
    BOOST_TEST(told(12'345'678.9, Attribute::tens_ea_pos) == 12'345'670.0);
    BOOST_TEST(told(12'345'678.9, Attribute::tens_part_ea_pos) == 24'691'350.0);
    BOOST_TEST(told(12'345'678.9, Attribute::mega_ea_pos) == 12'000'000.0);
    BOOST_TEST(told(12'999'999.9, Attribute::mega_er_neg, EnergyKind::er_neg) == 12'000'000.0);
    BOOST_TEST(told(7'000.0, Attribute::tens_eap, EnergyKind::eap) == 7'000.0);
    BOOST_TEST(told(9'999'999'999.0, Attribute::tens_ea_pos) == 9'999'999'990.0);
    BOOST_TEST(told(10'000'000'012.0, Attribute::tens_ea_pos) == 10.0);
}

BOOST_AUTO_TEST_CASE(the_secondary_side_times_the_ratios_is_the_primary_side) {
    MeterBench bench;
    bench.write("load1.cfg_load.i_nom", Value{100.0});
    bench.write("own.ct_secondary", 5);
    bench.run(lagging(60.0), 1);
    bench.near("load1.sec.v1", 230.0);  // without a transformer
    bench.near("load1.sec.i1", 10.0 * 5.0 / 100.0);
    bench.near("load1.sec.p", 3 * 230.0 * 10.0 * 0.5 / 20.0);
    bench.write("own.ct_secondary", 1);
    bench.near("load1.sec.i3", 0.1);
    BOOST_TEST(!bench.has("load2.sec.i1"));

    MeterBench high;  // 20 000 V to 100 V, 58 V at the terminals
    high.write("cfg_network.vt_used", 1);
    high.write("cfg_network.v_nom", Value{11'600.0});
    Star star = lagging(60.0);
    star.voltage = 58.0;
    high.run(star, 1);
    high.near("net_inst.v1", 58.0 * 200.0);
    high.near("load1.sec.v1", 58.0);
    high.near("load1.sec.u12", 58.0 * std::sqrt(3.0));
    high.near("load1.sec.s1", 58.0 * 10.0 / 20.0);
    BOOST_TEST(high.number("own.highest_order") == 63.0);
}
