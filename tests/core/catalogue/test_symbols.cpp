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
        BOOST_TEST(s.is_reading() == (i < reading_count()));
        BOOST_TEST(!s.label.empty());
    }
}

BOOST_AUTO_TEST_CASE(scopes_put_quantities_where_the_registers_of_the_family_have_them) {
    for (char const* there : {"net_inst.f", "net_inst.v1", "net_inst.u_nba", "load1.inst.v1", "load4.inst.pf3_type", "load2.inst.status",
                              "event_en50160_3.start", "clock.second", "ident.extended_name"})
        BOOST_TEST(find_symbol(there).has_value(), there);
    for (char const* absent : {"net_inst.i1", "net_inst.p", "load1.inst.v_nb", "load5.inst.v1", "load0.inst.v1", "event_en50160_4.start"})
        BOOST_TEST(!find_symbol(absent).has_value(), absent);
}

BOOST_AUTO_TEST_CASE(a_mistyped_symbol_is_recognised) {
    BOOST_TEST(nearest_symbol("load1.inst.vq1") == "load1.inst.v1");
    BOOST_TEST(nearest_symbol("something.else.entirely").empty());
}

BOOST_AUTO_TEST_CASE(the_quantity_table_computes_from_a_window_what_its_labels_say) {
    using dsp::Measured;
    dsp::WindowResult w;
    w.frequency = 50.0;
    auto const set = [&](Measured m, double rms, double degrees) {
        w.rms[dsp::index(m)] = rms;
        w.fundamental[dsp::index(m)] = std::polar(rms, degrees * 3.14159265358979323846 / 180.0);
    };
    set(Measured::v1, 230, 0);
    set(Measured::v2, 220, -120);
    set(Measured::v3, 240, 120);
    set(Measured::i1, 10, -60);
    set(Measured::i2, 10, -120);
    set(Measured::i3, 10, 120);
    w.active_power = {1150, 2200, 2400};  // V·I·cos φ
    for (std::size_t p = 0; p < 3; ++p) {
        w.apparent_power[p] = w.rms[p] * w.rms[4 + p];
        w.fundamental_power[p] = w.fundamental[p] * std::conj(w.fundamental[4 + p]);
    }
    auto const value = [&](char const* name) { return symbol_info(*find_symbol(name)).quantity->compute(w, {}); };
    BOOST_TEST(std::abs(value("net_inst.v_sys") - 230.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.p") - 5750.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.q1") - 2300 * std::sqrt(3.0) / 2) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.q1_lag") - value("load1.inst.q1")) < 1e-12);
    BOOST_TEST(value("load1.inst.q1_lead") == 0.0);
    BOOST_TEST(std::abs(value("load1.inst.q_lag") + value("load1.inst.q_lead") - value("load1.inst.q")) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.s") - 6900.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.pf") - 5750.0 / 6900.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.pf1") - 0.5) < 1e-9);
    BOOST_TEST(value("load1.inst.pf1_type") == 2.0);
    BOOST_TEST(value("load1.inst.pf2_type") == 0.0);
    BOOST_TEST(std::abs(value("net_inst.v_nba") - 100.0 * 10 / 230) < 1e-9);
}

BOOST_AUTO_TEST_CASE(power_factor_without_power_is_not_available) {
    dsp::WindowResult const dark;
    BOOST_TEST(std::isnan(symbol_info(*find_symbol("load1.inst.pf")).quantity->compute(dark, {})));
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
