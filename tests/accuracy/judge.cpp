// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/judge.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/dsp/distortion.hpp"
#include "core/dsp/power.hpp"
#include "core/dsp/unbalance.hpp"

namespace mb::accuracy {
namespace {

using dsp::Measured;
using dsp::WindowResult;

constexpr double kLeast = 0.001;  // of the largest channel, or of the fundamental
constexpr std::array kPhaseVoltages{Measured::v1, Measured::v2, Measured::v3};
constexpr std::array kLineVoltages{Measured::u12, Measured::u23, Measured::u31};
constexpr std::array kCurrents{Measured::i1, Measured::i2, Measured::i3};
constexpr std::array<std::string_view, 4> kPhaseNames{"phase 1", "phase 2", "phase 3", "total"};

double percent(double reading, double truth) { return 100.0 * (reading / truth - 1.0); }
bool is_current(Measured m) { return (m >= Measured::i1 && m <= Measured::i4) || m == Measured::in; }

Quantity quantity_of(Measured m) {
    if (m == Measured::in || m == Measured::vn) return Quantity::neutral;
    return is_current(m) ? Quantity::current : Quantity::voltage;
}

/// Truths of a kind that are large enough to be read.
bool readable(Truth const& truth, Measured m) {
    double largest = 0.0;
    for (std::size_t n = 0; n < dsp::kMeasured; ++n)
        if (is_current(static_cast<Measured>(n)) == is_current(m) && !std::isnan(truth.rms[n])) largest = std::max(largest, truth.rms[n]);
    double const own = truth.rms[index(m)];
    return !std::isnan(own) && own > 0.0 && own >= kLeast * largest;
}

void judge_power(Ledger& ledger, Place const& place, std::string_view name, dsp::Power const& read, double p, double q, double s) {
    double const factor = p / s;
    ledger.note(std::abs(factor) > 0.99 ? Quantity::active_power : Quantity::active_power_lag, place, percent(read.active, p), name);
    ledger.note(Quantity::reactive_power, place, 100.0 * (read.reactive - q) / s, name);
    ledger.note(Quantity::apparent_power, place, percent(read.apparent, s), name);
    ledger.note(Quantity::power_factor, place, read.factor() - factor, name);
}

void judge_powers(Ledger& ledger, Place const& place, Truth const& truth, WindowResult const& w) {
    double p = 0.0, q = 0.0, s = 0.0;
    for (std::size_t n = 0; n < 3; ++n) {
        double const apparent = truth.rms[n] * truth.rms[index(Measured::i1) + n];
        if (!(apparent > 0.0)) return;
        judge_power(ledger, place, kPhaseNames[n], dsp::phase(w, static_cast<int>(n), {}), truth.active_power[n],
                    truth.fundamental_power[n].imag(), apparent);
        p += truth.active_power[n];
        q += truth.fundamental_power[n].imag();
        s += apparent;
    }
    judge_power(ledger, place, kPhaseNames[3], dsp::total(w, {}), p, q, s);
}

/// The definition written out (IEC 61000-4-30, 5.7), so that it is not the code under test.
Phasor sequence(Truth const& truth, std::array<Measured, 3> const& three, int turn) {
    Phasor sum{};
    for (std::size_t p = 0; p < 3; ++p)
        sum += truth.content[index(three[p])].at(1) * std::polar(1.0, 2 * std::numbers::pi / 3 * turn * static_cast<double>(p));
    return sum / 3.0;
}

void judge_unbalance(Ledger& ledger, Place const& place, Truth const& truth, WindowResult const& w, std::array<Measured, 3> const& three,
                     std::string_view name) {
    if (!std::all_of(three.begin(), three.end(), [&](Measured m) { return readable(truth, m); })) return;
    double const positive = std::abs(sequence(truth, three, 1));
    if (positive > 0.0) {
        auto const read = dsp::sequences(w.phasor(three[0]), w.phasor(three[1]), w.phasor(three[2]));
        ledger.note(Quantity::sequence_unbalance, place, read.unbalance_percent() - 100.0 * std::abs(sequence(truth, three, -1)) / positive,
                    name);
        ledger.note(Quantity::sequence_unbalance, place,
                    100.0 * (read.zero / read.positive - std::abs(sequence(truth, three, 0)) / positive), name);
    }
    auto const rms = [&](std::size_t k) { return truth.rms[index(three[k])]; };
    double const mean = (rms(0) + rms(1) + rms(2)) / 3.0;
    double worst = 0.0;
    for (std::size_t k = 0; k < 3; ++k) worst = std::max(worst, std::abs(rms(k) - mean));
    ledger.note(Quantity::amplitude_unbalance, place,
                dsp::amplitude_unbalance_percent(w[three[0]], w[three[1]], w[three[2]]) - 100.0 * worst / mean, name);
}

void judge_orders(Ledger& ledger, Quantity quantity, Place const& place, Truth const& truth, WindowResult const& w,
                  std::array<Measured, 3> const& three) {
    for (Measured const m : three) {
        Content const& content = truth.content[index(m)];
        std::string_view const name = kMeasuredNames[index(m)];
        double const fundamental = std::abs(content.at(1));
        if (fundamental == 0.0) continue;
        for (int h = 2; h <= kHighestOrder; ++h)
            if (double const level = std::abs(content.at(h)); level > 0.999 * kLeast * fundamental)
                ledger.note(quantity, place, percent(w.harmonic[index(m)][static_cast<std::size_t>(h)], level), name, h);
        if (double const thd = content.band(2, kHighestOrder) / fundamental; thd > kLeast) {
            ledger.note(Quantity::thd, place, percent(dsp::thd_f_percent(w, m, {}), 100.0 * thd), name);
            ledger.note(Quantity::thd_rms, place, percent(dsp::thd_r_percent(w, m, {}), 100.0 * thd * fundamental / truth.rms[index(m)]),
                        name);
        }
        if (std::abs(content.dc) > kLeast * fundamental)
            ledger.note(Quantity::dc, place, percent(w.harmonic[index(m)][0], std::abs(content.dc)), name);
        for (auto const& [ratio, x] : content.lines)
            if (ratio != std::floor(ratio) && std::abs(x) > kLeast * fundamental)
                ledger.note(Quantity::interharmonic, place,
                            percent(w.interharmonic[index(m)][static_cast<std::size_t>(ratio)], std::abs(x)), name,
                            static_cast<int>(ratio));
    }
}

}  // namespace

void analyse(Source source, int cycles, double seconds, OnWindow const& on_window, OnHalfCycle const& on_half_cycle) {
    dsp::Analyser analyser(cycles == 12 ? 60 : 50, kNominalVoltage);
    Sampler sampler(std::move(source));
    std::array<Frame, kBlockFrames> block;
    for (double frames = seconds * kSampleRate; frames > 0; frames -= kBlockFrames) {
        sampler.render(block);
        analyser.feed(block);
        for (auto const& w : analyser.windows()) on_window(w);
        if (on_half_cycle)
            for (auto const& h : analyser.half_cycles()) on_half_cycle(h);
    }
}

void judge_window(Ledger& ledger, Place const& place, Truth const& truth, WindowResult const& w) {
    for (std::size_t m = 0; m < dsp::kMeasured; ++m)
        if (auto const measured = static_cast<Measured>(m); readable(truth, measured))
            ledger.note(quantity_of(measured), place, percent(w.rms[m], truth.rms[m]), kMeasuredNames[m]);
    judge_powers(ledger, place, truth, w);
    judge_frequency(ledger, place, place.frequency, w);
    judge_unbalance(ledger, place, truth, w, kPhaseVoltages, "V");
    judge_unbalance(ledger, place, truth, w, kLineVoltages, "U");
    judge_unbalance(ledger, place, truth, w, kCurrents, "I");
}

void judge_frequency(Ledger& ledger, Place const& place, double truth, WindowResult const& w) {
    ledger.note(Quantity::frequency, place, 1000.0 * (w.frequency - truth));
}

void judge_spectrum(Ledger& ledger, Place const& place, Truth const& truth, WindowResult const& w) {
    judge_orders(ledger, Quantity::harmonic_voltage, place, truth, w, kPhaseVoltages);
    judge_orders(ledger, Quantity::harmonic_line_voltage, place, truth, w, kLineVoltages);
    judge_orders(ledger, Quantity::harmonic_current, place, truth, w, kCurrents);
}

std::array<double, dsp::kMeasured> peaks_of(Truth const& truth) {
    std::array<double, dsp::kMeasured> peaks{};
    for (std::size_t m = 0; m < dsp::kMeasured; ++m)
        if (readable(truth, static_cast<Measured>(m)) && quantity_of(static_cast<Measured>(m)) != Quantity::neutral)
            peaks[m] = truth.content[m].peak();
    return peaks;
}

void judge_crest(Ledger& ledger, Quantity quantity, Place const& place, Truth const& truth, std::array<double, dsp::kMeasured> const& peak,
                 WindowResult const& w) {
    for (std::size_t m = 0; m < dsp::kMeasured; ++m)
        if (peak[m] > 0.0)
            ledger.note(quantity, place, percent(dsp::crest_factor(w, static_cast<Measured>(m)), peak[m] / truth.rms[m]),
                        kMeasuredNames[m]);
}

double nominal_of(std::size_t voltage) { return kNominalVoltage * (voltage < 3 ? 1.0 : std::numbers::sqrt3); }

void judge_half_cycle(Ledger& ledger, Place const& place, Truth const& truth, dsp::HalfCycleRms const& h) {
    if (h.channel >= dsp::kVoltages) return;  // a current
    Measured const m = kHalfCycleVoltages[h.channel];
    ledger.note(Quantity::half_cycle_rms, place, 100.0 * (h.rms - truth.rms[index(m)]) / nominal_of(h.channel), kMeasuredNames[index(m)]);
}

}  // namespace mb::accuracy
