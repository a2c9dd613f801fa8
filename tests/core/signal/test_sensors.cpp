// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of the manual once more, read from it by range and maximum.
#include "core/signal/sensors.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace mb;

namespace {

struct Stated {
    char const* model;
    double lowest;
    double highest;
    double maximum;
};

SensorRow const& row(char const* model) {
    auto const found = find_sensor(model);
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(found), model);
    return **found;
}

void require_all(std::vector<Stated> const& stated, SensorKind kind, Plug plug) {
    for (Stated const& s : stated) {
        BOOST_TEST_CONTEXT(s.model) {
            SensorRow const& r = row(s.model);
            BOOST_TEST(r.lowest_nominal == s.lowest);
            BOOST_TEST(r.highest_nominal == s.highest);
            BOOST_TEST(r.maximum == s.maximum);
            BOOST_TEST((r.kind == kind));
            BOOST_TEST((r.plug == plug));
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(solid_core_sensors_are_those_of_section_3_2_1) {
    require_all({{"TE-18/20", 5, 20, 24},
                 {"TE-18/63", 25, 63, 75.6},
                 {"TE-25", 40, 160, 192},
                 {"TE-35", 63, 250, 300},
                 {"TE-45", 160, 630, 756},
                 {"TE-55", 400, 1000, 1200},
                 {"TE-90", 600, 2000, 2400}},
                SensorKind::solid_core, Plug::rj12);
    BOOST_TEST(row("5A-adapter").highest_nominal == 10'000.0);  // 10.2, note 1: largest primary
    BOOST_TEST(row("TE-25").overload == 10.0);
}

BOOST_AUTO_TEST_CASE(split_core_sensors_are_those_of_section_3_2_2_and_only_the_intelligent_ones_sense_voltage) {
    for (std::string const family : {"TR", "iTR"}) {
        std::string const names[] = {family + "-10", family + "-14", family + "-21", family + "-32"};
        require_all({{names[0].c_str(), 25, 63, 75.6},
                     {names[1].c_str(), 40, 160, 192},
                     {names[2].c_str(), 63, 250, 300},
                     {names[3].c_str(), 160, 600, 720}},
                    SensorKind::split_core, Plug::rj12);
        for (std::string const& name : names) {
            BOOST_TEST(row(name.c_str()).senses_voltage == (family == "iTR"));
            BOOST_TEST(row(name.c_str()).accuracy_class == (family == "iTR" ? 0.5 : 1.0));  // 10.1.3
        }
    }
    for (SensorRow const& r : sensors()) BOOST_TEST(r.senses_voltage == r.model.starts_with("iTR"));
}

BOOST_AUTO_TEST_CASE(rogowski_sensors_are_those_of_section_3_2_4) {
    require_all({{"TF-40", 100, 400, 480},
                 {"TF-80", 150, 600, 720},
                 {"TF-120", 400, 2000, 2400},
                 {"TF-200", 600, 4000, 4800},
                 {"TF-300", 1600, 6000, 7200},
                 {"TF-600", 1600, 6000, 7200}},
                SensorKind::rogowski, Plug::rj12);
}

BOOST_AUTO_TEST_CASE(millivolt_sensors_are_the_eleven_of_section_3_2_3_and_the_tcl_b_without_a_rating) {
    // Primary and the end of the real range covered.
    require_all({{"ACTL-0750/20", 20, 20, 24},
                 {"ACTL-0750/50", 50, 50, 60},
                 {"ACTL-0750/100", 100, 100, 120},
                 {"ACTL-0750/150", 150, 150, 180},
                 {"ACTL-1250/150", 150, 150, 180},
                 {"ACTL-0750/200", 200, 200, 240},
                 {"ACTL-0750/250", 250, 250, 300},
                 {"ACTL-1250/250", 250, 250, 300},
                 {"ACTL-1250/300", 300, 300, 360},
                 {"ACTL-1250/400", 400, 400, 480},
                 {"ACTL-1250/600", 600, 600, 720}},
                SensorKind::split_core, Plug::millivolt_333);
    BOOST_TEST(row("ACTL-0750/20").accuracy_class == 1.0);  // 10.1.3, with the meter
    BOOST_TEST(row("ACTL-1250/600").accuracy_class == 0.5);
    BOOST_TEST(row("TCL-B").accuracy_class == 0.5);
    BOOST_TEST(row("TCL-B").highest_nominal == 0.0);
}

BOOST_AUTO_TEST_CASE(residual_sensors_are_those_of_section_3_2_5_from_three_milliamperes_to_three_amperes) {
    int found = 0;
    for (char const* model : {"dIC-8", "dIC-15", "dIC-30", "dIC-50", "dIC-80", "dIC-120", "dIC-200", "dIC-300", "dIP-R-50", "dIP-R-80",
                              "dIP-R-120", "WR-70x175", "WR-115x305", "WR-150x350", "TFR-200x500"}) {
        require_all({{model, 0.003, 3, 3}}, SensorKind::residual, Plug::rj12);
        BOOST_TEST(row(model).accuracy_class == 3.0);
        ++found;
    }
    int in_table = 0;
    for (SensorRow const& r : sensors()) in_table += r.kind == SensorKind::residual ? 1 : 0;
    BOOST_TEST(in_table == found);
}

BOOST_AUTO_TEST_CASE(the_table_holds_each_model_once_and_no_other) {
    std::set<std::string_view> names;
    for (SensorRow const& r : sensors()) BOOST_TEST(names.insert(r.model).second);
    BOOST_TEST(names.size() == 8U + 8U + 6U + 12U + 15U);
}

BOOST_AUTO_TEST_CASE(a_name_is_found_in_any_case_and_a_mistyped_one_gets_the_nearest) {
    BOOST_TEST((sensor_named("itr-14") == sensor_named("iTR-14")));
    BOOST_REQUIRE(sensor_named("te-25").has_value());
    auto const wrong = find_sensor("TE-26");
    BOOST_REQUIRE(!wrong);
    BOOST_TEST(wrong.error().sentence == "unknown sensor 'TE-26', did you mean 'TE-25'?");
    auto const two = find_sensor("te-18");
    BOOST_REQUIRE(!two);
    BOOST_TEST(two.error().sentence == "unknown sensor 'te-18'; there are TE-18/20, TE-18/63");
}

BOOST_AUTO_TEST_CASE(a_rating_that_the_model_is_not_made_for_is_refused) {
    auto const te25 = static_cast<std::uint16_t>(*sensor_named("TE-25"));
    BOOST_TEST(static_cast<bool>(check(SensorPlug{te25, 100.0})));
    BOOST_TEST(static_cast<bool>(check(SensorPlug{})));
    BOOST_TEST(!check(SensorPlug{te25, 200.0}));
    BOOST_TEST(!check(SensorPlug{te25, 0.0}));
    BOOST_TEST(!check(SensorPlug{te25, std::nan("")}));
    BOOST_TEST(!check(SensorPlug{999, 100.0}));
    BOOST_TEST(static_cast<bool>(check(SensorPlug{static_cast<std::uint16_t>(*sensor_named("TCL-B")), 250.0})));
}
