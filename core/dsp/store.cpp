// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/store.hpp"

#include <algorithm>
#include <cmath>

namespace mb::dsp {
namespace {

using Wide = double __attribute__((vector_size(32)));

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

SampleStore::SampleStore(Vectors vectors) : kernels_(kernels(vectors)), samples_(2 * kHistory), chunks_(kHistory / kDecimation) {}

SampleStore::Products SampleStore::products(Lanes const& s) {
    Half const v = low(s);
    Half const i = high(s);
    Half u = v - Half{v[1], v[2], v[0], v[3]};
    u[3] = i[0] + i[1] + i[2];
    return {s * s, join(u * u, v * i)};
}

std::array<Half, kDecimation> SampleStore::push(Frame const* frames) {
    auto const at = static_cast<std::size_t>(size_ % kHistory);
    Lanes* const here = &samples_[at].lanes;
    ChunkSums& sums = chunks_[static_cast<std::size_t>(size_ / kDecimation) % chunks_.size()];
    kernels_.take(frames, here, sums);
    if (sums.not_finite != 0) last_unsound_ = size_;
    std::copy(here, here + kDecimation, here + kHistory);
    size_ += kDecimation;
    std::array<Half, kDecimation> voltages;
    std::transform(here, here + kDecimation, voltages.begin(), low);
    return voltages;
}

template <class OfFrame, class OfChunk>
void SampleStore::for_window(double begin, double end, OfFrame&& frame, OfChunk&& whole) const {
    Edges const e(begin, end);
    frame(*run(e.first - 1), e.before_first);
    frame(*run(e.first), e.at_first);
    std::int64_t n = e.first + 1;
    for (; n < e.last && n % kDecimation != 0; ++n) frame(*run(n), 1.0);
    for (; n + kDecimation <= e.last; n += kDecimation) whole(chunk(n));
    for (; n < e.last; ++n) frame(*run(n), 1.0);
    frame(*run(e.last), e.at_last);
    if (e.after_last != 0.0) frame(*run(e.last + 1), e.after_last);
}

double SampleStore::mean_square(std::size_t voltage, double begin, double end) const {
    constexpr std::size_t kNext[] = {1, 2, 0};
    bool const line = voltage >= 3;
    std::size_t const a = voltage % 3;
    std::size_t const b = kNext[a];
    double sum = 0.0;
    for_window(
        begin, end,
        [&](Lanes const& s, double weight) {
            float const x = line ? s[a] - s[b] : s[a];
            sum += weight * static_cast<double>(x * x);
        },
        [&](ChunkSums const& c) { sum += static_cast<double>(line ? c.mixed[a] : c.squares[a]); });
    return sum / (end - begin);
}

std::array<double, kProducts> SampleStore::means(double begin, double end) const {
    // Sums of doubles in groups of four, written out so that a vector of any width does them.
    std::array<Wide, kProducts / 4> sums{};
    auto const add = [&](Lanes const& squares, Lanes const& mixed, double weight) {
        sums[0] += weight * __builtin_convertvector(low(squares), Wide);
        sums[1] += weight * __builtin_convertvector(high(squares), Wide);
        sums[2] += weight * __builtin_convertvector(low(mixed), Wide);
        sums[3] += weight * __builtin_convertvector(high(mixed), Wide);
    };
    for_window(
        begin, end,
        [&](Lanes const& s, double weight) {
            Products const p = products(s);
            add(p.squares, p.mixed, weight);
        },
        [&](ChunkSums const& c) { add(c.squares, c.mixed, 1.0); });
    std::array<double, kProducts> mean;
    for (std::size_t k = 0; k < kProducts; ++k) mean[k] = sums[k / 4][k % 4] / (end - begin);
    return mean;
}

template <class Look>
void SampleStore::for_chunks(double begin, double end, Look&& look) const {
    std::int64_t const first = std::max<std::int64_t>({static_cast<std::int64_t>(begin), size_ - kHistory, 0});
    for (std::int64_t n = first / kDecimation * kDecimation; n <= static_cast<std::int64_t>(end); n += kDecimation) look(chunk(n));
}

std::array<double, kMeasured> SampleStore::peaks(double begin, double end) const {
    Lanes peak{};
    Half mixed{};
    for_chunks(begin, end, [&](ChunkSums const& c) {
        peak = peak > c.peak ? peak : c.peak;
        mixed = mixed > c.mixed_peak ? mixed : c.mixed_peak;
    });
    std::array<double, kMeasured> all;
    for (std::size_t k = 0; k < kChannels; ++k) all[k] = static_cast<double>(peak[k]);
    for (std::size_t k = 0; k < 4; ++k) all[kChannels + k] = static_cast<double>(mixed[k]);
    return all;
}

std::uint32_t SampleStore::not_finite(double begin, double end) const {
    std::uint32_t lanes = 0;
    if (static_cast<double>(last_unsound_ + kDecimation) <= begin) return lanes;
    for_chunks(begin, end, [&](ChunkSums const& c) { lanes |= c.not_finite; });
    return lanes;
}

}  // namespace mb::dsp
