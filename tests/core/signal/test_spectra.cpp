// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/spectra.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

using namespace mb;

namespace {

constexpr double kPi = std::numbers::pi;

/// As the headers of ChannelSignal and Harmonic state it.
double stated(ChannelSignal const& c, double wt) {
    double const a = wt + c.phase_deg * kPi / 180.0;
    double x = std::sin(a);
    for (Harmonic const& h : c.harmonics) x += h.ratio * std::sin(h.order * a + h.phase_deg * kPi / 180.0);
    return std::numbers::sqrt2 * c.rms * x + c.dc;
}

double summed(ChannelSpectrum const& s, double wt) {
    double x = s[0].real();
    for (std::size_t h = 1; h < s.size(); ++h)
        x += std::numbers::sqrt2 * std::abs(s[h]) * std::sin(static_cast<double>(h) * wt + std::arg(s[h]));
    return x;
}

ChannelSignal wave() {
    ChannelSignal c;
    c.rms = 230.0;
    c.phase_deg = -120.0;
    c.harmonics = {{2, 0.1, 30.0}, {3, 0.2, -70.0}, {63, 0.05, 200.0}, {3, 0.05, 10.0}};
    c.dc = -7.0;
    return c;
}

}  // namespace

BOOST_AUTO_TEST_CASE(phasors_on_the_common_axis_are_the_stated_wave) {
    auto const spectrum = spectrum_of(wave());
    for (double wt = 0.0; wt < 6.3; wt += 0.1) BOOST_REQUIRE_SMALL(summed(spectrum, wt) - stated(wave(), wt), 1e-10);
}

BOOST_AUTO_TEST_CASE(there_and_back_is_the_same_wave) {
    ChannelSignal const back = signal_of(spectrum_of(wave()));
    BOOST_TEST(back.harmonics.size() == 3U);  // the two of order 3 are one
    for (double wt = 0.0; wt < 6.3; wt += 0.1) BOOST_REQUIRE_SMALL(stated(back, wt) - stated(wave(), wt), 1e-10);
}

BOOST_AUTO_TEST_CASE(harmonics_without_a_fundamental_survive) {
    ChannelSpectrum spectrum{};
    spectrum[5] = {3.0, 4.0};
    ChannelSignal const c = signal_of(spectrum);
    BOOST_TEST(c.rms <= 1e-12);
    BOOST_TEST(std::abs(spectrum_of(c)[5] - spectrum[5]) < 1e-12);
}
