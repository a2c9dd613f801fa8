// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/analyser.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb::dsp {
namespace {

constexpr double kLiveRatio = 0.02;    // of the nominal voltage
constexpr std::size_t kReference = 0;  // V1's crossings cut the windows

std::array<CrossingTracker, kVoltages> make_trackers(double nominal_voltage) {
    double const v = kLiveRatio * nominal_voltage * std::numbers::sqrt2;
    double const u = v * std::numbers::sqrt3;
    return {CrossingTracker{v}, CrossingTracker{v}, CrossingTracker{v}, CrossingTracker{u}, CrossingTracker{u}, CrossingTracker{u}};
}

/// Product index of a voltage's square in the sample store.
constexpr std::size_t square_of(std::size_t voltage) { return voltage < 3 ? voltage : kChannels + voltage - 3; }

}  // namespace

Analyser::Analyser(int nominal_frequency, double nominal_voltage)
    : cycles_(nominal_frequency == 60 ? 12 : 10),
      period_(static_cast<double>(kSampleRate) / nominal_frequency),
      trackers_(make_trackers(nominal_voltage)) {}

void Analyser::feed(Block frames) {
    half_cycles_.clear();
    windows_.clear();
    for (std::size_t at = 0; at + kDecimation <= frames.size(); at += kDecimation) tick(frames.data() + at);
}

void Analyser::tick(Frame const* frames) {
    auto const voltages = store_.push(frames);
    Half const v = filter_.push(voltages.data());
    bool const settled = ticks_ >= FundamentalFilter::settling();
    if (!settled) ++ticks_;

    double const position = static_cast<double>(store_.size() - 1) - FundamentalFilter::delay();
    std::array<double, kVoltages> const filtered{v[0], v[1], v[2], v[0] - v[1], v[1] - v[2], v[2] - v[0]};
    for (std::size_t n = 0; n < kVoltages; ++n)
        if (auto const crossing = trackers_[n].push(filtered[n], position, kDecimation, period_.samples(), settled))
            on_crossing(n, *crossing);
}

void Analyser::on_crossing(std::size_t voltage, Crossing const& crossing) {
    // The common period comes from the first phase that is alive.
    auto const first_live = std::find_if(trackers_.begin(), trackers_.end(), [](CrossingTracker const& t) { return t.live(); });
    if (crossing.cycle && voltage == static_cast<std::size_t>(first_live - trackers_.begin())) period_.add(*crossing.cycle);

    double const common = period_.samples();
    double const begin = crossing.at - crossing.cycle.value_or(common);  // a disturbed cycle's own length is not to be trusted
    // At power-on a live channel has no length of a cycle yet; a dead one has the nominal one.
    bool const length_known = period_.measured() || !crossing.measured;
    if (length_known && begin >= 1.0)
        half_cycles_.push_back({voltage, begin, crossing.at, std::sqrt(store_.mean(square_of(voltage), begin, crossing.at))});
    if (voltage == kReference) on_reference(crossing);
}

void Analyser::on_reference(Crossing const& crossing) {
    if (!crossing.rising) return;
    if (!window_begin_) {
        window_begin_ = crossing.at;
        window_measured_ = crossing.measured;
        cycles_done_ = 0;
        return;
    }
    window_measured_ = window_measured_ && crossing.measured;
    if (++cycles_done_ < cycles_) return;
    windows_.push_back(measure(*window_begin_, crossing.at, window_measured_));
    window_begin_ = crossing.at;
    window_measured_ = crossing.measured;
    cycles_done_ = 0;
}

WindowResult Analyser::measure(double begin, double end, bool measured) const {
    WindowResult w;
    w.begin = begin;
    w.end = end;
    w.cycles = cycles_;
    bool const any_live = std::any_of(trackers_.begin(), trackers_.end(), [](CrossingTracker const& t) { return t.live(); });
    w.frequency = measured   ? cycles_ * kSampleRate / (end - begin)
                  : any_live ? kSampleRate / period_.samples()
                             : std::numeric_limits<double>::quiet_NaN();

    auto const means = store_.means(begin, end);
    for (std::size_t m = 0; m < kMeasured; ++m) w.rms[m] = std::sqrt(means[m]);
    for (std::size_t p = 0; p < 3; ++p) w.active_power[p] = means[kPowerProduct + p];

    auto const phasors = store_.phasors(begin, end, cycles_);
    std::copy(phasors.begin(), phasors.end(), w.fundamental.begin());
    auto const at = [&](Measured m) { return w.fundamental[index(m)]; };
    w.fundamental[index(Measured::u12)] = at(Measured::v1) - at(Measured::v2);
    w.fundamental[index(Measured::u23)] = at(Measured::v2) - at(Measured::v3);
    w.fundamental[index(Measured::u31)] = at(Measured::v3) - at(Measured::v1);
    w.fundamental[index(Measured::in)] = at(Measured::i1) + at(Measured::i2) + at(Measured::i3);
    for (std::size_t p = 0; p < 3; ++p) {
        std::size_t const i = p + index(Measured::i1);
        w.apparent_power[p] = w.rms[p] * w.rms[i];
        w.fundamental_power[p] = w.fundamental[p] * std::conj(w.fundamental[i]);
    }
    return w;
}

}  // namespace mb::dsp
