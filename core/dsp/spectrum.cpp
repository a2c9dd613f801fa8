// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/spectrum.hpp"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb::dsp {
namespace {

constexpr int kPoints = 1'920;
constexpr int kMorePoints = 2'400;

/// The transforms of all meters. Planned by estimate, not by timing, so that equal processors choose equally.
class Transform {
public:
    explicit Transform(int points) {
        std::vector<Frame> in(static_cast<std::size_t>(points));
        std::vector<Frame> out(in.size());
        constexpr int kPairs = kChannels / 2;
        plan_ = fftwf_plan_many_dft(1, &points, kPairs, reinterpret_cast<fftwf_complex*>(in.data()), nullptr, kPairs, 1,
                                    reinterpret_cast<fftwf_complex*>(out.data()), nullptr, 1, points, FFTW_FORWARD, FFTW_ESTIMATE);
    }
    ~Transform() { fftwf_destroy_plan(plan_); }
    Transform(Transform const&) = delete;
    Transform& operator=(Transform const&) = delete;

    /// From the pairs side by side to one transform after the other.
    void run(std::vector<Frame>& in, std::vector<Frame>& out) const {
        fftwf_execute_dft(plan_, reinterpret_cast<fftwf_complex*>(in.data()), reinterpret_cast<fftwf_complex*>(out.data()));
    }

private:
    fftwf_plan plan_;
};

struct Transforms {
    Transform usual{kPoints};
    Transform longer{kMorePoints};
};

Transforms const& transforms() {
    static Transforms const made;
    return made;
}

/// What lies above order 63, and its images up to where the kernel has ended them, folds at the number of points. It must not fold onto a
/// line that counts: at 12 cycles of 50 Hz it would.
int points_for(double length, int cycles) {
    constexpr double kImagesEnd = 0.59;  // [cycles per sample]
    return kImagesEnd * length + (kHighestOrder + 1) * cycles > kPoints ? kMorePoints : kPoints;
}

}  // namespace

SpectrumAnalyser::SpectrumAnalyser(Vectors vectors)
    : kernels_(kernels(vectors)), table_(sinc_table()), points_(kMorePoints), lines_(kMorePoints) {
    transforms();  // made here, not in the first window
}

void SpectrumAnalyser::measure(Lanes const* samples, std::int64_t first, RoutingLanes const& routing, double middle, WindowResult& w) {
    routing_ = routing;
    double const length = w.end - w.begin;
    points_now_ = points_for(length, w.cycles);
    double const points = points_now_;
    // A parabola through begin, middle and end takes a linear drift of the frequency out.
    double const bend = 4.0 * (middle - (w.begin + w.end) / 2.0) / (points * points);
    kernels_.resample(samples, {w.begin - static_cast<double>(first), length / points, bend, points_now_}, table_, &points_.front().lanes);
    (points_now_ == kPoints ? transforms().usual : transforms().longer).run(points_, lines_);

    // |X| of a tone is rms·points/sqrt(2); the interpolation's gain is divided out.
    double const scale = std::numbers::sqrt2 / points;
    auto const scale_at = [&](double line) { return scale / table_.gain(line / length); };
    int const m = w.cycles;

    LineValues x;
    kernels_.line(lines(), routing_, points_now_, m, x);
    for (std::size_t c = 0; c < kMeasured; ++c)
        w.fundamental[c] = std::complex<double>{static_cast<double>(x[2 * c]), static_cast<double>(x[2 * c + 1])} * scale_at(m);
    kernels_.line(lines(), routing_, points_now_, 0, x);
    for (std::size_t c = 0; c < kMeasured; ++c) w.harmonic[c][0] = static_cast<double>(x[2 * c]) / points;

    auto const tell = [&](int from, int to, double factor, std::array<Spectrum, kMeasured>& of, std::size_t order) {
        LineSums sums;
        kernels_.line_sums(lines(), routing_, points_now_, from, to, sums);
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
        kernels_.line_sums(lines(), routing_, points_now_, k, k, sums);
        auto const here = static_cast<double>(sums[index(m)]);
        if (k == cycles) fundamental = here;
        strongest = std::max(strongest, here);
    }
    return strongest > 0.0 ? std::sqrt(fundamental / strongest) : 0.0;
}

}  // namespace mb::dsp
