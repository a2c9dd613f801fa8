// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/neutral.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <string>
#include <vector>

#include "core/signal/spectra.hpp"

namespace mb {
namespace {

using Phasor = std::complex<double>;                // rms and angle at its own frequency
using LinePhasors = std::array<Phasor, kChannels>;  // of all lanes at one frequency

constexpr std::size_t kVn = index(Channel::vn);
constexpr std::size_t kI1 = index(Channel::i1);
// Below this part of what is added up a sum is rounding.
constexpr double kCancelled = 1e-9;
// Below this part of the largest phasor of the stimulus a phasor is rounding.
constexpr double kNothing = 1e-12;

/// What hangs between a phase and the star point, seen from one current input.
struct Load {
    std::size_t input = 0;
    std::size_t phase = 0;
    Phasor fundamental;  ///< admittance; 0: none, all its current is a source's

    Phasor admittance(double order) const {
        if (fundamental == Phasor{}) return {};
        Phasor const z = 1.0 / fundamental;
        // A resistance whose angles were rounded is no capacitance: that would block dc.
        if (std::abs(z.imag()) <= kCancelled * z.real()) return 1.0 / z.real();
        if (z.imag() >= 0.0) return 1.0 / Phasor{z.real(), z.imag() * order};
        return order == 0.0 ? Phasor{} : 1.0 / Phasor{z.real(), z.imag() / order};
    }
};

struct Floating {
    NetworkRow const& row;
    std::vector<Load> loads;
    unsigned lost;  ///< phases

    bool is_lost(std::size_t phase) const { return (lost >> phase & 1U) != 0; }
};

bool is_residual(SensorSetup const& setup) {
    return setup.plug && setup.plug->model < sensors().size() && sensors()[setup.plug->model].kind == SensorKind::residual;
}

std::vector<Load> loads_of(Stimulus const& s, NetworkRow const& network, LinePhasors const& fundamental) {
    auto const phases = static_cast<std::size_t>(std::popcount(static_cast<unsigned>(network.phases)));
    std::size_t const inputs = phases == 3 ? 3 : kCurrentInputs;
    std::vector<Load> loads;
    for (std::size_t input = 0; input < inputs; ++input) {
        if (is_residual(s.sensors[input])) continue;
        std::size_t const phase = input % phases;
        Phasor const volts = fundamental[phase] - fundamental[kVn];
        Phasor y = volts == Phasor{} ? Phasor{} : fundamental[kI1 + input] / volts;
        if (y.real() < 0.0) y = {};
        loads.push_back({input, phase, y});
    }
    return loads;
}

Result<void> refuse_shapes(Stimulus const& s) {
    auto const no = [](char const* what) {
        return input_error("neutral_loss: {} while the neutral is lost is not computed; the star point would follow it in time", what);
    };
    if (s.event) return no("a dip, swell or interruption");
    if (s.inrush) return no("an inrush");
    if (s.modulation.depth != 0.0) return no("flicker");
    return {};
}

/// Where nothing holds the star point but the meter.
Phasor mean_of_phases(LinePhasors const& line, Floating const& network) {
    Phasor sum;
    double count = 0.0;
    for (std::size_t k = 0; k < 3; ++k)
        if ((network.row.phases >> k & 1U) != 0 && !network.is_lost(k)) {
            sum += line[k];
            count += 1.0;
        }
    return count > 0.0 ? sum / count : line[kVn];
}

/// Vn and the currents of one line as they are without the neutral. `order`: frequency in multiples of the fundamental, 0 is dc.
Result<void> let_float(LinePhasors& line, double order, Floating const& network) {
    std::array<Phasor, kCurrentInputs> source{};
    Phasor admittance;
    Phasor driven;
    Phasor all_sources;
    double size = 0.0;
    double sources = 0.0;
    for (Load const& load : network.loads) {
        if (network.is_lost(load.phase)) continue;
        Phasor const y = load.admittance(order);
        Phasor const current = line[kI1 + load.input];
        Phasor& own = source[load.input];
        own = current - y * (line[load.phase] - line[kVn]);
        if (std::abs(own) <= kNothing * std::abs(current)) own = {};
        admittance += y;
        driven += y * line[load.phase] + own;
        all_sources += own;
        size += std::abs(y);
        sources += std::abs(own);
    }
    if (size == 0.0 && std::abs(all_sources) > kCancelled * sources)
        return input_error(
            "neutral_loss: the currents of the loads at order {} have no way back, because none of them takes a voltage; "
            "give one that consumes",
            order);
    if (size > 0.0 && std::abs(admittance) <= kCancelled * size)
        return input_error(
            "neutral_loss: inductive and capacitive loads are in resonance at order {}; the star point has no finite voltage", order);
    Phasor const star = size > 0.0 ? driven / admittance : mean_of_phases(line, network);
    for (Load const& load : network.loads)
        line[kI1 + load.input] =
            network.is_lost(load.phase) ? Phasor{} : load.admittance(order) * (line[load.phase] - star) + source[load.input];
    line[kVn] = star;
    return {};
}

double largest(std::array<ChannelSpectrum, kChannels> const& spectra, std::size_t first) {
    double most = 0.0;
    for (std::size_t c = first; c < first + 4; ++c)
        for (Phasor const& p : spectra[c]) most = std::max(most, std::abs(p));
    return most;
}

Result<void> float_orders(Stimulus& s, Floating const& network) {
    Spectra spectra;
    for (std::size_t c = 0; c < kChannels; ++c) spectra.lanes[c] = spectrum_of(s.channels[c]);
    double const volts = kNothing * largest(spectra.lanes, 0);
    double const amperes = kNothing * largest(spectra.lanes, kI1);
    for (std::size_t h = 0; h <= kHighestOrder; ++h) {
        LinePhasors line;
        for (std::size_t c = 0; c < kChannels; ++c) line[c] = spectra.lanes[c][h];
        if (auto const floated = let_float(line, static_cast<double>(h), network); !floated) return floated;
        for (std::size_t c = kVn; c < kChannels; ++c)
            spectra.lanes[c][h] = std::abs(line[c]) > (c == kVn ? volts : amperes) ? line[c] : Phasor{};
    }
    auto const write = [&](std::size_t c) {
        ChannelSignal told = signal_of(spectra.lanes[c]);
        told.interharmonics = std::move(s.channels[c].interharmonics);
        told.noise = s.channels[c].noise;
        s.channels[c] = std::move(told);
    };
    write(kVn);
    for (Load const& load : network.loads) write(kI1 + load.input);
    return {};
}

Result<void> float_interharmonics(Stimulus& s, Floating const& network) {
    constexpr double kTurn = std::numbers::pi / 180.0;
    std::vector<double> frequencies;
    for (ChannelSignal const& c : s.channels)
        for (Interharmonic const& i : c.interharmonics) frequencies.push_back(i.frequency_hz);
    std::sort(frequencies.begin(), frequencies.end());
    frequencies.erase(std::unique(frequencies.begin(), frequencies.end()), frequencies.end());
    std::vector<LinePhasors> lines;
    for (double const hertz : frequencies) {
        LinePhasors line{};
        for (std::size_t c = 0; c < kChannels; ++c)
            for (Interharmonic const& i : s.channels[c].interharmonics)
                if (i.frequency_hz == hertz) line[c] += std::polar(1.0, i.phase_deg * kTurn) * i.rms;
        if (auto const floated = let_float(line, hertz / s.frequency_hz, network); !floated) return floated;
        lines.push_back(line);
    }
    auto const write = [&](std::size_t c) {
        s.channels[c].interharmonics.clear();
        for (std::size_t n = 0; n < lines.size(); ++n)
            if (lines[n][c] != Phasor{})
                s.channels[c].interharmonics.push_back({frequencies[n], std::abs(lines[n][c]), std::arg(lines[n][c]) / kTurn});
    };
    write(kVn);
    for (Load const& load : network.loads) write(kI1 + load.input);
    return {};
}

}  // namespace

Result<Stimulus> lose_neutral(Stimulus const& stimulus, Network network, unsigned lost_phases) {
    if (auto const possible = check(Fault{FaultKind::neutral_loss}, network); !possible) return possible.error();
    if (auto const shapes = refuse_shapes(stimulus); !shapes) return shapes.error();
    LinePhasors fundamental;
    for (std::size_t c = 0; c < kChannels; ++c) fundamental[c] = spectrum_of(stimulus.channels[c])[1];
    Floating const floating{info(network), loads_of(stimulus, info(network), fundamental), lost_phases};
    Stimulus out = stimulus;
    if (auto const orders = float_orders(out, floating); !orders) return orders.error();
    if (auto const between = float_interharmonics(out, floating); !between) return between.error();
    if (floating.row.phases == 0b111 && !is_residual(stimulus.sensors[3])) out[Channel::i4] = {};
    return out;
}

}  // namespace mb
