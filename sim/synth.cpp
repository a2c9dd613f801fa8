// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/synth.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/time.hpp"

namespace mb {
namespace {

constexpr int kTableBits = 12;
constexpr std::size_t kTableSize = std::size_t{1} << kTableBits;
constexpr int kFractionBits = 64 - kTableBits;
constexpr double kTurn = 18'446'744'073'709'551'616.0;  // 2^64, one turn of the phase

double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }

std::uint64_t phase_of(double turns) {
    double const fraction = turns - std::floor(turns);
    return static_cast<std::uint64_t>(std::min(fraction * kTurn, kTurn * (1.0 - 0x1p-53)));
}

std::int64_t frames_of(VoltageEvent const& event) { return std::max<std::int64_t>(1, std::llround(seconds(event.duration) * kSampleRate)); }

bool same_spectrum(Stimulus const& a, Stimulus const& b) { return a.channels == b.channels; }

/// One cycle of a channel, added up harmonic by harmonic.
std::vector<double> one_cycle(ChannelSignal const& channel) {
    std::vector<double> cycle(kTableSize, 0.0);
    auto const add = [&](int order, double amplitude, double angle) {
        if (amplitude == 0.0) return;
        for (std::size_t k = 0; k < kTableSize; ++k) {
            // The angle is reduced in whole table steps first, so that high orders lose no precision.
            double const x = static_cast<double>((k * static_cast<std::size_t>(order)) % kTableSize) / static_cast<double>(kTableSize);
            cycle[k] += amplitude * std::sin(2.0 * std::numbers::pi * x + angle);
        }
    };
    double const peak = std::numbers::sqrt2 * channel.rms;
    add(1, peak, radians(channel.phase_deg));
    for (Harmonic const& h : channel.harmonics) add(h.order, peak * h.ratio, radians(h.order * channel.phase_deg + h.phase_deg));
    return cycle;
}

}  // namespace

Synth::Synth(Stimulus const& stimulus) : stimulus_(stimulus) {
    build_table();
    step_ = phase_of(stimulus.frequency_hz / kSampleRate);
    if (stimulus.event) start(*stimulus.event);
}

void Synth::apply(Stimulus const& stimulus) {
    bool const rebuild = !same_spectrum(stimulus, stimulus_);
    stimulus_ = stimulus;
    if (rebuild) build_table();
    std::uint64_t const step = phase_of(stimulus.frequency_hz / kSampleRate);
    bool const angles_move = rebuild || step != step_;
    step_ = step;
    // What has not begun waits for its angle, not for an instant.
    for (Running& r : running_)
        if (angles_move && r.left == frames_of(r.event)) r.wait = frames_until_begin(r.event);
    if (stimulus.event) start(*stimulus.event);
}

void Synth::build_table() {
    // Point k of the table is at index k + 1: one point before and two after serve the interpolation.
    table_.assign(kTableSize + 3, Lanes{});
    for (std::size_t c = 0; c < kChannels; ++c) {
        auto const cycle = one_cycle(stimulus_.channels[c]);
        for (std::size_t k = 0; k < table_.size(); ++k) table_[k][c] = static_cast<float>(cycle[(k + kTableSize - 1) % kTableSize]);
    }
}

void Synth::start(VoltageEvent const& event) {
    if (running_.size() == kMostEvents) running_.erase(running_.begin());
    running_.push_back({event, frames_until_begin(event), frames_of(event)});
}

/// To the first frame at or after the angle of Va's fundamental.
std::int64_t Synth::frames_until_begin(VoltageEvent const& event) const {
    if (!event.point_on_wave_deg || step_ == 0) return 0;
    std::uint64_t const at = phase_of((*event.point_on_wave_deg - stimulus_[Channel::va].phase_deg) / 360.0);
    // A millionth of a step of slack, because step and angle are rounded: a frame that stands on the angle is not past it.
    std::uint64_t const slack = step_ >> 20;
    bool const stands_there = phase_ - at <= slack;
    return stands_there ? 0 : static_cast<std::int64_t>((at - phase_ - slack + step_ - 1) / step_);
}

std::size_t Synth::frames_until_change() const {
    auto frames = static_cast<std::size_t>(-1);
    for (Running const& r : running_) frames = std::min(frames, static_cast<std::size_t>(r.wait > 0 ? r.wait : r.left));
    return frames;
}

Lanes Synth::gain_now() const {
    Lanes gain = {1.0F, 1.0F, 1.0F, 1.0F, 1.0F, 1.0F, 1.0F, 1.0F};
    for (Running const& r : running_)
        for (std::size_t phase = 0; phase < 3; ++phase)
            if (r.wait == 0 && (r.event.phases & (1U << phase)) != 0) gain[phase] *= static_cast<float>(r.event.level);
    return gain;
}

void Synth::let_pass(std::size_t frames) {
    for (Running& r : running_) (r.wait > 0 ? r.wait : r.left) -= static_cast<std::int64_t>(frames);
    std::erase_if(running_, [](Running const& r) { return r.left == 0; });
}

void Synth::render(std::span<Frame> out) {
    while (!out.empty()) {
        std::size_t const run = std::min(out.size(), frames_until_change());
        Lanes const gain = gain_now();
        // The lanes are voltages to earth, an event is one of the voltage to neutral: v' = vn + gain (v - vn).
        Lanes const of_neutral = 1.0F - gain;
        for (Frame& frame : out.first(run)) {
            // Cubic (four-point Lagrange) between table points; the fraction's upper 24 bits are all a float can hold.
            std::size_t const k = static_cast<std::size_t>(phase_ >> kFractionBits);
            float const x = static_cast<float>((phase_ >> (kFractionBits - 24)) & 0xFFFFFFU) * 0x1p-24F;
            float const xm = x - 1.0F;
            float const xmm = x - 2.0F;
            float const xp = x + 1.0F;
            Lanes const* p = &table_[k];
            Lanes const v = p[0] * (-x * xm * xmm * (1.0F / 6.0F)) + p[1] * (xp * xm * xmm * 0.5F) + p[2] * (-xp * x * xmm * 0.5F) +
                            p[3] * (xp * x * xm * (1.0F / 6.0F));
            frame.lanes = gain * v + of_neutral * v[index(Channel::vn)];
            phase_ += step_;
        }
        out = out.subspan(run);
        let_pass(run);
    }
}

}  // namespace mb
