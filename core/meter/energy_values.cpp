// SPDX-License-Identifier: GPL-3.0-or-later
// Attributes of energies and demand.
#include <cmath>

#include "core/meter/attribute_values.hpp"

namespace mb {
namespace {

/// The order in which the register family tells the totals; partial ones are the first five.
constexpr std::array kTold{EnergyKind::ea_pos,     EnergyKind::ea_neg,     EnergyKind::er_pos,      EnergyKind::er_neg,     EnergyKind::eap,
                           EnergyKind::er_pos_lag, EnergyKind::er_neg_lag, EnergyKind::er_pos_lead, EnergyKind::er_neg_lead};

/// Pairs of registers from `first` on: whole thousands, and the rest.
Value pair_value(EnergyRegisters const& registers, Attribute a, Attribute first) {
    auto const n = static_cast<std::size_t>(a) - static_cast<std::size_t>(first);
    EnergyCount const& count = registers[kTold[n / 2]];
    return n % 2 == 0 ? count.thousands() : count.below_thousand();
}

/// Rounded down like the pairs; of each energy tens, tens of the partial one, millions.
Value coarse_value(LoadState const& load, Attribute a) {
    constexpr std::uint64_t kNineDigits = 1'000'000'000;
    constexpr std::uint64_t kMillion = 1'000'000;
    auto const n = static_cast<std::size_t>(a) - static_cast<std::size_t>(Attribute::tens_ea_pos);
    EnergyRegisters const& registers = n % 3 == 1 ? load.partial : load.total;
    std::uint64_t const whole = registers[static_cast<EnergyKind>(n / 3)].watt_hours();
    return static_cast<double>(n % 3 == 2 ? whole / kMillion * kMillion : whole / 10 % kNineDigits * 10);
}

Value number(double x) { return std::isnan(x) ? Value{} : Value{x}; }

}  // namespace

Value energy_value(Snapshot const& s, LoadState const& load, Attribute a) {
    if (a >= Attribute::tens_ea_pos) return coarse_value(load, a);
    if (a >= Attribute::energy_ea_pos)
        return load.total[static_cast<EnergyKind>(static_cast<int>(a) - static_cast<int>(Attribute::energy_ea_pos))].total();
    if (a == Attribute::tot_hours) return static_cast<double>(load.total.hour_meter);
    if (a == Attribute::part_hours) return static_cast<double>(load.partial.hour_meter);
    if (a == Attribute::last_hours) return static_cast<double>(load.last.hour_meter);
    if (a == Attribute::last_date) return load.last_reset ? date_value(s, *load.last_reset) : Value{};
    if (a >= Attribute::last_ea_pos) return pair_value(load.last, a, Attribute::last_ea_pos);
    if (a >= Attribute::part_ea_pos) return pair_value(load.partial, a, Attribute::part_ea_pos);
    return pair_value(load.total, a, Attribute::tot_ea_pos);
}

Value demand_value(Snapshot const& s, LoadState const& load, Attribute a) {
    auto const place = [&](Attribute first) { return static_cast<std::size_t>(a) - static_cast<std::size_t>(first); };
    if (a == Attribute::pred_trend) return static_cast<std::uint64_t>(load.trend);
    if (a == Attribute::pred_left) return std::floor(seconds(load.left));
    if (a < Attribute::pred_trend) return number(load.predicted[place(Attribute::pred_p_pos)]);
    if (a >= Attribute::max_p_pos) return number(load.largest[place(Attribute::max_p_pos)]);
    if (a >= Attribute::sliding_p_pos) return load.points[0] ? number(load.points[0]->mean[place(Attribute::sliding_p_pos)]) : Value{};
    constexpr std::size_t kRow = 7;  // date, flag and five means
    std::size_t const n = place(Attribute::n1_date);
    auto const& point = load.points[n / kRow];
    if (!point) return {};
    if (n % kRow == 0) return date_value(s, point->end);
    if (n % kRow == 1) return std::uint64_t{point->flags()};
    return number(point->mean[n % kRow - 2]);
}

}  // namespace mb
