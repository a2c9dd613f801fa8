// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/sampler.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace mb::accuracy {
namespace {

template <class Part>
void accumulate(std::array<double, kChannels>& x, Part const& part, Phasor angle) {
    for (std::size_t c = 0; c < kChannels; ++c) x[c] += part.sine[c] * angle.imag() + part.cosine[c] * angle.real();
}

}  // namespace

Source steady(double frequency, Terminals terminals) {
    Source s;
    s.frequency = frequency;
    s.acts.push_back({std::numeric_limits<double>::infinity(), std::move(terminals)});
    return s;
}

Sampler::Sampler(Source source) : source_(std::move(source)) {
    for (Act const& act : source_.acts) plans_.push_back(plan_of(act));
    for (std::size_t c = 0; c < kChannels; ++c)
        if (c != index(Channel::vn)) noise_[c] = source_.noise * source_.acts.front().terminals[c].rms();
}

Sampler::Plan Sampler::plan_of(Act const& act) {
    Plan plan{act.until, {}, {}, {}};
    auto const set = [](Harmonic& part, std::size_t c, Phasor x) {
        part.sine[c] = std::numbers::sqrt2 * x.real();
        part.cosine[c] = std::numbers::sqrt2 * x.imag();
    };
    for (std::size_t c = 0; c < kChannels; ++c) {
        plan.dc[c] = act.terminals[c].dc;
        for (auto const& [ratio, x] : act.terminals[c].lines) {
            if (ratio != std::floor(ratio)) {
                plan.tones.push_back({ratio, {}});
                set(plan.tones.back().part, c, x);
                continue;
            }
            auto const order = static_cast<std::size_t>(ratio);
            if (plan.orders.size() < order) plan.orders.resize(order);
            set(plan.orders[order - 1], c, x);
        }
    }
    return plan;
}

double Sampler::uniform() {
    random_ = random_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;  // Knuth's MMIX generator
    return static_cast<double>(random_ >> 11) * 0x1p-53;
}

void Sampler::render(std::span<Frame> out) {
    for (Frame& frame : out) {
        double const t = static_cast<double>(frame_++) / kSampleRate;
        while (act_ + 1 < plans_.size() && t >= plans_[act_].until) ++act_;
        Plan const& plan = plans_[act_];
        double const turns = source_.turns_at(t);
        // The fraction first: an angle of many turns would lose digits.
        Phasor const one = std::polar(1.0, 2 * std::numbers::pi * (turns - std::floor(turns)));
        Phasor angle = one;
        Eight x = plan.dc;
        for (Harmonic const& order : plan.orders) {
            accumulate(x, order, angle);
            angle = {angle.real() * one.real() - angle.imag() * one.imag(), angle.real() * one.imag() + angle.imag() * one.real()};
        }
        for (Tone const& tone : plan.tones) {
            double const turn = tone.ratio * turns;
            accumulate(x, tone.part, std::polar(1.0, 2 * std::numbers::pi * (turn - std::floor(turn))));
        }
        for (std::size_t c = 0; c < kChannels; ++c) {
            // Uniform over ±√3 has an rms of 1.
            double const noise = noise_[c] == 0.0 ? 0.0 : noise_[c] * std::numbers::sqrt3 * (2.0 * uniform() - 1.0);
            frame.lanes[c] = static_cast<float>(x[c] + noise);
        }
    }
}

}  // namespace mb::accuracy
