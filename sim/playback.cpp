// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/playback.hpp"

#include <algorithm>
#include <cmath>

#include "sim/recording_facts.hpp"

namespace mb {
namespace {

constexpr double kLowestRate = 800.0, kHighestRate = 100'000.0;  // [Hz]

}  // namespace

Playback::Playback(double rate, std::vector<Frame> const& samples, std::int64_t loop)
    : kernel_(rate, kSampleRate), exact_(rate == kSampleRate), step_(rate / kSampleRate), loop_(loop), weights_(kernel_.taps()) {
    length_ = loop > 0 ? loop : static_cast<std::int64_t>(samples.size());
    frames_ = static_cast<std::int64_t>(std::floor(static_cast<double>(length_) / step_ + 1e-6));
    // Half a kernel at both ends, so that render() needs no edge cases: the loop's other end, or the ends reflected.
    auto const half = static_cast<std::int64_t>(kernel_.half());
    source_.resize(static_cast<std::size_t>(length_ + 2 * half));
    auto const get = [&](std::int64_t i) { return samples[static_cast<std::size_t>(i)].lanes; };
    for (std::int64_t n = -half; n < length_ + half; ++n)
        source_[static_cast<std::size_t>(n + half)].lanes = loop > 0 ? get(((n % loop) + loop) % loop) : reflected(n, length_, get);
}

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
        for (std::size_t i = 0; i < length; ++i) samples[i].lanes[lane] = static_cast<float>(channel[i]);
    }
    if (options.voltages_to_neutral)
        for (Frame& frame : samples)
            for (Channel const phase : {Channel::va, Channel::vb, Channel::vc})
                frame.lanes[index(phase)] += frame.lanes[index(Channel::vn)];
    if (!options.loop) return Playback(rate, samples, 0);

    RecordingFacts const facts = recording_facts(file, map);
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
        if (loop_ == 0 && played_ >= frames_) {
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
        position_ = loop_ > 0 ? position_ + step_ : static_cast<double>(played_) * step_;
        if (loop_ > 0 && position_ >= static_cast<double>(loop_)) position_ -= static_cast<double>(loop_);
    }
}

std::optional<std::int64_t> Playback::frames_left() const {
    if (loop_ > 0) return std::nullopt;
    return frames_ - played_;
}

}  // namespace mb
