// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/snapshot.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/meter/reader.hpp"

namespace mb {
namespace {

using namespace std::chrono;

constexpr double kEventCount = 0.01;  // [V]: what one count of an event's voltages is worth, until 65 535 counts are too few

struct Calendar {
    year_month_day date;
    hh_mm_ss<milliseconds> time;

    explicit Calendar(EpochMilliseconds ms)
        : date(floor<days>(calendar_time(ms))), time(calendar_time(ms) - floor<days>(calendar_time(ms))) {}
};

std::uint64_t whole(EpochMilliseconds ms) { return static_cast<std::uint64_t>(std::max<EpochMilliseconds>(ms, 0)); }
std::uint64_t seconds_of(EpochMilliseconds ms) { return whole(ms) / 1000; }

Event const* latest(Snapshot const& s, int slot) {
    auto const kind = kEventKinds[static_cast<std::size_t>(slot - 1)];
    auto const found = std::find_if(s.events.rbegin(), s.events.rend(), [&](Event const& e) { return e.kind == kind; });
    return found == s.events.rend() ? nullptr : &*found;
}

/// The smallest decade of volts in which the event's voltages fit a 16-bit register.
double count_of(Event const& e) {
    double highest = 0.0;
    for (std::size_t c = 0; c < kEventChannels; ++c) highest = std::max({highest, e.reference[c], e.extreme[c]});
    double count = kEventCount;
    while (highest / count > 65'535.0) count *= 10.0;
    return count;
}

Value identity_value(Identity const& id, Attribute a) {
    auto const number = [](std::uint64_t n) { return Value{n}; };
    switch (a) {
        case Attribute::ident_magic:
            return std::string{"SOCO"};  // what clients of the family look for
        case Attribute::ident_family:
            return number(400);
        case Attribute::ident_product_id:
            return number(id.product_id);
        case Attribute::ident_table_version:
            return number(1);
        case Attribute::ident_sw_version:
            return number(10);
        case Attribute::ident_serial_order:
            return number(id.serial & 0xFFFFU);
        case Attribute::ident_serial_reserve:
            return number(id.serial);
        case Attribute::ident_ver_minor:
            return number(1);
        case Attribute::ident_base_minor:
            return number(1);
        case Attribute::ident_vendor:
            return std::string{"Meterbench"};
        case Attribute::ident_product_name:
        case Attribute::ident_extended_name:
            return id.model;
        default:
            return {};  // the emulated meter has no such part
    }
}

Value event_value(Snapshot const& s, Symbol const& symbol) {
    Event const* e = latest(s, symbol.instance);
    if (symbol.attribute == Attribute::event_active) return std::uint64_t{e != nullptr && !e->end};
    if (e == nullptr) return {};
    double const count = count_of(*e);
    auto const in_counts = [&](std::array<double, kEventChannels> const& volts, Attribute first) {
        auto const channel = static_cast<std::size_t>(symbol.attribute) - static_cast<std::size_t>(first);
        if (channel >= kEventChannels) return Value{};  // currents
        return Value{static_cast<std::uint64_t>(std::llround(volts[channel] / count))};
    };
    switch (symbol.attribute) {
        case Attribute::event_kind:
            return static_cast<std::uint64_t>(e->kind);
        case Attribute::event_start:
            return whole(s.calendar(e->start));
        case Attribute::event_end:
            return e->end ? Value{whole(s.calendar(*e->end))} : Value{};
        case Attribute::event_where:
            return std::uint64_t{0};
        case Attribute::event_lines:
            return std::uint64_t{e->channels};
        case Attribute::event_start_lines:
            return std::uint64_t{e->start_channels};
        case Attribute::event_end_lines:
            return std::uint64_t{e->end_channels};
        case Attribute::event_trig:
            return e->threshold_percent;
        case Attribute::event_release:
            return e->release_percent;
        case Attribute::event_w_vu:
            return count;
        default:
            break;
    }
    return symbol.attribute >= Attribute::event_v1_ext ? in_counts(e->extreme, Attribute::event_v1_ext)
                                                       : in_counts(e->reference, Attribute::event_v1_ref);
}

Value clock_value(Snapshot const& s, Attribute a) {
    Calendar const now(s.calendar(s.time));
    switch (a) {
        case Attribute::clock_day:
            return std::uint64_t{static_cast<unsigned>(now.date.day())};
        case Attribute::clock_month:
            return std::uint64_t{static_cast<unsigned>(now.date.month())};
        case Attribute::clock_year:
            return static_cast<std::uint64_t>(static_cast<int>(now.date.year()));
        case Attribute::clock_hour:
            return static_cast<std::uint64_t>(now.time.hours().count());
        case Attribute::clock_minute:
            return static_cast<std::uint64_t>(now.time.minutes().count());
        default:
            return static_cast<std::uint64_t>(now.time.seconds().count());
    }
}

}  // namespace

EpochMilliseconds Snapshot::calendar(Instant instant) const {
    return power_on.value_or(0) + round<milliseconds>(instant.time_since_epoch()).count();
}

Value Snapshot::value(SymbolId id) const {
    Symbol const& symbol = symbol_info(id);
    if (symbol.is_reading() && symbol.plane == Plane::instant) {
        double const v = readings[index(id)];
        return std::isnan(v) ? Value{} : Value{v};
    }
    if (!symbol.is_attribute()) return {};
    Attribute const a = symbol.attribute;
    if (a <= Attribute::ident_net_id) return identity_value(*identity, a);
    if (a >= Attribute::clock_day && a <= Attribute::clock_second) return clock_value(*this, a);
    if (a >= Attribute::event_active && a <= Attribute::event_in_ext) return event_value(*this, symbol);
    bool const in_use = symbol.instance <= kLoadsInUse;
    if (a == Attribute::load_status) return std::uint64_t{in_use};
    if (!in_use) return {};
    if (a == Attribute::load_s_nom) return 3.0 * nominal.voltage * nominal.current;
    if (windows == 0) return {};
    if (a == Attribute::net_window || a == Attribute::load_window) return seconds(window);
    if (a != Attribute::net_date && a != Attribute::load_date) return {};
    // Time stamps read zero until the clock was set (docs/registers.md).
    return power_on ? Value{seconds_of(calendar(window_end))} : Value{};
}

}  // namespace mb
