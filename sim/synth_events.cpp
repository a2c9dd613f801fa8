// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/synth_events.hpp"

#include <algorithm>
#include <cmath>

namespace mb {
namespace {

/// After so many time constants e^-t is below 1e-13 of its begin: nothing that a float beside the current could tell.
constexpr double kTimeConstants = 30.0;

std::int64_t frames_of(Duration d) { return std::llround(seconds(d) * kSampleRate); }

template <class List, class Running>
void push(List& list, Running const& running) {
    if (list.size() == kMostEvents) list.erase(list.begin());
    list.push_back(running);
}

}  // namespace

void VoltageEvents::start(VoltageEvent const& event, std::int64_t wait) {
    std::int64_t const length = std::max<std::int64_t>(1, frames_of(event.duration));
    push(running_, Running{event, -wait, std::clamp<std::int64_t>(frames_of(event.edge), 0, length), length});
}

double VoltageEvents::Running::part(std::int64_t n) const {
    if (n < 0 || n >= length + edge) return 0.0;
    if (n < edge) return static_cast<double>(n) / static_cast<double>(edge);
    if (n < length) return 1.0;
    return static_cast<double>(length + edge - n) / static_cast<double>(edge);
}

std::int64_t VoltageEvents::frames_until_change() const {
    std::int64_t frames = kNoChange;
    for (Running const& r : running_)
        for (std::int64_t const border : {std::int64_t{0}, r.edge, r.length, r.length + r.edge})
            if (border > r.at) frames = std::min(frames, border - r.at);
    return frames;
}

bool VoltageEvents::flat() const {
    return std::none_of(running_.begin(), running_.end(),
                        [](Running const& r) { return r.at >= 0 && (r.at < r.edge || r.at >= r.length || r.event.phase_jump_deg != 0.0); });
}

bool VoltageEvents::leads() const {
    return std::any_of(running_.begin(), running_.end(), [](Running const& r) { return r.at >= 0 && r.event.phase_jump_deg != 0.0; });
}

Four VoltageEvents::gain() const {
    Four gain = {1.0F, 1.0F, 1.0F, 1.0F};
    for (Running const& r : running_)
        for (std::size_t phase = 0; phase < 3; ++phase)
            if (r.at >= 0 && (r.event.phases >> phase & 1U) != 0) gain[phase] *= static_cast<float>(r.event.level);
    return gain;
}

void VoltageEvents::shape(std::span<Halves> gains, std::span<Leads> leads) const {
    for (Running const& r : running_) {
        if (r.at < 0) continue;
        Four touched{};
        for (std::size_t phase = 0; phase < 3; ++phase) touched[phase] = (r.event.phases >> phase & 1U) != 0 ? 1.0F : 0.0F;
        double part = -1.0;
        Turn lead = 0;
        for (std::size_t k = 0; k < gains.size(); ++k) {
            if (double const now = r.part(r.at + static_cast<std::int64_t>(k)); now != part) {
                part = now;
                lead = turn_of(r.event.phase_jump_deg / 360.0 * part);
            }
            gains[k].volts *= 1.0F + touched * static_cast<float>((r.event.level - 1.0) * part);
            for (std::size_t phase = 0; phase < 3; ++phase)
                if (touched[phase] != 0.0F) leads[k][phase] += lead;
        }
    }
}

void VoltageEvents::pass(std::int64_t frames) {
    for (Running& r : running_) r.at += frames;
    std::erase_if(running_, [](Running const& r) { return r.at >= r.length + r.edge; });
}

void CurrentEvents::start(CurrentEvent const& event, std::int64_t wait) {
    Running r;
    r.event = event;
    r.wait = wait;
    r.excess = event.multiple - 1.0;
    r.dc = event.dc;
    r.excess_factor = std::exp(-1.0 / (seconds(event.decay) * kSampleRate));
    r.dc_factor = event.dc != 0.0 ? std::exp(-1.0 / (seconds(event.dc_decay) * kSampleRate)) : 0.0;
    Duration const slowest = event.dc != 0.0 ? std::max(event.decay, event.dc_decay) : event.decay;
    r.left = std::max<std::int64_t>(1, std::llround(std::min(seconds(slowest) * kTimeConstants * kSampleRate, 0x1p62)));
    for (std::size_t n = 0; n < 4; ++n)
        if ((event.inputs >> n & 1U) != 0) r.inputs.set(index(Channel::i1) + n, 1.0F);
    push(running_, r);
}

std::int64_t CurrentEvents::frames_until_change() const {
    std::int64_t frames = kNoChange;
    for (Running const& r : running_) frames = std::min(frames, r.wait > 0 ? r.wait : r.left);
    return frames;
}

bool CurrentEvents::flat() const {
    return std::none_of(running_.begin(), running_.end(), [](Running const& r) { return r.wait == 0; });
}

bool CurrentEvents::due() const {
    return std::any_of(running_.begin(), running_.end(), [](Running const& r) { return r.wait == 0 && !r.begun; });
}

void CurrentEvents::begin(Halves const& crests) {
    for (Running& r : running_)
        if (r.wait == 0 && !r.begun) {
            r.begun = true;
            r.crests = crests * r.inputs;
        }
}

void CurrentEvents::shape(std::span<Halves> gains, std::span<Halves> offsets) {
    for (Running& r : running_) {
        if (r.wait > 0) continue;
        for (std::size_t k = 0; k < gains.size(); ++k) {
            gains[k] = gains[k] * (r.inputs * static_cast<float>(r.excess) + 1.0F);
            offsets[k] = offsets[k] + r.crests * static_cast<float>(r.dc);
            r.excess *= r.excess_factor;
            r.dc *= r.dc_factor;
        }
    }
}

void CurrentEvents::pass(std::int64_t frames) {
    for (Running& r : running_) (r.wait > 0 ? r.wait : r.left) -= frames;
    std::erase_if(running_, [](Running const& r) { return r.left == 0; });
}

}  // namespace mb
