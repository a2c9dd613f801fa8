// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/symbol.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>
#include <string>

#include "core/catalogue/event.hpp"

using namespace mb;

BOOST_AUTO_TEST_CASE(every_symbol_is_unique_and_found_by_its_name) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < symbols().size(); ++i) {
        Symbol const& s = symbols()[i];
        BOOST_TEST(names.insert(s.name).second, s.name << " stands twice");
        BOOST_REQUIRE(find_symbol(s.name).has_value());
        BOOST_TEST(index(*find_symbol(s.name)) == i);
        BOOST_TEST(!s.label.empty());
    }
}

BOOST_AUTO_TEST_CASE(instant_readings_come_first_and_have_the_number_of_their_point) {
    BOOST_TEST(reading_count() == point_count());
    for (std::size_t i = 0; i < symbols().size(); ++i) {
        Symbol const& s = symbols()[i];
        bool const instant = s.is_reading() && s.plane == Plane::instant;
        BOOST_REQUIRE(instant == (i < reading_count()));
        if (instant) BOOST_TEST(s.point == i);
    }
}

BOOST_AUTO_TEST_CASE(all_planes_of_a_quantity_share_its_point) {
    for (Symbol const& s : symbols()) {
        if (s.quantity == nullptr) continue;
        Point const& point = points()[s.point];
        BOOST_TEST((point.quantity == s.quantity && point.order == s.order && point.instance == s.instance), s.name);
    }
    auto const point = [](char const* name) {
        BOOST_TEST_REQUIRE(find_symbol(name).has_value(), name);
        return symbol_info(*find_symbol(name)).point;
    };
    for (char const* name : {"load2.avg.v1", "load2.inst_max.v1", "load2.inst_max.v1_date", "load2.avg_min.v1"})
        BOOST_TEST(point(name) == point("load2.inst.v1"), name);
    for (char const* name : {"net_avg.v_nb", "net_qual.v_nb_max", "net_qual.v_nb_min_date", "net_3s.v_nb", "net_10min.v_nb", "net_2h.v_nb"})
        BOOST_TEST(point(name) == point("net_inst.v_nb"), name);
    BOOST_TEST(point("load1.qual.phi1_min") == point("load1.fund.phi1"));
    BOOST_TEST(point("net_3s.h25_v2") == point("net_harm_v.h25_v2"));
    BOOST_TEST(point("net_harm_v.h25_v2") != point("net_harm_v.h24_v2"));
}

BOOST_AUTO_TEST_CASE(a_symbol_says_its_plane_its_order_and_whether_it_is_a_time) {
    auto const symbol = [](char const* name) { return symbol_info(find_symbol(name).value()); };
    struct Expected {
        char const* name;
        Plane plane;
    };
    for (Expected const& e : {Expected{"load1.avg.pf", Plane::average},
                              {"load1.inst_max.pf_type", Plane::inst_max},
                              {"load1.inst_min.p", Plane::inst_min},
                              {"load4.avg_max.s3", Plane::avg_max},
                              {"load1.avg_min.f", Plane::avg_min},
                              {"net_qual.crest_u31_max", Plane::inst_max},
                              {"load1.qual.thd_i_sys_min", Plane::inst_min},
                              {"net_fast.vn", Plane::fast},
                              {"load3.fast.in", Plane::fast},
                              {"net_3s.h63_u12", Plane::three_seconds},
                              {"net_10min.thd_v1", Plane::ten_minutes},
                              {"net_2h.f", Plane::two_hours}}) {
        BOOST_TEST((symbol(e.name).plane == e.plane), e.name);
        BOOST_TEST(symbol(e.name).is_reading(), e.name);
    }
    Symbol const when = symbol("load1.qual.thd_i1_max_date");
    BOOST_TEST((when.is_date && !when.is_reading() && !when.is_attribute() && when.kind == ValueKind::seconds && when.unit == Unit::none));
    BOOST_TEST(symbol("net_harm_u.h17_u23").order == 17);
    BOOST_TEST(symbol("net_harm_u.h17_u23").label == "Harmonic 17 of U23");
    BOOST_TEST(symbol("load2.harm_i.ih62_in").order == 62);
    BOOST_TEST((symbol("load1.fund.phi1").kind == ValueKind::signed_value));
    BOOST_TEST((symbol("load1.fund.crest_i1").kind == ValueKind::magnitude));
    BOOST_TEST((symbol("load1.fund.kfactor_i1").kind == ValueKind::magnitude));
}

BOOST_AUTO_TEST_CASE(settings_and_commands_are_symbols_too) {
    Symbol const& window = symbol_info(find_symbol("cfg_meas.win_avg").value());
    BOOST_TEST((window.setting == SettingId::win_avg && window.access == Access::read_write && window.kind == ValueKind::whole));
    BOOST_TEST((!window.is_reading() && !window.is_attribute()));
    Symbol const& inrush = symbol_info(find_symbol("cfg_inrush_2.threshold").value());
    BOOST_TEST((inrush.setting == SettingId::inrush_threshold && inrush.instance == 2 && inrush.unit == Unit::percent));
    BOOST_TEST((symbol_info(find_symbol("own.pulse_weight").value()).kind == ValueKind::magnitude));
    Symbol const& sync = symbol_info(find_symbol("cmd.demand_sync").value());
    BOOST_TEST((sync.access == Access::write && sync.attribute == Attribute::demand_sync && sync.is_attribute()));
}

BOOST_AUTO_TEST_CASE(scopes_put_quantities_where_the_registers_of_the_family_have_them) {
    for (char const* there :
         {"net_inst.f", "net_inst.v1", "net_inst.u_nba", "load1.inst.v1", "load4.inst.pf3_type", "load2.inst.status",
          "event_en50160_3.start", "clock.second", "ident.extended_name", "event_inrush_4.in_ext", "load4.fund.thd_v1", "net_fund.crest_v1",
          "net_harm_v.h63_vn", "load1.harm_i.h51_63_in", "load1.energy.ea_pos", "load4.demand.sliding_s", "net_inst.f10s"})
        BOOST_TEST(find_symbol(there).has_value(), there);
    for (char const* absent : {"net_inst.i1",
                               "net_inst.p",
                               "load1.inst.v_nb",
                               "load5.inst.v1",
                               "load0.inst.v1",
                               "event_en50160_4.start",
                               "event_inrush_5.start",
                               "net_fund.phi1",
                               "load1.fund.crest_v1",
                               "load1.qual.thd_v1_max",
                               "load1.fast.v1",
                               "load1.3s.i1",
                               "net_3s.ih1_v1",
                               "net_harm_v.h1_v1",
                               "net_harm_v.h64_v1",
                               "net_harm_v.ih63_v1",
                               "load1.inst_max.pf_type_date",
                               "load1.inst_max.q_lag",
                               "net_inst_max.v1",
                               "load1.avg.thd_i1",
                               "cfg_inrush_5.hyst"})
        BOOST_TEST(!find_symbol(absent).has_value(), absent);
}

BOOST_AUTO_TEST_CASE(a_mistyped_symbol_is_recognised) {
    BOOST_TEST(nearest_symbol("load1.inst.vq1") == "load1.inst.v1");
    BOOST_TEST(nearest_symbol("something.else.entirely").empty());
}

BOOST_AUTO_TEST_CASE(an_event_tells_its_worst_channel_and_its_duration) {
    Event e;
    e.kind = EventKind::dip;
    e.reference = {230, 230, 230, 400, 400, 400};
    e.extreme = {92, 115, 230, 300, 400, 380};
    e.channels = 0b000011;
    BOOST_TEST(e.extreme_percent() == 40.0);
    e.channels = 0b001010;
    BOOST_TEST(e.extreme_percent() == 50.0);
    BOOST_TEST(!e.duration().has_value());
    e.end = e.start + std::chrono::milliseconds{200};
    BOOST_TEST((*e.duration() == Duration{std::chrono::milliseconds{200}}));
    e.kind = EventKind::swell;
    e.extreme = {276, 250, 230, 400, 400, 400};
    e.channels = 0b000011;
    BOOST_TEST(std::abs(e.extreme_percent() - 120.0) < 1e-9);
    e.kind = EventKind::inrush;
    e.reference[6] = e.reference[7] = 100.0;
    e.extreme[6] = 130.0;
    e.extreme[7] = 620.0;
    e.channels = 0b11000000;
    BOOST_TEST(std::abs(e.extreme_percent() - 620.0) < 1e-9);
    BOOST_TEST(channel_list(0b101001) == "V1 U12 U31");
    BOOST_TEST(channel_list(0b1111000001) == "V1 I1 I2 I3 In");
    BOOST_TEST(channel_list(0) == "-");
    for (EventKind const kind : kEventKinds) BOOST_TEST((event_kind(name(kind)) == kind));
}
