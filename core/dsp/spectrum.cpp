// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/spectrum.hpp"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb::dsp {
namespace {

/// One plan for all meters. Planned by estimate, not by timing, so that equal processors choose equally.
fftwf_plan plan() {
    struct Plan {
        Plan() {
            std::vector<Frame> in(kPoints);
            std::vector<Frame> out(kPoints);
            int const points = kPoints;
            constexpr int kPairs = kChannels / 2;
            handle = fftwf_plan_many_dft(1, &points, kPairs, reinterpret_cast<fftwf_complex*>(in.data()), nullptr, kPairs, 1,
                                         reinterpret_cast<fftwf_complex*>(out.data()), nullptr, kPairs, 1, FFTW_FORWARD, FFTW_ESTIMATE);
        }
        ~Plan() { fftwf_destroy_plan(handle); }
        Plan(Plan const&) = delete;
        Plan& operator=(Plan const&) = delete;
        fftwf_plan handle;
    };
    static Plan const made;
    return made.handle;
}

}  // namespace

SpectrumAnalyser::SpectrumAnalyser(Vectors vectors) : kernels_(kernels(vectors)), table_(sinc_table()), points_(kPoints), lines_(kPoints) {
    plan();
}

void SpectrumAnalyser::measure(Lanes const* samples, std::int64_t first, double middle, WindowResult& w) {
    double const length = w.end - w.begin;
    // A parabola through begin, middle and end takes a linear drift of the frequency out.
    double const bend = 4.0 * (middle - (w.begin + w.end) / 2.0) / (static_cast<double>(kPoints) * kPoints);
    kernels_.resample(samples, {w.begin - static_cast<double>(first), length / kPoints, bend}, table_, &points_.front().lanes);
    fftwf_execute_dft(plan(), reinterpret_cast<fftwf_complex*>(points_.data()), reinterpret_cast<fftwf_complex*>(lines_.data()));

    // |X| of a tone is rms·kPoints/sqrt(2); the interpolation's gain is divided out.
    double const scale = std::numbers::sqrt2 / kPoints;
    auto const scale_at = [&](double line) { return scale / table_.gain(line / length); };
    int const m = w.cycles;

    Lanes const* const lines = &lines_.front().lanes;
    LineValues x;
    kernels_.line(lines, m, x);
    for (std::size_t c = 0; c < kMeasured; ++c)
        w.fundamental[c] = std::complex<double>{static_cast<double>(x[2 * c]), static_cast<double>(x[2 * c + 1])} * scale_at(m);
    kernels_.line(lines, 0, x);
    for (std::size_t c = 0; c < kMeasured; ++c) w.harmonic[c][0] = static_cast<double>(x[2 * c]) / kPoints;

    auto const tell = [&](int from, int to, double factor, std::array<Spectrum, kMeasured>& of, std::size_t order) {
        LineSums sums;
        kernels_.line_sums(lines, from, to, sums);
        for (std::size_t c = 0; c < kMeasured; ++c) of[c][order] = factor * std::sqrt(static_cast<double>(sums[c]));
    };
    for (int h = 0; h <= kHighestOrder; ++h) {
        auto const order = static_cast<std::size_t>(h);
        if (h > 0) tell(h * m - 1, h * m + 1, scale_at(h * m), w.harmonic, order);
        tell(h * m + 2, (h + 1) * m - 2, scale_at((h + 0.5) * m), w.interharmonic, order);
    }
}

double SpectrumAnalyser::lead(Measured m, int cycles) const {
    double strongest = 0.0;
    double fundamental = 0.0;
    for (int k = 1; k <= 2 * cycles + 1; ++k) {
        LineSums sums;
        kernels_.line_sums(&lines_.front().lanes, k, k, sums);
        auto const here = static_cast<double>(sums[index(m)]);
        if (k == cycles) fundamental = here;
        strongest = std::max(strongest, here);
    }
    return strongest > 0.0 ? std::sqrt(fundamental / strongest) : 0.0;
}

}  // namespace mb::dsp
