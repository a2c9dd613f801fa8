// SPDX-License-Identifier: GPL-3.0-or-later
// Attributes of the latest events and of the records of the log.
#include <cmath>

#include "core/meter/attribute_values.hpp"

namespace mb {
namespace {

// What one count of an event's channels is worth, until 65 535 counts are too few.
constexpr double kVoltageCount = 0.01;   // [V]
constexpr double kCurrentCount = 0.001;  // [A]

/// The latest event of a slot: 1 swell, 2 dip, 3 interruption; or the latest overcurrent of a load.
Event const* latest(Snapshot const& s, bool inrush, int instance) {
    auto const kind = inrush ? EventKind::inrush : kEventKinds[static_cast<std::size_t>(instance - 1)];
    auto const found = std::find_if(s.events.rbegin(), s.events.rend(),
                                    [&](Event const& e) { return e.kind == kind && (!inrush || e.where == instance); });
    return found == s.events.rend() ? nullptr : &*found;
}

/// The smallest decade in which values of channels first … last fit a 16-bit register.
double count_of(Event const& e, std::size_t first, std::size_t last, double count) {
    double highest = 0.0;
    for (std::size_t c = first; c <= last; ++c)
        for (double const x : {e.reference[c], e.extreme[c]})
            if (x > highest) highest = x;
    while (highest / count > 65'535.0) count *= 10.0;
    return count;
}

double count_of(Event const& e, std::size_t channel) {
    return channel < kEventVoltages ? count_of(e, 0, kEventVoltages - 1, kVoltageCount) : count_of(e, channel, channel, kCurrentCount);
}

/// All three lists have the same attributes in the same order.
Attribute as_voltage_event(Attribute a) {
    auto const moved = [a](Attribute from, Attribute to) {
        return static_cast<Attribute>(static_cast<int>(to) + static_cast<int>(a) - static_cast<int>(from));
    };
    if (a >= Attribute::quality_rec_kind) return moved(Attribute::quality_rec_kind, Attribute::event_kind);
    return a >= Attribute::inrush_active ? moved(Attribute::inrush_active, Attribute::event_active) : a;
}

/// a: event_kind … event_in_ext.
Value told(Snapshot const& s, Event const& e, Attribute a) {
    auto const channel_of = [&](Attribute first) { return static_cast<std::size_t>(a) - static_cast<std::size_t>(first); };
    auto const in_counts = [&](std::array<double, kEventChannels> const& values, Attribute first) {
        std::size_t const c = channel_of(first);
        if (std::isnan(values[c])) return Value{};
        return Value{static_cast<std::uint64_t>(std::llround(values[c] / count_of(e, c)))};
    };
    switch (a) {
        case Attribute::event_kind:
            return static_cast<std::uint64_t>(e.kind);
        case Attribute::event_start:
            return whole(s.calendar(e.start));
        case Attribute::event_end:
            return e.end ? Value{whole(s.calendar(*e.end))} : Value{};
        case Attribute::event_where:
            return static_cast<std::uint64_t>(e.where);
        case Attribute::event_lines:
            return std::uint64_t{e.channels};
        case Attribute::event_start_lines:
            return std::uint64_t{e.start_channels};
        case Attribute::event_end_lines:
            return std::uint64_t{e.end_channels};
        case Attribute::event_trig:
            return e.threshold_percent;
        case Attribute::event_release:
            return e.release_percent;
        case Attribute::event_w_vu:
            return count_of(e, 0);
        case Attribute::event_w_i1:
        case Attribute::event_w_i2:
        case Attribute::event_w_i3:
        case Attribute::event_w_in:
            return count_of(e, kEventVoltages + channel_of(Attribute::event_w_i1));
        default:
            break;
    }
    return a >= Attribute::event_v1_ext ? in_counts(e.extreme, Attribute::event_v1_ext) : in_counts(e.reference, Attribute::event_v1_ref);
}

}  // namespace

Value event_value(Snapshot const& s, Symbol const& symbol) {
    Attribute const a = as_voltage_event(symbol.attribute);
    Event const* const e = latest(s, symbol.attribute >= Attribute::inrush_active, symbol.instance);
    if (a == Attribute::event_active) return std::uint64_t{e != nullptr && !e->end};
    return e == nullptr ? Value{} : told(s, *e, a);
}

Value event_record_value(Snapshot const& s, Event const& event, Attribute attribute) { return told(s, event, as_voltage_event(attribute)); }

}  // namespace mb
