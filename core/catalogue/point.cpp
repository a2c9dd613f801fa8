// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/point.hpp"

#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

namespace mb {
namespace {

using dsp::Conventions;
using dsp::Measured;
using dsp::WindowResult;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Three phases at work, nothing zero: every quantity has a value.
WindowResult ordinary_window() {
    WindowResult w;
    w.frequency = 50.0;
    for (std::size_t m = 0; m < dsp::kMeasured; ++m) {
        w.rms[m] = 100.0;
        w.peak[m] = 150.0;
        w.harmonic[m].fill(1.0);
        w.interharmonic[m].fill(1.0);
        w.harmonic[m][1] = 90.0;
        w.fundamental[m] = std::polar(90.0, 0.3 - 2.0 * std::numbers::pi / 3.0 * static_cast<double>(m % 4));
    }
    for (std::size_t p = 0; p < 3; ++p) {
        w.active_power[p] = 5'000.0;
        w.apparent_power[p] = 10'000.0;
        w.fundamental_power[p] = {5'000.0, 3'000.0};
    }
    return w;
}

/// The same without one channel, and without the powers that it makes.
WindowResult without(Measured m) {
    WindowResult w = ordinary_window();
    std::size_t const at = dsp::index(m);
    w.rms[at] = w.peak[at] = kNaN;
    w.fundamental[at] = {kNaN, kNaN};
    w.harmonic[at].fill(kNaN);
    w.interharmonic[at].fill(kNaN);
    constexpr auto kI1 = dsp::index(Measured::i1);
    std::size_t const phase = at < kI1 ? at : at - kI1;
    if (phase < 3 && at < kI1 + 3) {
        w.active_power[phase] = w.apparent_power[phase] = kNaN;
        w.fundamental_power[phase] = {kNaN, kNaN};
    }
    return w;
}

WindowResult without_fundamental() {
    WindowResult w = ordinary_window();
    w.frequency = kNaN;
    for (std::size_t m = 0; m < dsp::kMeasured; ++m) {
        w.fundamental[m] = {kNaN, kNaN};
        w.harmonic[m].fill(kNaN);
        w.interharmonic[m].fill(kNaN);
    }
    w.fundamental_power.fill({kNaN, kNaN});
    return w;
}

/// Finds out instead of being told: a list of its own would have to be kept true by hand.
std::vector<Dependencies> probe() {
    // Every switch both ways: together they take every way of telling a quantity.
    Conventions const settings[] = {
        {}, {dsp::Totals::vector, dsp::Reactive::non_active, dsp::PowerFactorSign::ieee, dsp::ThdReference::rms, dsp::ThdMethod::total}};
    auto const fails = [&](Quantity const& q, WindowResult const& w) {
        for (Conventions const& c : settings)
            if (std::isnan(q.compute(w, c, q.first_order))) return true;
        return false;
    };
    std::vector<Dependencies> found(quantities().size());
    auto const each = [&](WindowResult const& w, auto note) {
        for (std::size_t q = 0; q < found.size(); ++q)
            if (fails(quantities()[q], w)) note(found[q]);
    };
    for (std::size_t m = 0; m < dsp::kMeasured; ++m)
        each(without(static_cast<Measured>(m)), [&](Dependencies& d) { d.channels = static_cast<std::uint16_t>(d.channels | 1U << m); });
    each(without_fundamental(), [](Dependencies& d) { d.fundamental = true; });
    return found;
}

std::vector<Point> build() {
    auto const depends = probe();
    std::vector<Point> all;
    all.reserve(4'096);
    for (int instance = 0; instance <= kLoads; ++instance) {
        Scope const own = instance == 0 ? Scope::network : Scope::load;
        for (std::size_t q = 0; q < quantities().size(); ++q) {
            Quantity const& quantity = quantities()[q];
            if (quantity.scope != own && quantity.scope != Scope::both) continue;
            for (int order = quantity.first_order; order <= quantity.last_order; ++order)
                all.push_back({&quantity, order, instance, depends[q]});
        }
    }
    return all;
}

}  // namespace

std::span<Point const> points() {
    static std::vector<Point> const all = build();
    return all;
}

}  // namespace mb
