// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/phasor_window.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace mb::dsp {
namespace {

using Phasor = std::complex<double>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kPoints = 512;  // of a cycle, for its peak

/// Of each channel the phasors of the orders that any lane holds.
struct Channels {
    std::vector<std::size_t> orders;
    std::array<std::vector<Phasor>, kMeasured> lines;
};

constexpr std::array<Measured, kPowers> kCurrents{Measured::i1, Measured::i2, Measured::i3, Measured::i4, Measured::in, Measured::in2};

bool is_current(std::size_t m) { return m >= index(Measured::in) || (m >= index(Measured::i1) && m <= index(Measured::i4)); }

Channels channels_of(Spectra const& terminals, Routing const& routing) {
    Channels c;
    for (std::size_t h = 0; h < terminals.lanes[0].size(); ++h)
        if (std::ranges::any_of(terminals.lanes, [&](ChannelSpectrum const& lane) { return lane[h] != 0.0; })) c.orders.push_back(h);
    for (std::size_t const h : c.orders) {
        std::array<Phasor, kChannels> x;
        for (std::size_t n = 0; n < kChannels; ++n) x[n] = terminals.lanes[n][h] * static_cast<double>(routing.gain[n]);
        Phasor against{};
        for (std::size_t v = 0; v < 4; ++v) against += x[v] * static_cast<double>(routing.reference[v]);
        auto const add = [&](Measured m, Phasor value) { c.lines[index(m)].push_back(value); };
        for (std::size_t v = 0; v < 3; ++v) {
            c.lines[index(Measured::v1) + v].push_back(x[v] - against);
            c.lines[index(Measured::u12) + v].push_back(x[v] - x[(v + 1) % 3]);
        }
        add(Measured::vn, x[3]);
        for (std::size_t i = 0; i < kCurrentInputs; ++i) c.lines[index(Measured::i1) + i].push_back(x[4 + i]);
        for (std::size_t d = 0; d < 2; ++d) {
            Phasor sum{};
            for (std::size_t i = 0; i < kCurrentInputs; ++i) sum += x[4 + i] * static_cast<double>(routing.derived[d][i]);
            c.lines[index(Measured::in) + d].push_back(sum);
        }
    }
    return c;
}

double peak_of(std::vector<std::size_t> const& orders, std::vector<Phasor> const& lines) {
    static std::array<double, kPoints> const kSine = [] {
        std::array<double, kPoints> table;
        for (std::size_t k = 0; k < kPoints; ++k)
            table[k] = std::sin(2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(kPoints));
        return table;
    }();
    std::array<double, kPoints> cycle{};
    for (std::size_t n = 0; n < orders.size(); ++n) {
        if (lines[n] == 0.0) continue;
        double const crest = orders[n] == 0 ? 1.0 : std::numbers::sqrt2;
        // sqrt(2)·|X|·sin(hwt + arg X); dc is the real part itself.
        for (std::size_t k = 0; k < kPoints; ++k) {
            std::size_t const at = k * orders[n] % kPoints;
            double const sine = orders[n] == 0 ? 0.0 : kSine[at];
            double const cosine = orders[n] == 0 ? 1.0 : kSine[(at + kPoints / 4) % kPoints];
            cycle[k] += crest * (orders[n] == 0 ? lines[n].real() * cosine : lines[n].real() * sine + lines[n].imag() * cosine);
        }
    }
    double peak = 0.0;
    for (double const x : cycle) peak = std::max(peak, std::abs(x));
    return peak;
}

void clear(WindowResult& w, std::size_t channel, Flaw flaw) {
    disconnect(w, channel, flaw);
    w.flagged = true;
}

/// As Analyser::judge.
void judge(WindowResult& w, Routing const& routing, AnalyserSettings const& settings) {
    double const live = kLiveRatio * settings.nominal_voltage;
    bool signal = false;
    bool leads = false;
    for (Measured const m : {Measured::v1, Measured::v2, Measured::v3}) {
        if ((routing.phases >> index(m) & 1U) == 0 || leads || !(w[m] > live)) continue;
        signal = true;
        Spectrum const& lines = w.harmonic[index(m)];
        leads = lines[1] > kLeast * std::max(lines[1], lines[2]);
    }
    if (!leads)
        w.sync = Flaw::no_fundamental;
    else if (w.frequency < kLowest || w.frequency > kHighest)
        w.sync = Flaw::frequency_out_of_range;
    for (std::size_t m = 0; m < kMeasured; ++m) {
        bool const current = is_current(m);
        if (!(w.peak[m] <= (current ? settings.full_scale_current : settings.full_scale_voltage))) {
            clear(w, m, Flaw::over_range);
        } else if (w.sync == Flaw::frequency_out_of_range || (w.sync == Flaw::no_fundamental && (signal || w.rms[m] > 0.0))) {
            clear(w, m, w.sync);
        } else if (w.sync != Flaw::none || (!current && m != index(Measured::vn) && std::abs(w.fundamental[m]) < live)) {
            w.harmonic[m].fill(kNaN);
            w.interharmonic[m].fill(kNaN);
        }
    }
    if (w.sync == Flaw::none) return;
    w.frequency = kNaN;
    w.flagged = true;
}

}  // namespace

WindowResult window_of(Spectra const& terminals, double frequency, Routing const& routing, AnalyserSettings const& settings,
                       bool remove_dc) {
    WindowResult w;
    w.frequency = frequency;
    Channels const c = channels_of(terminals, routing);
    Phasor axis{1.0};
    for (std::size_t const v : {index(Measured::v3), index(Measured::v2), index(Measured::v1)})
        for (std::size_t n = 0; n < c.orders.size(); ++n)
            if (c.orders[n] == 1 && std::abs(c.lines[v][n]) > kLiveRatio * settings.nominal_voltage)
                axis = std::conj(c.lines[v][n]) / std::abs(c.lines[v][n]);

    for (std::size_t m = 0; m < kMeasured; ++m) {
        double square = 0.0;
        for (std::size_t n = 0; n < c.orders.size(); ++n) {
            Phasor const x = c.lines[m][n];
            std::size_t const h = c.orders[n];
            w.harmonic[m][h] = h == 0 ? x.real() : std::abs(x);
            if (h == 1) w.fundamental[m] = x * axis;
            if (h > 0 || !remove_dc) square += std::norm(x);
        }
        w.rms[m] = std::sqrt(square);
        w.peak[m] = peak_of(c.orders, c.lines[m]);
    }
    judge(w, routing, settings);
    for (std::size_t p = 0; p < kPowers; ++p) {
        if (!routing.partner[p]) {
            w.active_power[p] = w.apparent_power[p] = kNaN;
            w.fundamental_power[p] = {kNaN, kNaN};
            continue;
        }
        std::size_t const v = index(*routing.partner[p]);
        std::size_t const i = index(kCurrents[p]);
        for (std::size_t n = 0; n < c.orders.size(); ++n)
            if (c.orders[n] > 0 || !remove_dc) w.active_power[p] += (c.lines[v][n] * std::conj(c.lines[i][n])).real();
        w.apparent_power[p] = w.rms[v] * w.rms[i];
        w.fundamental_power[p] = w.fundamental[v] * std::conj(w.fundamental[i]);
        if (w.flaw[v] != Flaw::none || w.flaw[i] != Flaw::none) w.active_power[p] = kNaN;
    }
    return w;
}

}  // namespace mb::dsp
