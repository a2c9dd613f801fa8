// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/recording_facts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "sim/fundamental.hpp"

namespace mb {
namespace {

/// Phases below this part of the largest are dead: a voltage transformer without a voltage still hums.
constexpr double kLive = 0.1;
/// A recording that lacks up to this part of a cycle at its end still counts that cycle: captures are cut by whole samples.
constexpr double kCycleTolerance = 0.02;

/// A loop is rounded to whole samples where that changes its frequency by less than this part, 1 mHz of 50 Hz; where it is the whole
/// recording, by 5 mHz: who captures so near to whole cycles means them, and a few cycles do not tell the frequency better.
constexpr double kWholeLoop = 2e-5, kWholeRecording = 1e-4;

/// L-N volts of networks and of transformer secondaries (IEC 60038, ANSI C84.1; the higher ones are L-L values over the root of 3).
constexpr std::array kVoltages{57.7,    63.5,    66.4,    69.3,    100.0,    110.0,    120.0,    127.0,    139.0,   220.0,   230.0,
                               240.0,   254.0,   277.0,   347.0,   400.0,    577.0,    1'905.0,  2'402.0,  3'464.0, 3'811.0, 5'774.0,
                               6'351.0, 7'200.0, 7'967.0, 8'660.0, 11'547.0, 12'702.0, 14'434.0, 19'053.0, 19'919.0};
/// Primary ratings (IEC 61869-2, 5.201).
constexpr std::array kDecade{1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5};

double rms(std::span<double const> x) {
    double sum = 0.0;
    for (double const value : x) sum += value * value;
    return x.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(x.size()));
}

/// What feeds a lane: samples as the file holds them, and the size of their factor.
struct Fed {
    std::span<double const> x;
    double factor = 1.0;

    double rms_of_all() const { return factor * rms(x); }
    /// RMS of successive cycles; of everything where there is no whole one.
    std::vector<double> cycle_rms(double samples_per_cycle) const {
        auto const length = static_cast<std::size_t>(std::max(1L, std::lround(samples_per_cycle)));
        std::vector<double> all;
        for (std::size_t at = 0; at + length <= x.size(); at += length) all.push_back(factor * rms(x.subspan(at, length)));
        if (all.empty()) all.push_back(rms_of_all());
        return all;
    }
};

}  // namespace

RecordingFacts recording_facts(WaveformFile const& file, ChannelMap const& map, LaneScale const& scale) {
    RecordingFacts facts;
    if (file.channels.empty() || !(file.sampling_rate > 0.0)) return facts;
    auto const total = static_cast<double>(file.channels[0].samples.size());
    facts.seconds = total / file.sampling_rate;
    auto const fed = [&](std::size_t lane) {
        if (map[lane] < 0) return Fed{};
        return Fed{file.channels[static_cast<std::size_t>(map[lane])].samples, std::abs(scale[lane])};
    };

    double largest = 0.0;
    for (std::size_t phase = 0; phase < 3; ++phase) largest = std::max(largest, fed(phase).rms_of_all());
    std::vector<Fed> live;
    for (std::size_t phase = 0; phase < 3; ++phase)
        if (auto const lane = fed(phase); largest > 0.0 && lane.rms_of_all() >= kLive * largest) live.push_back(lane);
    if (!live.empty()) facts.frequency = fundamental_frequency(live[0].x, file.sampling_rate, file.line_frequency);
    double const cycle = file.sampling_rate / (facts.frequency > 0.0       ? facts.frequency
                                               : file.line_frequency > 0.0 ? file.line_frequency
                                                                           : 50.0);
    if (facts.frequency > 0.0) {
        facts.whole_cycles = static_cast<int>(std::floor(total / cycle + kCycleTolerance));
        facts.loop_samples = facts.whole_cycles * cycle;
        double const whole = std::round(facts.loop_samples);
        if (whole <= total && std::abs(facts.loop_samples - whole) <= (whole == total ? kWholeRecording : kWholeLoop) * whole)
            facts.loop_samples = whole;
    }

    std::vector<double> voltages;
    for (Fed const& lane : live) {
        auto const cycles = lane.cycle_rms(cycle);
        voltages.insert(voltages.end(), cycles.begin(), cycles.end());
    }
    if (!voltages.empty()) {
        auto const middle = voltages.begin() + static_cast<std::ptrdiff_t>(voltages.size() / 2);
        std::nth_element(voltages.begin(), middle, voltages.end());
        facts.voltage = *middle;
    }
    for (std::size_t lane = index(Channel::i1); lane <= index(Channel::i3); ++lane)
        if (map[lane] >= 0)
            for (double const i : fed(lane).cycle_rms(cycle)) facts.current = std::max(facts.current, i);
    return facts;
}

double standard_voltage(double volts) {
    if (!(volts > 0.0)) return 230.0;
    auto const distance = [&](double standard) { return std::abs(std::log(volts / standard)); };
    double const nearest =
        *std::min_element(kVoltages.begin(), kVoltages.end(), [&](double a, double b) { return distance(a) < distance(b); });
    if (distance(nearest) <= std::log(1.12)) return nearest;
    double const digit = std::pow(10.0, std::floor(std::log10(volts)) - 2.0);
    return std::round(volts / digit) * digit;
}

double standard_current(double amperes) {
    for (double decade = 1.0; decade < 1e9; decade *= 10.0)
        for (double const step : kDecade)
            if (decade * step >= amperes) return decade * step;
    return amperes;
}

}  // namespace mb
