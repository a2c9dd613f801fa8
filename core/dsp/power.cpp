// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/power.hpp"

namespace mb::dsp {

Power phase(WindowResult const& w, int phase) {
    auto const v = static_cast<Measured>(static_cast<int>(Measured::v1) + phase);
    auto const i = static_cast<Measured>(static_cast<int>(Measured::i1) + phase);
    return {w.active_power[static_cast<std::size_t>(phase)], (w.phasor(v) * std::conj(w.phasor(i))).imag(), w[v] * w[i]};
}

Power total(WindowResult const& w) {
    Power sum;
    for (int p = 0; p < 3; ++p) {
        Power const one = phase(w, p);
        sum.active += one.active;
        sum.reactive += one.reactive;
        sum.apparent += one.apparent;
    }
    return sum;
}

double total_lagging(WindowResult const& w) { return phase(w, 0).lagging() + phase(w, 1).lagging() + phase(w, 2).lagging(); }
double total_leading(WindowResult const& w) { return phase(w, 0).leading() + phase(w, 1).leading() + phase(w, 2).leading(); }

}  // namespace mb::dsp
