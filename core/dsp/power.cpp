// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/power.hpp"

#include <algorithm>
#include <numbers>

namespace mb::dsp {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The size of the power that is not active, with the sign of the fundamental's reactive power.
double non_active(double active, double apparent, double sign_of) {
    if (std::isnan(sign_of)) return kNaN;  // copysign would take the sign of the NaN
    double const square = apparent * apparent - active * active;
    return std::copysign(std::sqrt(square < 0.0 ? 0.0 : square), sign_of);  // NaN stays NaN
}

/// A load of one or two phases has fewer than three currents.
bool there(WindowResult const& w, int phase) {
    return w.flaw[index(Measured::i1) + static_cast<std::size_t>(phase)] != Flaw::not_connected;
}

}  // namespace

double Power::factor(PowerFactorSign sign) const {
    if (!(apparent > 0.0)) return kNaN;
    double const iec = active / apparent;
    if (sign == PowerFactorSign::iec) return iec;
    if (!known()) return kNaN;
    return nature() == Nature::lagging ? -std::abs(iec) : std::abs(iec);
}

Nature Power::nature() const {
    if (!(std::abs(reactive) > 0.001 * apparent)) return Nature::undefined;
    return (active < 0.0) == (reactive < 0.0) ? Nature::lagging : Nature::leading;
}

double Power::reactive_if(Nature wanted) const {
    if (!known()) return kNaN;
    return nature() == wanted ? reactive : 0.0;
}

double Power::tangent() const { return active != 0.0 ? reactive / active : kNaN; }

Power phase(WindowResult const& w, int phase, Conventions const& c) {
    auto const p = static_cast<std::size_t>(phase);
    Power power{w.active_power[p], w.fundamental_power[p].imag(), w.apparent_power[p]};
    if (c.reactive == Reactive::non_active) power.reactive = non_active(power.active, power.apparent, power.reactive);
    return power;
}

Power total(WindowResult const& w, Conventions const& c) {
    Power sum;
    for (int p = 0; p < 3; ++p) {
        if (!there(w, p)) continue;
        Power const one = phase(w, p, c);
        sum.active += one.active;
        sum.reactive += one.reactive;
        sum.apparent += one.apparent;
    }
    if (c.totals == Totals::vector) {
        sum.apparent = std::hypot(sum.active, sum.reactive);
    } else if (c.reactive == Reactive::non_active) {
        sum.reactive = non_active(sum.active, sum.apparent, sum.reactive);
    }
    return sum;
}

double total_lagging(WindowResult const& w, Conventions const& c) {
    double sum = 0.0;
    for (int p = 0; p < 3; ++p)
        if (there(w, p)) sum += phase(w, p, c).lagging();
    return sum;
}
double total_leading(WindowResult const& w, Conventions const& c) {
    double sum = 0.0;
    for (int p = 0; p < 3; ++p)
        if (there(w, p)) sum += phase(w, p, c).leading();
    return sum;
}

Power fundamental_phase(WindowResult const& w, int phase) {
    auto const s = w.fundamental_power[static_cast<std::size_t>(phase)];
    return {s.real(), s.imag(), std::abs(s)};
}

Power fundamental_total(WindowResult const& w) {
    std::complex<double> s{};
    for (int p = 0; p < 3; ++p)
        if (there(w, p)) s += w.fundamental_power[static_cast<std::size_t>(p)];
    return {s.real(), s.imag(), std::abs(s)};
}

double lag_degrees(std::complex<double> power) { return std::abs(power) > 0.0 ? std::arg(power) * 180.0 / std::numbers::pi : kNaN; }

}  // namespace mb::dsp
