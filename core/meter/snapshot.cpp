// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/snapshot.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/meter/attribute_values.hpp"
#include "core/meter/reader.hpp"

namespace mb {
namespace {

Value number(double x) { return std::isnan(x) ? Value{} : Value{x}; }

Value of_interval(std::shared_ptr<IntervalReadings const> const& interval, std::size_t point) {
    return interval ? number(interval->values[point]) : Value{};
}

Value extreme_value(Snapshot const& s, Symbol const& symbol) {
    bool const average = symbol.plane == Plane::avg_max || symbol.plane == Plane::avg_min;
    bool const highest = symbol.plane == Plane::inst_max || symbol.plane == Plane::avg_max;
    auto const& from = average ? s.average_extremes : s.instant_extremes;
    auto const mark = mark_of(symbol.point);
    if (!from || !mark) return {};
    Extreme const& extreme = highest ? from->highest(*mark) : from->lowest(*mark);
    if (std::isnan(extreme.value)) return {};
    if (symbol.is_date) return date_value(s, extreme.at);
    return number(symbol.quantity->has(Mark::companion) ? extreme.companion : extreme.value);
}

dsp::WindowResult view(Snapshot const& s, dsp::WindowResult const& w, int instance) {
    return instance == 0 ? dsp::network_view(w, s.wiring->routing)
                         : dsp::load_view(w, *s.wiring->loads[static_cast<std::size_t>(instance - 1)]);
}

Value reading(Snapshot const& s, Symbol const& symbol) {
    switch (symbol.plane) {
        case Plane::instant:
            return number(s.readings[symbol.point]);
        case Plane::average:
            return of_interval(s.average, symbol.point);
        case Plane::three_seconds:
            return of_interval(s.three_seconds, symbol.point);
        case Plane::ten_minutes:
            return of_interval(s.ten_minutes, symbol.point);
        case Plane::two_hours:
            return of_interval(s.two_hours, symbol.point);
        case Plane::fast: {
            if (!s.fast || (symbol.instance > 0 && !s.in_use(symbol.instance))) return {};
            dsp::WindowResult w;
            w.rms = s.fast->rms;
            return number(points()[symbol.point].value(view(s, w, symbol.instance), {}));
        }
        default:
            return extreme_value(s, symbol);
    }
}

/// Why a channel has no value in the terms of the network or of a load.
dsp::Flaw flaw_of(Snapshot const& s, dsp::Measured m, int instance) {
    dsp::WindowResult w;
    w.flaw = s.flaw;
    return view(s, w, instance).flaw[dsp::index(m)];
}

bool between(Attribute a, Attribute first, Attribute last) { return a >= first && a <= last; }

Value block_value(Snapshot const& s, Symbol const& symbol) {
    switch (symbol.attribute) {
        case Attribute::load_s_nom:
        case Attribute::load_avg_s_nom:
            return s.rated_power[static_cast<std::size_t>(symbol.instance - 1)];
        case Attribute::net_avg_date:
        case Attribute::load_avg_date:
            return s.average ? date_value(s, s.average->end) : Value{};
        case Attribute::net_avg_window:
        case Attribute::load_avg_window:
            return s.average ? seconds(s.average->end - s.average->begin) : s.settings.get(SettingId::win_avg);
        case Attribute::net_window:
        case Attribute::net_fund_window:
        case Attribute::load_window:
        case Attribute::load_fund_window:
            return s.windows == 0 ? Value{} : Value{seconds(s.window)};
        default:
            return s.windows == 0 ? Value{} : date_value(s, s.window_end);
    }
}

}  // namespace

EpochMilliseconds Snapshot::calendar(Instant instant) const {
    return power_on.value_or(0) + std::chrono::round<std::chrono::milliseconds>(instant.time_since_epoch()).count();
}

Value Snapshot::value(SymbolId id) const {
    Symbol const& symbol = symbol_info(id);
    if (symbol.quantity != nullptr) return reading(*this, symbol);
    if (symbol.setting) {
        double const x = settings.get(*symbol.setting, symbol.instance);
        return symbol.kind == ValueKind::whole ? Value{static_cast<std::uint64_t>(std::llround(x))} : Value{x};
    }
    Attribute const a = symbol.attribute;
    if (symbol.access == Access::write) return {};
    if (a <= Attribute::ident_net_id) return identity_value(*identity, a);
    if (between(a, Attribute::clock_day, Attribute::clock_second)) return clock_value(*this, a);
    if (between(a, Attribute::event_active, Attribute::inrush_in_ext)) return event_value(*this, symbol);
    if (between(a, Attribute::quality_next, Attribute::quality_rec_in_ext)) return {};  // told by who keeps what was wanted
    if (between(a, Attribute::alarm_system_state, Attribute::residual_alarm)) return supervision_value(*this, symbol);
    if (a >= Attribute::lock_code) return {};  // the same
    if (a == Attribute::highest_order) return static_cast<std::uint64_t>(highest_order);
    if (a == Attribute::hours_total) return std::floor(seconds(time.time_since_epoch()));
    if (a == Attribute::hours_partial) return std::floor(seconds(time - hours_reset));
    if (a == Attribute::f10s) return number(frequency_10s);
    if (a == Attribute::pulse_count) return pulses;
    if (a == Attribute::pulse_saturated) return std::uint64_t{pulses_late};

    bool const used = symbol.instance == 0 || in_use(symbol.instance);
    constexpr std::array kStatus{Attribute::load_status,          Attribute::load_avg_status,      Attribute::load_fund_status,
                                 Attribute::load_inst_max_status, Attribute::load_inst_min_status, Attribute::load_avg_max_status,
                                 Attribute::load_avg_min_status,  Attribute::load_qual_status,     Attribute::load_harm_i_status,
                                 Attribute::load_energy_status,   Attribute::load_demand_status};
    if (std::ranges::find(kStatus, a) != kStatus.end()) return std::uint64_t{used};
    if (!used) return {};
    if (between(a, Attribute::sec_v1, Attribute::sec_s3)) return secondary_value(*this, symbol);
    if (a < Attribute::tot_hours) return block_value(*this, symbol);
    LoadState const& load = loads[static_cast<std::size_t>(symbol.instance - 1)];
    return a <= Attribute::mega_eap ? energy_value(*this, load, a) : demand_value(*this, load, a);
}

std::string_view Snapshot::why_not(SymbolId id) const {
    Symbol const& symbol = symbol_info(id);
    if (symbol.quantity == nullptr || !std::holds_alternative<std::monostate>(value(id))) return {};
    if (symbol.instance > 0 && !in_use(symbol.instance)) return wiring->idle[static_cast<std::size_t>(symbol.instance - 1)];
    if (symbol.plane != Plane::instant) return "no interval completed, or no value in it";
    if (windows == 0) return "no window measured yet";
    if (symbol.order > highest_order) return "above the highest order of this model";
    constexpr std::array<std::string_view, 6> kFlaws{"undefined: its reference is zero or too small",
                                                     "samples that are not finite",
                                                     "input over range",
                                                     "no fundamental",
                                                     "frequency outside 45 to 65 Hz",
                                                     "not connected in this network or load"};
    Dependencies const& depends = points()[symbol.point].depends;
    for (std::size_t m = 0; m < dsp::kMeasured; ++m)
        if (auto const channel = static_cast<dsp::Measured>(m); depends.on(channel))
            if (auto const why = flaw_of(*this, channel, symbol.instance); why != dsp::Flaw::none)
                return kFlaws[static_cast<std::size_t>(why)];
    if (depends.fundamental && sync != dsp::Flaw::none) return kFlaws[static_cast<std::size_t>(sync)];
    return kFlaws[0];
}

}  // namespace mb
