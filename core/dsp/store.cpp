// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/store.hpp"

#include <algorithm>
#include <cmath>

namespace mb::dsp {
namespace {

using Wide = double __attribute__((vector_size(32)));

Half low(Lanes const& x) { return Half{x[0], x[1], x[2], x[3]}; }
Half high(Lanes const& x) { return Half{x[4], x[5], x[6], x[7]}; }

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

SampleStore::SampleStore(Vectors vectors) : kernels_(kernels(vectors)), samples_(2 * kHistory), chunks_(kHistory / kDecimation) { set({}); }

void SampleStore::set(Routing const& routing) {
    for (std::size_t lane = 0; lane < kChannels; ++lane) routing_.gain.lanes[lane] = routing.gain[lane];
    std::copy(routing.reference.begin(), routing.reference.end(), routing_.reference);
    for (std::size_t c = 0; c < kPowers; ++c) {
        for (Frame& partner : routing_.partner) partner.lanes[c] = 0.0F;
        if (auto const voltage = routing.partner[c]) {
            // U12 is V1 - V2, and so on.
            bool const line = *voltage >= Measured::u12;
            std::size_t const v = line ? index(*voltage) - index(Measured::u12) : index(*voltage);
            routing_.partner[v].lanes[c] = 1.0F;
            if (line) routing_.partner[(v + 1) % 3].lanes[c] = -1.0F;
        }
        for (std::size_t i = 0; i < kCurrentInputs; ++i)
            routing_.current[i].lanes[c] = c < kCurrentInputs ? (c == i ? 1.0F : 0.0F) : routing.derived[c - kCurrentInputs][i];
    }
}

SampleStore::Products SampleStore::products(Lanes const& s) const {
    Lanes v{};
    for (std::size_t k = 0; k < 4; ++k) v[k] = s[k];
    v[4] = s[0] - s[1];
    v[5] = s[1] - s[2];
    v[6] = s[2] - s[0];
    Lanes const i = routing_.current[0].lanes * s[4] + routing_.current[1].lanes * s[5] + routing_.current[2].lanes * s[6] +
                    routing_.current[3].lanes * s[7];
    Lanes const u = routing_.partner[0].lanes * s[0] + routing_.partner[1].lanes * s[1] + routing_.partner[2].lanes * s[2];
    return {v * v, i * i, i * u};
}

std::array<Half, kDecimation> SampleStore::push(Frame const* frames) {
    auto const at = static_cast<std::size_t>(size_ % kHistory);
    Lanes* const here = &samples_[at].lanes;
    ChunkSums& sums = chunks_[static_cast<std::size_t>(size_ / kDecimation) % chunks_.size()];
    kernels_.take(frames, routing_, here, sums);
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
        [&](ChunkSums const& c) { sum += static_cast<double>(c.voltages[line ? 4 + a : a]); });
    return sum / (end - begin);
}

std::array<double, kProducts> SampleStore::means(double begin, double end) const {
    // Sums of doubles in groups of four, written out so that a vector of any width does them.
    std::array<Wide, kProducts / 4> sums{};
    auto const add = [&](std::size_t first, Lanes const& of, double weight) {
        sums[first] += weight * __builtin_convertvector(low(of), Wide);
        sums[first + 1] += weight * __builtin_convertvector(high(of), Wide);
    };
    auto const add_all = [&](Lanes const& voltages, Lanes const& currents, Lanes const& powers, double weight) {
        add(0, voltages, weight);
        add(2, currents, weight);
        add(4, powers, weight);
    };
    for_window(
        begin, end,
        [&](Lanes const& s, double weight) {
            Products const p = products(s);
            add_all(p.voltages, p.currents, p.powers, weight);
        },
        [&](ChunkSums const& c) { add_all(c.voltages, c.currents, c.powers, 1.0); });
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
    Lanes voltage{};
    Lanes current{};
    for_chunks(begin, end, [&](ChunkSums const& c) {
        voltage = voltage > c.voltage_peak ? voltage : c.voltage_peak;
        current = current > c.current_peak ? current : c.current_peak;
    });
    std::array<double, kMeasured> all;
    for (std::size_t m = 0; m < kMeasured; ++m)
        all[m] = static_cast<double>(kSquareOf[m] < kChannels ? voltage[kSquareOf[m]] : current[kSquareOf[m] - kChannels]);
    return all;
}

std::uint32_t SampleStore::not_finite(double begin, double end) const {
    std::uint32_t lanes = 0;
    if (static_cast<double>(last_unsound_ + kDecimation) <= begin) return lanes;
    for_chunks(begin, end, [&](ChunkSums const& c) { lanes |= c.not_finite; });
    return lanes;
}

}  // namespace mb::dsp
