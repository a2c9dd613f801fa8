// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/quantity.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "core/dsp/distortion.hpp"
#include "core/dsp/power.hpp"
#include "core/dsp/unbalance.hpp"

namespace mb {
namespace {

using namespace dsp;
using enum Mark;

using Three = std::array<Measured, 3>;
constexpr Three kPhaseVoltages{Measured::v1, Measured::v2, Measured::v3};
constexpr Three kLineVoltages{Measured::u12, Measured::u23, Measured::u31};
constexpr Three kPhaseCurrents{Measured::i1, Measured::i2, Measured::i3};

/// Of the channels that the network or the load has.
template <class Of>
double mean(WindowResult const& w, Three const& channels, Of&& of) {
    double sum = 0.0;
    int count = 0;
    for (Measured const m : channels) {
        if (w.flaw[index(m)] == Flaw::not_connected) continue;
        sum += of(m);
        ++count;
    }
    return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}
double mean_rms(WindowResult const& w, Three const& channels) {
    return mean(w, channels, [&](Measured m) { return w[m]; });
}
double mean_thd(WindowResult const& w, Three const& channels, Conventions const& c) {
    return mean(w, channels, [&](Measured m) { return thd_percent(w, m, c); });
}
double code(Power const& p) { return p.known() ? static_cast<double>(p.nature()) : std::numeric_limits<double>::quiet_NaN(); }
/// Positive where lagging, negative where leading: the opposite of the IEEE sign. Positive where the nature is undefined.
double factor_by_nature(Power const& p) {
    double const factor = std::abs(p.factor());
    if (!p.known()) return std::numeric_limits<double>::quiet_NaN();
    return p.nature() == Nature::leading ? -factor : factor;
}
/// Against V1 [deg], -180 … 180; positive where the channel leads.
double angle(WindowResult const& w, Measured m) { return lag_degrees(w.phasor(m) * std::conj(w.phasor(Measured::v1))); }
double total_lag_degrees(WindowResult const& w) {
    Power const all = fundamental_total(w);
    return lag_degrees({all.active, all.reactive});
}

constexpr Quantity kTable[] = {
#define MB_QUANTITY_ORDERS(name, label, unit, decimals, scope, block, first, last, marks, expression)                      \
    {name,                                                                                                                 \
     label,                                                                                                                \
     Unit::unit,                                                                                                           \
     decimals,                                                                                                             \
     Scope::scope,                                                                                                         \
     QuantityBlock::block,                                                                                                 \
     first,                                                                                                                \
     last,                                                                                                                 \
     marks,                                                                                                                \
     []([[maybe_unused]] WindowResult const& w, [[maybe_unused]] Conventions const& c, [[maybe_unused]] int h) -> double { \
         return expression;                                                                                                \
     }},
#define MB_QUANTITY(name, label, unit, decimals, scope, block, marks, expression) \
    MB_QUANTITY_ORDERS(name, label, unit, decimals, scope, block, 0, 0, marks, expression)
#include "core/catalogue/quantities.inc"
#undef MB_QUANTITY
#undef MB_QUANTITY_ORDERS
};

}  // namespace

std::string_view name(QuantityBlock block) {
    static constexpr std::array<std::string_view, 5> kNames{"inst", "fund", "harm_v", "harm_u", "harm_i"};
    return kNames[static_cast<std::size_t>(block)];
}

std::span<Quantity const> quantities() { return kTable; }

std::string with_order(std::string_view text, int order) {
    std::string out{text};
    if (auto const mark = out.find("{h}"); mark != std::string::npos) out.replace(mark, 3, std::to_string(order));
    return out;
}

}  // namespace mb
