// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/store.hpp"

#include <cmath>
#include <numbers>

namespace mb::dsp {
namespace {

Half low(Lanes const& x) { return Half{x[0], x[1], x[2], x[3]}; }
Half high(Lanes const& x) { return Half{x[4], x[5], x[6], x[7]}; }
Lanes join(Half const& a, Half const& b) { return Lanes{a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]}; }

/// Weights of the samples around the two edges of a window under the trapezoid rule with a linearly interpolated edge.
struct Edges {
    std::int64_t first;  // first sample inside
    std::int64_t last;   // last sample inside
    double before_first, at_first, at_last, after_last;

    Edges(double begin, double end) : first(static_cast<std::int64_t>(std::ceil(begin))), last(static_cast<std::int64_t>(std::floor(end))) {
        double const w = static_cast<double>(first) - begin;
        double const v = end - static_cast<double>(last);
        before_first = w * w / 2.0;
        at_first = 0.5 + w * (2.0 - w) / 2.0;
        at_last = 0.5 + v * (2.0 - v) / 2.0;
        after_last = v * v / 2.0;
    }
};

}  // namespace

SampleStore::SampleStore() : samples_(kHistory), chunks_(kHistory / kDecimation) {}

SampleStore::Products SampleStore::products(Lanes const& s) {
    Half const v = low(s);
    Half const i = high(s);
    Half u = v - Half{v[1], v[2], v[0], v[3]};
    u[3] = i[0] + i[1] + i[2];
    return {s * s, join(u * u, v * i)};
}

std::array<Half, kDecimation> SampleStore::push(Frame const* frames) {
    std::array<Half, kDecimation> voltages;
    Products sum{};
    for (std::size_t k = 0; k < kDecimation; ++k) {
        Lanes const& f = frames[k].lanes;
        Lanes const s = f - Lanes{f[3], f[3], f[3], 0.0F, 0.0F, 0.0F, 0.0F, 0.0F};
        samples_[(static_cast<std::size_t>(size_) + k) % kHistory] = s;
        voltages[k] = low(s);
        Products const p = products(s);
        sum.squares += p.squares;
        sum.mixed += p.mixed;
    }
    chunks_[static_cast<std::size_t>(size_ / kDecimation) % chunks_.size()] = sum;
    size_ += kDecimation;
    return voltages;
}

template <class Add>
void SampleStore::for_window(double begin, double end, Add&& add) const {
    Edges const e(begin, end);
    auto frame = [&](std::int64_t n, double weight) {
        if (weight != 0.0) add(products(sample(n)), weight);
    };
    frame(e.first - 1, e.before_first);
    frame(e.first, e.at_first);
    std::int64_t n = e.first + 1;
    for (; n < e.last && n % kDecimation != 0; ++n) frame(n, 1.0);
    for (; n + kDecimation <= e.last; n += kDecimation) add(chunks_[static_cast<std::size_t>(n / kDecimation) % chunks_.size()], 1.0);
    for (; n < e.last; ++n) frame(n, 1.0);
    frame(e.last, e.at_last);
    frame(e.last + 1, e.after_last);
}

double SampleStore::mean(std::size_t product, double begin, double end) const {
    double sum = 0.0;
    for_window(begin, end, [&](Products const& p, double weight) {
        sum += weight * static_cast<double>(product < kChannels ? p.squares[product] : p.mixed[product - kChannels]);
    });
    return sum / (end - begin);
}

std::array<double, kProducts> SampleStore::means(double begin, double end) const {
    std::array<double, kProducts> sum{};
    for_window(begin, end, [&](Products const& p, double weight) {
        for (std::size_t k = 0; k < kChannels; ++k) {
            sum[k] += weight * static_cast<double>(p.squares[k]);
            sum[k + kChannels] += weight * static_cast<double>(p.mixed[k]);
        }
    });
    for (double& s : sum) s /= end - begin;
    return sum;
}

std::array<std::complex<double>, kChannels> SampleStore::phasors(double begin, double end, int cycles) const {
    Edges const e(begin, end);
    double const omega = 2.0 * std::numbers::pi * cycles / (end - begin);
    std::complex<double> const turn = std::polar(1.0, -omega);
    std::array<std::complex<double>, kChannels> sum{};

    // Short runs in float, all channels at once; their sums in double.
    std::int64_t n = e.first - 1;
    std::complex<double> axis = std::polar(1.0, -omega * (static_cast<double>(n) - begin));
    while (n <= e.last + 1) {
        Lanes re{};
        Lanes im{};
        for (int k = 0; k < kDecimation && n <= e.last + 1; ++k, ++n, axis *= turn) {
            double const weight = n == e.first - 1  ? e.before_first
                                  : n == e.first    ? e.at_first
                                  : n == e.last     ? e.at_last
                                  : n == e.last + 1 ? e.after_last
                                                    : 1.0;
            Lanes const& s = sample(n);
            re += s * static_cast<float>(weight * axis.real());
            im += s * static_cast<float>(weight * axis.imag());
        }
        for (std::size_t c = 0; c < kChannels; ++c) sum[c] += std::complex<double>(static_cast<double>(re[c]), static_cast<double>(im[c]));
    }
    for (auto& s : sum) s *= std::numbers::sqrt2 / (end - begin);
    return sum;
}

}  // namespace mb::dsp
