// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/playback.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/recording_facts.hpp"

namespace mb {
namespace {

constexpr double kLowestRate = 800.0, kHighestRate = 100'000.0;  // [Hz]

/// Passes over what is beyond a loop's ends: more change nothing, not even on noise.
constexpr int kPasses = 12;

/// Cubic through the recording's last two samples and the loop's first two, one loop later: a capture may end a little too early.
Lanes across_the_seam(std::vector<Frame> const& samples, double loop, double position) {
    auto const last = static_cast<double>(samples.size()) - 1.0;
    std::array const at{last - 1.0, last, loop, loop + 1.0};
    std::array const value{samples[samples.size() - 2].lanes, samples.back().lanes, samples[0].lanes, samples[1].lanes};
    Lanes sum{};
    for (std::size_t i = 0; i < at.size(); ++i) {
        double weight = 1.0;
        for (std::size_t k = 0; k < at.size(); ++k)
            if (k != i) weight *= (position - at[k]) / (at[i] - at[k]);
        sum += static_cast<float>(weight) * value[i];
    }
    return sum;
}

/// One loop with half a kernel more at both ends: what is read there is the loop itself, a period earlier or later. A period that is
/// no whole number of samples makes these stand between the loop's own, and reading them needs themselves: a few passes settle that.
std::vector<Frame> closed_loop(std::vector<Frame> const& samples, double loop, SincKernel const& kernel) {
    auto const half = static_cast<std::int64_t>(kernel.half());
    auto const count = static_cast<std::int64_t>(std::ceil(loop));
    auto const held = std::min(count, static_cast<std::int64_t>(samples.size()));
    std::vector<Frame> source(static_cast<std::size_t>(count + 2 * half));
    Frame* const first = source.data() + half;
    std::copy_n(samples.begin(), held, first);
    for (std::int64_t n = held; n < count; ++n) first[n].lanes = across_the_seam(samples, loop, static_cast<double>(n));
    bool const whole = loop == static_cast<double>(count);
    std::vector<float> weights(kernel.taps());
    for (int pass = 0; pass < (whole ? 1 : kPasses); ++pass)
        for (std::int64_t n = -half; n < count + half; ++n) {
            if (n >= 0 && n < count) continue;
            double const position = std::max(0.0, static_cast<double>(n) - loop * std::floor(static_cast<double>(n) / loop));
            auto const below = static_cast<std::int64_t>(position);
            if (whole || pass == 0) {
                first[n] = first[std::min(below, count - 1)];  // near enough to begin with
                continue;
            }
            kernel.weights(position - static_cast<double>(below), weights);
            Lanes sum{};
            for (std::size_t t = 0; t < weights.size(); ++t)
                sum += weights[t] * first[below - half + 1 + static_cast<std::int64_t>(t)].lanes;
            first[n].lanes = sum;
        }
    return source;
}

/// The recording with half a kernel more at both ends: the ends reflected.
std::vector<Frame> reflected_ends(std::vector<Frame> const& samples, SincKernel const& kernel) {
    auto const half = static_cast<std::int64_t>(kernel.half());
    auto const length = static_cast<std::int64_t>(samples.size());
    std::vector<Frame> source(static_cast<std::size_t>(length + 2 * half));
    auto const get = [&](std::int64_t i) { return samples[static_cast<std::size_t>(i)].lanes; };
    for (std::int64_t n = -half; n < length + half; ++n) source[static_cast<std::size_t>(n + half)].lanes = reflected(n, length, get);
    return source;
}

}  // namespace

Playback::Playback(double rate, std::vector<Frame> const& samples, double loop)
    : kernel_(rate, kSampleRate),
      exact_(rate == kSampleRate && loop == std::floor(loop)),
      source_(loop > 0.0 ? closed_loop(samples, loop, kernel_) : reflected_ends(samples, kernel_)),
      step_(rate / kSampleRate),
      loop_(loop),
      frames_(static_cast<std::int64_t>(std::floor(static_cast<double>(samples.size()) / step_ + 1e-6))),
      weights_(kernel_.taps()) {}

Result<Playback> Playback::open(WaveformFile const& file, ChannelMap const& map, PlaybackOptions const& options) {
    double const rate = file.sampling_rate;
    if (!(rate >= kLowestRate && rate <= kHighestRate))
        return input_error("{}: sampled at {:g} Hz; 800 Hz to 100 kHz can be played", file.name, rate);
    if (file.channels.empty() || file.channels[0].samples.empty()) return input_error("{}: there is no sample to play", file.name);
    std::size_t const length = file.channels[0].samples.size();
    std::vector<Frame> samples(length);
    for (std::size_t lane = 0; lane < kChannels; ++lane) {
        if (map[lane] < 0) continue;
        std::vector<double> const& channel = file.channels[static_cast<std::size_t>(map[lane])].samples;
        for (std::size_t i = 0; i < length; ++i) samples[i].lanes[lane] = static_cast<float>(options.scale[lane] * channel[i]);
    }
    if (options.voltages_to_neutral)
        for (Frame& frame : samples)
            for (Channel const phase : {Channel::va, Channel::vb, Channel::vc})
                frame.lanes[index(phase)] += frame.lanes[index(Channel::vn)];
    if (!options.loop) return Playback(rate, samples, 0.0);

    RecordingFacts const facts = recording_facts(file, map, options.scale);
    if (facts.frequency <= 0.0)
        return input_error(
            "{}: no mains frequency between 40 and 70 Hz was found in {:.3g} s, so there are no whole cycles to loop; play it once",
            file.name, facts.seconds);
    if (facts.whole_cycles < 1)
        return input_error("{}: {:.3g} s is less than one whole cycle of {:.4g} Hz; a loop needs one at least", file.name, facts.seconds,
                           facts.frequency);
    return Playback(rate, samples, facts.loop_samples);
}

void Playback::render(std::span<Frame> out) {
    std::size_t const taps = kernel_.taps();
    for (Frame& frame : out) {
        if (loop_ == 0.0 && played_ >= frames_) {
            frame = {};
            continue;
        }
        auto const whole = static_cast<std::size_t>(position_);
        if (exact_) {
            frame = source_[whole + kernel_.half()];
        } else {
            kernel_.weights(position_ - static_cast<double>(whole), weights_);
            Frame const* const from = source_.data() + whole + 1;  // the pad shifts i - half + 1 to i + 1
            Lanes sum{};
            for (std::size_t t = 0; t < taps; ++t) sum += weights_[t] * from[t].lanes;
            frame.lanes = sum;
        }
        ++played_;
        // Without a loop by product, so that hours do not add up roundings.
        position_ = loop_ > 0.0 ? position_ + step_ : static_cast<double>(played_) * step_;
        if (loop_ > 0.0 && position_ >= loop_) position_ -= loop_;
    }
}

std::optional<std::int64_t> Playback::frames_left() const {
    if (loop_ > 0.0) return std::nullopt;
    return frames_ - played_;
}

}  // namespace mb
