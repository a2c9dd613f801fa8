// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/spectrum.hpp"

#include <fftw3.h>

#include <cmath>
#include <numbers>

namespace mb::dsp {
namespace {

/// One plan for all meters. Planned by estimate, not by timing, so that equal processors choose equally.
fftwf_plan plan() {
    struct Plan {
        Plan() {
            std::vector<Frame> in(kPoints);
            std::vector<Frame> out(2 * kLines);
            int const points = kPoints;
            handle = fftwf_plan_many_dft_r2c(1, &points, kChannels, reinterpret_cast<float*>(in.data()), nullptr, kChannels, 1,
                                             reinterpret_cast<fftwf_complex*>(out.data()), nullptr, kChannels, 1, FFTW_ESTIMATE);
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

SpectrumAnalyser::SpectrumAnalyser(Vectors vectors)
    : kernels_(kernels(vectors)), table_(sinc_table()), points_(kPoints), lines_(2 * kLines) {
    plan();
}

void SpectrumAnalyser::measure(Lanes const* samples, std::int64_t first, double middle, WindowResult& w) {
    double const length = w.end - w.begin;
    // A parabola through begin, middle and end takes a linear drift of the frequency out.
    double const bend = 4.0 * (middle - (w.begin + w.end) / 2.0) / (static_cast<double>(kPoints) * kPoints);
    kernels_.resample(samples, {w.begin - static_cast<double>(first), length / kPoints, bend}, table_, &points_.front().lanes);
    fftwf_execute_dft_r2c(plan(), reinterpret_cast<float*>(points_.data()), reinterpret_cast<fftwf_complex*>(lines_.data()));

    // |X| of a tone is rms·kPoints/sqrt(2); the interpolation's gain is divided out.
    double const scale = std::numbers::sqrt2 / kPoints;
    auto const scale_at = [&](double line) { return scale / table_.gain(line / length); };
    int const m = w.cycles;

    Frame const* const line = &lines_[static_cast<std::size_t>(2 * m)];
    for (std::size_t c = 0; c < kChannels; ++c) {
        std::size_t const at = c % 4 * 2;
        w.fundamental[c] =
            std::complex<double>{static_cast<double>(line[c / 4].lanes[at]), static_cast<double>(line[c / 4].lanes[at + 1])} * scale_at(m);
    }
    auto const phasor = [&](Measured x) { return w.fundamental[index(x)]; };
    w.fundamental[index(Measured::u12)] = phasor(Measured::v1) - phasor(Measured::v2);
    w.fundamental[index(Measured::u23)] = phasor(Measured::v2) - phasor(Measured::v3);
    w.fundamental[index(Measured::u31)] = phasor(Measured::v3) - phasor(Measured::v1);
    w.fundamental[index(Measured::in)] = phasor(Measured::i1) + phasor(Measured::i2) + phasor(Measured::i3);

    auto const tell = [&](int from, int to, double factor, std::array<Spectrum, kMeasured>& of, std::size_t order) {
        LineSums sums;
        kernels_.line_sums(&lines_.front().lanes, from, to, sums);
        for (std::size_t c = 0; c < kMeasured; ++c) of[c][order] = factor * std::sqrt(static_cast<double>(sums[c]));
    };
    auto const dc = [&](Measured x) -> double& { return w.harmonic[index(x)][0]; };
    for (std::size_t c = 0; c < kChannels; ++c) w.harmonic[c][0] = static_cast<double>(lines_[c / 4].lanes[c % 4 * 2]) / kPoints;
    dc(Measured::u12) = dc(Measured::v1) - dc(Measured::v2);
    dc(Measured::u23) = dc(Measured::v2) - dc(Measured::v3);
    dc(Measured::u31) = dc(Measured::v3) - dc(Measured::v1);
    dc(Measured::in) = dc(Measured::i1) + dc(Measured::i2) + dc(Measured::i3);

    for (int h = 0; h <= kHighestOrder; ++h) {
        auto const order = static_cast<std::size_t>(h);
        if (h > 0) tell(h * m - 1, h * m + 1, scale_at(h * m), w.harmonic, order);
        tell(h * m + 2, (h + 1) * m - 2, scale_at((h + 0.5) * m), w.interharmonic, order);
    }
}

}  // namespace mb::dsp
