// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/energy.hpp"

#include <algorithm>
#include <cmath>

namespace mb {
namespace {

constexpr double kStarting = 0.001;  // of the rated apparent power

void count(EnergyRegisters& registers, dsp::Power const& power, double seconds, bool loaded) {
    for (std::size_t n = 0; n < kEnergies; ++n) registers.energy[n].add(counted_power(power, static_cast<EnergyKind>(n)), seconds);
    if (!loaded) return;
    double const whole = std::floor(registers.below_second += seconds);
    registers.hour_meter += static_cast<std::uint64_t>(whole);
    registers.below_second -= whole;
}

}  // namespace

double counted_power(dsp::Power const& power, EnergyKind kind) {
    auto const [p, q, s] = power;
    // Not std::max: it would turn NaN into zero, and a sum over loads would look complete.
    auto const positive = [](double x) { return x < 0.0 ? 0.0 : x; };
    auto const where = [&](bool quadrant, double x) { return quadrant ? positive(x) : std::isnan(x) ? x : 0.0; };
    double const quadrant_q = std::isnan(p) ? p : q;
    switch (kind) {
        case EnergyKind::ea_pos:
            return positive(p);
        case EnergyKind::ea_neg:
            return positive(-p);
        case EnergyKind::er_pos:
            return positive(quadrant_q);
        case EnergyKind::er_neg:
            return positive(-quadrant_q);
        case EnergyKind::eap:
            return positive(s);
        case EnergyKind::er_pos_lag:
            return where(p >= 0.0, quadrant_q);
        case EnergyKind::er_pos_lead:
            return where(p < 0.0, quadrant_q);
        case EnergyKind::er_neg_lag:
            return where(p < 0.0, -quadrant_q);
        case EnergyKind::er_neg_lead:
            return where(p >= 0.0, -quadrant_q);
    }
    return 0.0;
}

void Energy::add(dsp::Power const& total, double seconds) {
    bool const loaded = total.apparent > kStarting * rated_;
    count(total_, total, seconds, loaded);
    count(partial_, total, seconds, loaded);
}

void Energy::reset_partial(Instant at, unsigned energies) {
    last_reset_ = at;
    if (energies == kAllEnergies) {
        last_ = partial_;
        partial_ = {};
        return;
    }
    for (std::size_t n = 0; n < kEnergies; ++n) {
        if ((energies & 1U << n) == 0) continue;
        last_.energy[n] = partial_.energy[n];
        partial_.energy[n] = {};
    }
}

}  // namespace mb
