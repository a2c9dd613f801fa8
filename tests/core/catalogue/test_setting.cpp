// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/setting.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace mb;

namespace {

std::string refusal(SettingId id, double value, int load = 0) {
    SettingValues values;
    auto const done = values.set(id, value, load);
    BOOST_TEST((values == SettingValues{}), "a refused value was kept");
    return done ? "" : done.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(setting)

BOOST_AUTO_TEST_CASE(every_default_is_within_its_limits_and_on_a_step) {
    for (Setting const& s : settings()) {
        SettingValues values;
        int const load = s.per_load() ? 1 : 0;
        BOOST_TEST(values.get(s.id, load) == s.preset, s.symbol);
        for (double const good : {s.preset, s.lowest, s.highest}) {
            BOOST_TEST(bool(values.set(s.id, good, load)), s.symbol);
            BOOST_TEST(values.get(s.id, load) == good, s.symbol);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_value_outside_the_limits_or_off_the_steps_is_refused_with_a_sentence) {
    BOOST_TEST(refusal(SettingId::dip, 9) == "cfg_en50160.dip is 10 to 100 % in steps of 1, not 9");
    BOOST_TEST(refusal(SettingId::dip, 101) == "cfg_en50160.dip is 10 to 100 % in steps of 1, not 101");
    BOOST_TEST(refusal(SettingId::dip, 90.5) == "cfg_en50160.dip is 10 to 100 % in steps of 1, not 90.5");
    BOOST_TEST(refusal(SettingId::win_avg, 90) == "cfg_meas.win_avg is 60 to 3600 s in steps of 60, not 90");
    BOOST_TEST(refusal(SettingId::win_inst, 0.3) == "cfg_meas.win_inst is 0.2 to 60 s in steps of 0.2, not 0.3");
    BOOST_TEST(refusal(SettingId::power_method, 2) == "cfg_meas.power_method is 0 to 1 in steps of 1, not 2");
    BOOST_TEST(refusal(SettingId::dip, std::numeric_limits<double>::quiet_NaN()).starts_with("cfg_en50160.dip is 10 to 100 %"));
    BOOST_TEST(refusal(SettingId::inrush_threshold, 9, 2) == "cfg_inrush_2.threshold is 10 to 2000 % in steps of 1, not 9");
}

BOOST_AUTO_TEST_CASE(a_multiple_of_a_step_that_no_double_holds_is_taken) {
    SettingValues values;
    for (double const seconds : {0.2, 0.6, 1.4, 59.8}) BOOST_TEST(bool(values.set(SettingId::win_inst, seconds)), seconds);
}

BOOST_AUTO_TEST_CASE(each_load_has_its_own_value) {
    SettingValues values;
    BOOST_TEST(bool(values.set(SettingId::inrush_threshold, 150, 3)));
    BOOST_TEST(values.get(SettingId::inrush_threshold, 3) == 150.0);
    BOOST_TEST(values.get(SettingId::inrush_threshold, 2) == 120.0);
}

BOOST_AUTO_TEST_SUITE_END()
