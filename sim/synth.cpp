// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/synth.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb {
namespace {

constexpr double kTurns = 1.0 / 360.0;

/// Phases whose voltage to neutral leads: what comes from the table is taken from further on in the cycle.
template <class Wave>
void add_leads(Leads const& leads, Turn angle, Wave const& wave_at, Halves& frame) {
    Halves const here = wave_at(angle);
    Halves there = here;
    Turn lead = 0;
    for (std::size_t phase = 0; phase < leads.size(); ++phase) {
        if (leads[phase] == 0) continue;
        if (leads[phase] != lead) there = wave_at(angle + leads[phase]);
        lead = leads[phase];
        Four const moved = (there.volts - neutral(there)) - (here.volts - neutral(here));
        frame.volts[phase] += moved[phase];
    }
}

}  // namespace

Synth::Synth(Stimulus const& stimulus) : angle_(stimulus.frequency_hz), seed_(stimulus.seed), noise_(stimulus.seed) {
    Stimulus at_once = stimulus;
    at_once.ramp = {};  // before it there was nothing
    apply(at_once);
}

void Synth::apply(Stimulus const& stimulus) {
    auto const frames = std::llround(seconds(stimulus.ramp) * kSampleRate);
    bool const ramp = frames > 0;
    auto const weight = static_cast<float>(ramp_.weight());

    Halves noise;
    for (std::size_t lane = 0; lane < kChannels; ++lane) noise.set(lane, static_cast<float>(stimulus.channels[lane].noise));
    noise_rms_.move(noise, weight, ramp);
    if (stimulus.seed != seed_) noise_ = LaneNoise{stimulus.seed};
    seed_ = stimulus.seed;
    tones_.move(stimulus.channels, weight, ramp);
    flicker_.move(stimulus.modulation, weight, ramp);
    move_waves(stimulus, ramp);
    ramp_ = {ramp ? frames : 0, std::max<std::int64_t>(1, frames)};

    angle_.jump(stimulus.phase_jump_deg * kTurns);
    if (ramp)
        angle_.ramp(stimulus.frequency_hz, frames);
    else
        angle_.hold(stimulus.frequency_hz);

    // What has not begun waits for its angle, not for an instant.
    auto const until = [this](double degrees) { return frames_until(degrees); };
    voltage_events_.wait_again(until);
    current_events_.wait_again(until);
    if (auto const& e = stimulus.event) voltage_events_.start(*e, e->point_on_wave_deg ? until(*e->point_on_wave_deg) : 0);
    if (auto const& e = stimulus.inrush) current_events_.start(*e, e->point_on_wave_deg ? until(*e->point_on_wave_deg) : 0);
}

void Synth::move_waves(Stimulus const& stimulus, bool ramp) {
    Spectra next;
    for (std::size_t lane = 0; lane < kChannels; ++lane) next.lanes[lane] = spectrum_of(stimulus.channels[lane]);
    bool const changes = next.lanes != spectra_.lanes;

    for (std::size_t lane = 0; lane < kChannels; ++lane) from_[lane] = fundamental(lane, 0);
    float const still_to_go = departs_ ? static_cast<float>(ramp_.weight()) : 0.0F;
    departs_ = ramp && (changes || departs_);
    if (departs_) departure_.blend(still_to_go, wave_, 1.0F);
    for (std::size_t lane = 0; lane < kChannels; ++lane)
        if (next.lanes[lane] != spectra_.lanes[lane]) wave_.set(lane, next.lanes[lane]);
    if (departs_) departure_.blend(1.0F, wave_, -1.0F);
    spectra_ = next;
    va_deg_ = stimulus[Channel::va].phase_deg;
}

std::complex<double> Synth::fundamental(std::size_t lane, std::int64_t ahead) const {
    std::complex<double> const goal = spectra_.lanes[lane][1];
    return goal + (from_[lane] - goal) * ramp_.weight(ahead);
}

Halves Synth::crests() const {
    Halves crests;
    for (std::size_t lane = 0; lane < kChannels; ++lane)
        crests.set(lane, static_cast<float>(std::numbers::sqrt2 * std::abs(fundamental(lane, 0))));
    return crests;
}

/// To the first frame at or after the angle of Va's fundamental.
std::int64_t Synth::frames_until(double point_on_wave_deg) const {
    Turn const step = angle_.step();
    if (step == 0) return 0;
    // A millionth of a step of slack, because step and angle are rounded: a frame that stands on the angle is not past it.
    Turn const slack = step >> 20;
    if (!ramp_.running()) {
        Turn const at = turn_of((point_on_wave_deg - va_deg_) * kTurns);
        bool const stands_there = angle_.now() - at <= slack;
        return stands_there ? 0 : static_cast<std::int64_t>((at - angle_.now() - slack + step - 1) / step);
    }
    // On a ramp both the angle and Va's phase move in ways of their own: it is followed until it comes by.
    constexpr std::int64_t kLongest = 10 * kSampleRate;
    Angle angle = angle_;
    auto before = std::int64_t{0};
    for (std::int64_t n = 0; n < kLongest; ++n, angle.next()) {
        std::complex<double> const va = fundamental(index(Channel::va), n);
        double const va_deg = va == 0.0 ? va_deg_ : std::arg(va) * 180.0 / std::numbers::pi;
        auto const past = static_cast<std::int64_t>(angle.now() - turn_of((point_on_wave_deg - va_deg) * kTurns) + slack);
        bool const stands_there = n == 0 && past >= 0 && static_cast<Turn>(past) <= 2 * slack;
        bool const came_by = n > 0 && before < 0 && past >= 0 && past < INT64_MAX / 2;
        if (stands_there || came_by) return n;
        before = past;
    }
    return kLongest;
}

bool Synth::plain() const {
    return !ramp_.running() && tones_.silent() && noise_rms_.silent() && flicker_.silent() && voltage_events_.flat() &&
           current_events_.flat();
}

void Synth::render(std::span<Frame> out) {
    while (!out.empty()) {
        std::int64_t run = std::min(voltage_events_.frames_until_change(), current_events_.frames_until_change());
        if (ramp_.running()) run = std::min(run, ramp_.left);
        if (current_events_.due()) current_events_.begin(crests());
        bool const simple = plain();
        std::size_t frames = static_cast<std::size_t>(std::min<std::int64_t>(run, static_cast<std::int64_t>(out.size())));
        if (!simple) frames = std::min(frames, kSynthPiece);
        if (simple)
            render_plain(out.first(frames));
        else
            render_piece(out.first(frames));
        pass(frames);
        out = out.subspan(frames);
    }
}

/// The table and constant gains: what runs nearly always.
void Synth::render_plain(std::span<Frame> out) {
    Four const gain = voltage_events_.gain();
    // An event is one of the voltage to neutral: v' = vn + gain (v - vn).
    Four const of_neutral = 1.0F - gain;
    Turn angle = angle_.now();
    Turn const step = angle_.step();
    for (Frame& frame : out) {
        Halves v = wave_.at(angle);
        v.volts = gain * v.volts + of_neutral * neutral(v);
        v.to(frame);
        angle += step;
    }
    angle_.skip(out.size());
}

/// Everything that may be at work, one after the other, over kSynthPiece frames at most, in which no event begins or ends.
void Synth::render_piece(std::span<Frame> out) {
    std::array<float, kSynthPiece> weights{};
    if (ramp_.running())
        for (std::size_t k = 0; k < out.size(); ++k) weights[k] = static_cast<float>(ramp_.weight(static_cast<std::int64_t>(k)));
    std::array<Turn, kSynthPiece> angles;
    for (std::size_t k = 0; k < out.size(); ++k, angle_.next()) angles[k] = angle_.now();
    auto const wave_at = [&](Turn angle, std::size_t k) {
        return departs_ ? wave_.at(angle) + departure_.at(angle) * weights[k] : wave_.at(angle);
    };

    std::array<Halves, kSynthPiece> memory;
    std::span const frames = std::span{memory}.first(out.size());
    for (std::size_t k = 0; k < frames.size(); ++k) frames[k] = wave_at(angles[k], k);
    if (!tones_.silent()) tones_.add(frames, weights.data());
    if (!noise_rms_.silent())
        for (std::size_t k = 0; k < frames.size(); ++k) frames[k] = frames[k] + noise_.next() * noise_rms_.at(weights[k]);

    std::array<Halves, kSynthPiece> gain_of;
    std::span const gains = std::span{gain_of}.first(out.size());
    std::fill(gains.begin(), gains.end(), Halves::all(1.0F));
    std::array<Halves, kSynthPiece> offset_of;
    std::span const offsets = std::span{offset_of}.first(out.size());
    std::fill(offsets.begin(), offsets.end(), Halves{});
    std::array<Leads, kSynthPiece> leads{};
    voltage_events_.shape(gains, std::span{leads}.first(out.size()));
    if (voltage_events_.leads())
        for (std::size_t k = 0; k < frames.size(); ++k)
            add_leads(
                leads[k], angles[k], [&](Turn angle) { return wave_at(angle, k); }, frames[k]);
    if (!flicker_.silent()) flicker_.shape(gains, weights.data());
    current_events_.shape(gains, offsets);
    for (std::size_t k = 0; k < out.size(); ++k) {
        Halves v = frames[k] * gains[k] + offsets[k];
        v.volts += (1.0F - gains[k].volts) * neutral(frames[k]);
        v.to(out[k]);
    }
}

void Synth::pass(std::size_t frames) {
    auto const n = static_cast<std::int64_t>(frames);
    voltage_events_.pass(n);
    current_events_.pass(n);
    if (!ramp_.running()) return;
    ramp_.left -= n;
    if (ramp_.running()) return;
    departs_ = false;
    tones_.arrive();
    noise_rms_.arrive();
    flicker_.arrive();
}

}  // namespace mb
