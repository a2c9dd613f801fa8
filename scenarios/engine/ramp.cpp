// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/ramp.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace mb {
namespace {

/// Below this part of its fundamental the angle of a line matters to nobody; sums that are zero on paper end here, too.
constexpr double kNegligible = 1e-6;
constexpr std::int64_t kMostLegs = 2'000;
constexpr Duration kShortestLeg{240};  // 5 ms

double mix(double a, double b, double part) { return part >= 1.0 ? b : a + (b - a) * part; }

/// By the shorter way round.
double mix_angle(double a, double b, double part) { return part >= 1.0 ? b : a + std::remainder(b - a, 360.0) * part; }

Harmonic harmonic_of(ChannelSignal const& signal, int order) {
    for (Harmonic const& h : signal.harmonics)
        if (h.order == order) return h;
    return {0, 0.0, 0.0};
}

std::set<int> orders_of(ChannelSignal const& a, ChannelSignal const& b) {
    std::set<int> orders;
    for (ChannelSignal const* signal : {&a, &b})
        for (Harmonic const& h : signal->harmonics) orders.insert(h.order);
    return orders;
}

/// A line that only one side has keeps its angle while its size changes.
Harmonic between(Harmonic a, Harmonic b, int order, double part) {
    if (a.order == 0) a.phase_deg = b.phase_deg;
    if (b.order == 0) b.phase_deg = a.phase_deg;
    return {order, mix(a.ratio, b.ratio, part), mix_angle(a.phase_deg, b.phase_deg, part)};
}

std::vector<Interharmonic> between(std::vector<Interharmonic> const& from, std::vector<Interharmonic> const& to, double part) {
    auto const at = [](std::vector<Interharmonic> const& lines, double hz) {
        return std::find_if(lines.begin(), lines.end(), [&](Interharmonic const& line) { return line.frequency_hz == hz; });
    };
    std::vector<Interharmonic> lines;
    for (Interharmonic const& line : from) {
        auto const goal = at(to, line.frequency_hz);
        bool const stays = goal != to.end();
        lines.push_back({line.frequency_hz, mix(line.rms, stays ? goal->rms : 0.0, part),
                         stays ? mix_angle(line.phase_deg, goal->phase_deg, part) : line.phase_deg});
    }
    for (Interharmonic const& line : to)
        if (at(from, line.frequency_hz) == from.end()) lines.push_back({line.frequency_hz, line.rms * part, line.phase_deg});
    return lines;
}

ChannelSignal between(ChannelSignal a, ChannelSignal b, double part) {
    if (a.rms == 0.0) a.phase_deg = b.phase_deg;
    if (b.rms == 0.0) b.phase_deg = a.phase_deg;
    ChannelSignal signal{mix(a.rms, b.rms, part), mix_angle(a.phase_deg, b.phase_deg, part), {}};
    for (int const order : orders_of(a, b)) signal.harmonics.push_back(between(harmonic_of(a, order), harmonic_of(b, order), order, part));
    signal.interharmonics = between(a.interharmonics, b.interharmonics, part);
    signal.dc = mix(a.dc, b.dc, part);
    signal.noise = mix(a.noise, b.noise, part);
    return signal;
}

/// How far any angle of the channel goes on the common time axis.
double largest_turn(ChannelSignal const& a, ChannelSignal const& b) {
    if (a.rms <= 0.0 || b.rms <= 0.0) return 0.0;
    double const own = std::remainder(b.phase_deg - a.phase_deg, 360.0);
    double turn = std::abs(own);
    for (int const order : orders_of(a, b)) {
        Harmonic const from = harmonic_of(a, order);
        Harmonic const to = harmonic_of(b, order);
        if (std::max(from.ratio, to.ratio) < kNegligible) continue;
        double const further = from.order == 0 || to.order == 0 ? 0.0 : std::remainder(to.phase_deg - from.phase_deg, 360.0);
        turn = std::max(turn, std::abs(order * own + further));
    }
    return turn;
}

}  // namespace

Stimulus between(Stimulus const& from, Stimulus const& to, double part) {
    Stimulus s = to;
    s.event.reset();
    s.inrush.reset();
    s.phase_jump_deg = 0.0;
    s.ramp = Duration{};
    if (part >= 1.0) return s;
    s.frequency_hz = mix(from.frequency_hz, to.frequency_hz, part);
    for (std::size_t c = 0; c < kChannels; ++c) s.channels[c] = between(from.channels[c], to.channels[c], part);
    s.modulation.depth = mix(from.modulation.depth, to.modulation.depth, part);
    return s;
}

std::vector<Stimulus> ramp(Stimulus const& from, Stimulus const& to, Duration over) {
    double largest = 0.0;
    double loudest = 0.0;
    for (ChannelSignal const& signal : to.channels) loudest = std::max(loudest, signal.rms);
    for (std::size_t c = 0; c < kChannels; ++c)
        if (std::max(from.channels[c].rms, to.channels[c].rms) > kNegligible * loudest)
            largest = std::max(largest, largest_turn(from.channels[c], to.channels[c]));
    auto const wanted = static_cast<std::int64_t>(std::ceil(largest / kLargestChordDeg - 1e-9));
    std::int64_t const legs = std::clamp<std::int64_t>(wanted, 1, std::clamp<std::int64_t>(over / kShortestLeg, 1, kMostLegs));
    std::vector<Stimulus> all;
    Duration begun{};
    for (std::int64_t n = 1; n <= legs; ++n) {
        Duration const end = over * n / legs;
        all.push_back(between(from, to, static_cast<double>(n) / static_cast<double>(legs)));
        all.back().ramp = end - begun;
        begun = end;
    }
    return all;
}

}  // namespace mb
