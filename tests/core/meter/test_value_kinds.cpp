// SPDX-License-Identifier: GPL-3.0-or-later
/// What the catalogue says of a symbol's kind of value is what a snapshot gives.
#include <boost/test/unit_test.hpp>

#include <cmath>

#include "core/meter/snapshot.hpp"

using namespace mb;

namespace {

bool holds(ValueKind kind, Value const& value) {
    switch (kind) {
        case ValueKind::magnitude:
        case ValueKind::signed_value:
            return std::holds_alternative<double>(value) && (kind == ValueKind::signed_value || std::get<double>(value) >= 0.0);
        case ValueKind::text:
            return std::holds_alternative<std::string>(value);
        default:
            return std::holds_alternative<std::uint64_t>(value);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_value_of_a_snapshot_is_of_the_kind_that_its_symbol_says) {
    Snapshot snapshot;
    snapshot.identity = std::make_shared<Identity const>();
    snapshot.readings.assign(reading_count(), 1.0);
    snapshot.windows = 1;
    snapshot.power_on = 800'000'000'000;
    for (EventKind const kind : kEventKinds) {
        Event event;
        event.kind = kind;
        event.end = event.start;
        snapshot.events.push_back(event);
    }
    std::size_t told = 0;
    for (std::size_t i = 0; i < symbols().size(); ++i) {
        Symbol const& symbol = symbols()[i];
        Value const value = snapshot.value(static_cast<SymbolId>(i));
        if (std::holds_alternative<std::monostate>(value)) continue;
        // Codes are computed as numbers like all readings.
        bool const code = symbol.is_reading() && symbol.kind == ValueKind::whole && std::holds_alternative<double>(value);
        BOOST_TEST((code || holds(symbol.kind, value)), symbol.name);
        ++told;
    }
    BOOST_TEST(told > reading_count() + 80);
}

BOOST_AUTO_TEST_CASE(powers_and_factors_have_a_sign_and_codes_are_whole) {
    for (char const* name : {"load1.inst.p", "load2.inst.q3", "load1.inst.q_lead", "load1.inst.pf", "load1.inst.pf2"})
        BOOST_TEST((symbol_info(*find_symbol(name)).kind == ValueKind::signed_value), name);
    for (char const* name : {"load1.inst.pf_type", "load4.inst.pf3_type", "load1.inst.status", "clock.year"})
        BOOST_TEST((symbol_info(*find_symbol(name)).kind == ValueKind::whole), name);
    for (char const* name : {"load1.inst.s", "net_inst.f", "net_inst.v_nb", "load1.inst.s_nom", "net_inst.window"})
        BOOST_TEST((symbol_info(*find_symbol(name)).kind == ValueKind::magnitude), name);
}
