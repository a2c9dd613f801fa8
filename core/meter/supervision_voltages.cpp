// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/supervision_voltages.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb {
namespace {

using Phasor = std::complex<double>;

constexpr double kClearSequence = 1.5;
constexpr double kFits = 0.9;        // a lost phase leaves 0.82, the neutral at a phase's terminal 0.44
constexpr double kExplained = 0.97;  // unbalanced by a quarter

Phasor unit(double degrees) { return std::polar(1.0, degrees * std::numbers::pi / 180.0); }

bool has(NetworkRow const& network, std::size_t phase) { return (network.phases >> phase & 1U) != 0; }

/// Shape of the network's phase voltages; `back` turns the other way.
std::array<Phasor, 3> ideal(NetworkRow const& network, bool back) {
    std::array<Phasor, 3> p{};
    for (std::size_t k = 0; k < 3; ++k) p[k] = nominal_phase(network, k, 1.0) * unit(network.angle_deg[k] * (back ? -1.0 : 1.0));
    return p;
}

double size(std::array<Phasor, 3> const& v) { return std::sqrt(std::norm(v[0]) + std::norm(v[1]) + std::norm(v[2])); }

double likeness(std::array<Phasor, 3> const& v, std::array<Phasor, 3> const& p) {
    Phasor sum{};
    for (std::size_t k = 0; k < 3; ++k) sum += v[k] * std::conj(p[k]);
    return std::abs(sum) / (size(v) * size(p));
}

constexpr std::size_t kNeutral = 3;

}  // namespace

double nominal_phase(NetworkRow const& network, std::size_t phase, double voltage) {
    if (!has(network, phase)) return 0.0;
    if (network.neutral) return network.nominal[phase] * voltage;
    bool const three = network.phases == 0b111;
    return voltage * (three ? network.nominal[3] / std::numbers::sqrt3 : network.nominal[3] / 2.0);
}

double nominal_line(NetworkRow const& network, std::size_t line, double voltage) { return network.nominal[3 + line] * voltage; }

VoltagePhasors voltages_of(dsp::WindowResult const& w, Network network) {
    using dsp::Measured;
    NetworkRow const& row = info(network);
    VoltagePhasors v;
    v.line = {w.phasor(Measured::u12), w.phasor(Measured::u23), w.phasor(Measured::u31)};
    if (row.neutral)
        v.phase = {w.phasor(Measured::v1), w.phasor(Measured::v2), w.phasor(Measured::v3)};
    else if (row.phases == 0b111)
        for (std::size_t k = 0; k < 3; ++k) v.phase[k] = (v.line[k] - v.line[(k + 2) % 3]) / 3.0;
    else
        v.phase = {v.line[0] / 2.0, -v.line[0] / 2.0, Phasor{}};
    return v;
}

Judgement judge_rotation(VoltagePhasors const& v, Network network, bool turns_back, double voltage) {
    NetworkRow const& row = info(network);
    if (row.phases != 0b111) return Judgement::not_judged;
    double const positive = std::abs(v.line[0] + unit(120) * v.line[1] + unit(-120) * v.line[2]) / 3.0;
    double const negative = std::abs(v.line[0] + unit(-120) * v.line[1] + unit(120) * v.line[2]) / 3.0;
    if (!(std::max(positive, negative) >= kPresent * nominal_line(row, 0, voltage))) return Judgement::not_judged;
    bool const forward = positive >= kClearSequence * negative;
    bool const back = negative >= kClearSequence * positive;
    if (!forward && !back) return Judgement::not_judged;
    return back == turns_back ? Judgement::right : Judgement::wrong;
}

Judgement judge_terminals(VoltagePhasors const& v, Network network, double voltage) {
    NetworkRow const& row = info(network);
    if (!row.neutral) return Judgement::not_judged;
    std::array<Phasor, 4> terminal{v.phase[0], v.phase[1], v.phase[2], Phasor{}};
    std::array<std::size_t, 4> used{};
    std::size_t count = 0;
    for (std::size_t k = 0; k < 4; ++k) {
        if (k == kNeutral || has(row, k))
            used[count++] = k;
        else
            terminal[k] = Phasor{};  // not connected: whatever it shows is no voltage of the network
    }
    std::array const shapes{ideal(row, false), ideal(row, true)};
    if (!(size({terminal[0], terminal[1], terminal[2]}) >= kPresent * voltage * size(shapes[0]))) return Judgement::not_judged;

    // order[n]: the place in `used` of the terminal at which conductor used[n] stands.
    std::array<std::size_t, 4> order{0, 1, 2, 3};
    double present = 0.0;
    double best = 0.0;
    bool as_measured = true;
    do {
        std::array<Phasor, 3> restored{};
        Phasor const neutral = terminal[used[order[count - 1]]];
        for (std::size_t n = 0; n + 1 < count; ++n) restored[used[n]] = terminal[used[order[n]]] - neutral;
        double const fit = std::max(likeness(restored, shapes[0]), likeness(restored, shapes[1]));
        if (as_measured) present = fit;
        as_measured = false;
        best = std::max(best, fit);
    } while (std::next_permutation(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count)));
    if (present >= kFits) return Judgement::right;
    return best >= kExplained ? Judgement::wrong : Judgement::not_judged;
}

}  // namespace mb
