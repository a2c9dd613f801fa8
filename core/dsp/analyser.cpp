// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/analyser.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace mb::dsp {
namespace {

constexpr std::size_t kReference = 0;  // V1's crossings cut the windows
constexpr double kMostBend = 10.0;     // [samples] that the middle of a window may be off: a drift of 10 Hz/s

std::array<CrossingTracker, kVoltages> make_trackers(double nominal_voltage) {
    double const v = kLiveRatio * nominal_voltage * std::numbers::sqrt2;
    double const u = v * std::numbers::sqrt3;
    return {CrossingTracker{v}, CrossingTracker{v}, CrossingTracker{v}, CrossingTracker{u}, CrossingTracker{u}, CrossingTracker{u}};
}

/// The channels of half cycles.
constexpr std::array<Measured, kHalfCycled> kHalfCycleOf{Measured::v1,  Measured::v2,  Measured::v3, Measured::u12,
                                                         Measured::u23, Measured::u31, Measured::i1, Measured::i2,
                                                         Measured::i3,  Measured::i4,  Measured::in, Measured::in2};

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// What a quarter second brings at the most; so nothing grows while the meter runs.
constexpr std::size_t kMostResults = 64;

void clear(WindowResult& w, std::size_t channel, Flaw flaw) {
    disconnect(w, channel, flaw);
    w.flagged = true;
}

}  // namespace

Analyser::Analyser(AnalyserSettings const& settings)
    : settings_(settings),
      cycles_(settings.nominal_frequency == 60 ? 12 : 10),
      store_(settings.vectors),
      spectrum_(settings.vectors),
      period_(static_cast<double>(kSampleRate) / settings.nominal_frequency),
      trackers_(make_trackers(settings.nominal_voltage)) {
    half_cycles_.reserve(kMostResults * 2);
    windows_.reserve(4);
    fast_.reserve(kMostResults);
    crossings_.reserve(kMostResults);
    rewire(settings, {});
}

void Analyser::rewire(AnalyserSettings const& settings, Routing const& routing) {
    settings_ = settings;
    routing_ = routing;
    for (std::size_t m = 0; m < kMeasured; ++m) lanes_of_[m] = routing.lanes_of(static_cast<Measured>(m));
    store_.set(routing);
    cycles_ = settings.nominal_frequency == 60 ? 12 : 10;
    period_ = Period{static_cast<double>(kSampleRate) / settings.nominal_frequency};
    trackers_ = make_trackers(settings.nominal_voltage);
    ticks_ = 0;  // the filter holds what was there before
    running_count_ = 0;
    fast_begin_.reset();
}

bool Analyser::any_live() const {
    return std::any_of(trackers_.begin(), trackers_.end(), [](CrossingTracker const& t) { return t.live(); });
}

void Analyser::feed(Block frames) {
    half_cycles_.clear();
    windows_.clear();
    fast_.clear();
    crossings_.clear();
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
    if (length_known && begin >= 1.0) {
        std::uint32_t const unsound = store_.not_finite(begin, crossing.at);
        auto const report = [&](std::size_t channel, double mean_square) {
            bool const sound = (unsound & lanes_of_[index(kHalfCycleOf[channel])]) == 0;
            half_cycles_.push_back({channel, begin, crossing.at, sound ? std::sqrt(mean_square) : kNaN});
        };
        if (voltage == kReference) {
            auto const means = store_.means(begin, crossing.at);
            auto const report_one = [&](std::size_t channel) { report(channel, means[kSquareOf[index(kHalfCycleOf[channel])]]); };
            report_one(voltage);
            for (std::size_t current = kVoltages; current < kHalfCycled; ++current) report_one(current);
        } else {
            report(voltage, store_.mean_square(voltage, begin, crossing.at));
        }
    }
    if (voltage == kReference) on_reference(crossing);
}

void Analyser::on_reference(Crossing const& crossing) {
    if (!crossing.rising) return;
    crossings_.push_back({crossing.at, crossing.measured});

    if (!fast_begin_ || ++fast_done_ >= options_.fast_cycles) {
        if (fast_begin_) {
            auto const means = store_.means(*fast_begin_, crossing.at);
            std::uint32_t const unsound = store_.not_finite(*fast_begin_, crossing.at);
            FastRms& f = fast_.emplace_back(FastRms{*fast_begin_, crossing.at, {}});
            for (std::size_t m = 0; m < kMeasured; ++m) f.rms[m] = (unsound & lanes_of_[m]) == 0 ? std::sqrt(means[kSquareOf[m]]) : kNaN;
        }
        fast_begin_ = crossing.at;
        fast_done_ = 0;
    }

    for (std::size_t n = 0; n < running_count_; ++n) {
        Running& run = running_[n];
        run.measured = run.measured && crossing.measured;
        run.steady = run.steady && crossing.cycle.has_value();
        ++run.cycles;
        if (2 * run.cycles == cycles_) run.middle = crossing.at;
    }
    bool begin_one = running_count_ == 0;
    if (running_count_ > 0 && running_[0].cycles == cycles_) {
        measure(running_[0], crossing.at);
        running_[0] = running_[1];
        begin_one = --running_count_ == 0;
    }
    if (restart_ && crossing.at >= *restart_) {
        restart_.reset();
        begin_one = true;  // beside the running one, if there is one
    }
    // At most one beside the running one: where restarts follow each other (the clock was set twice), the latest counts.
    if (begin_one && running_count_ == running_.size()) --running_count_;
    if (begin_one) running_[running_count_++] = Running{crossing.at, crossing.at, 0, crossing.measured, true};
}

void Analyser::measure(Running const& run, double end) {
    WindowResult& w = windows_.emplace_back();
    w.begin = run.begin;
    w.end = end;
    w.fresh = std::max(run.begin, covered_);
    w.cycles = cycles_;
    covered_ = end;

    bool const live = any_live();
    w.frequency = run.measured ? cycles_ * kSampleRate / (end - run.begin) : live ? kSampleRate / period_.samples() : kNaN;
    if (!run.measured && !live)
        w.sync = Flaw::no_fundamental;
    else if (w.frequency < kLowest || w.frequency > kHighest)
        w.sync = Flaw::frequency_out_of_range;

    auto const means = store_.means(w.begin, w.end);
    for (std::size_t m = 0; m < kMeasured; ++m) w.rms[m] = std::sqrt(means[kSquareOf[m]]);
    for (std::size_t p = 0; p < kPowers; ++p) w.active_power[p] = means[kPowerProduct + p];

    double const straight = (w.begin + w.end) / 2.0;
    double const middle = run.steady && std::abs(run.middle - straight) < kMostBend ? run.middle : straight;
    std::int64_t const first = static_cast<std::int64_t>(w.begin) - SpectrumAnalyser::kMargin;
    spectrum_.measure(store_.run(first), first, store_.routing(), middle, w);
    judge(w, run);
    auto const dc = [&](std::size_t m) { return w.harmonic[m][0]; };
    if (options_.remove_dc)
        for (std::size_t m = 0; m < kMeasured; ++m) w.rms[m] = std::sqrt(std::max(w.rms[m] * w.rms[m] - dc(m) * dc(m), 0.0));
    for (std::size_t p = 0; p < kPowers; ++p) {
        std::size_t const i = index(kHalfCycleOf[kVoltages + p]);
        if (!routing_.partner[p]) {
            w.active_power[p] = w.apparent_power[p] = kNaN;
            w.fundamental_power[p] = {kNaN, kNaN};
            continue;
        }
        std::size_t const v = index(*routing_.partner[p]);
        if (options_.remove_dc) w.active_power[p] -= dc(v) * dc(i);
        w.apparent_power[p] = w.rms[v] * w.rms[i];
        w.fundamental_power[p] = w.fundamental[v] * std::conj(w.fundamental[i]);
        if (w.flaw[v] != Flaw::none || w.flaw[i] != Flaw::none) w.active_power[p] = kNaN;
    }
}

/// Takes away what the window cannot know: channels with flaws, and phasors and harmonics without a fundamental to count them from.
void Analyser::judge(WindowResult& w, Running const& run) const {
    std::uint32_t const unsound = store_.not_finite(w.begin, w.end);
    w.peak = store_.peaks(w.begin, w.end);

    std::uint32_t phase_lanes = 0;
    for (std::size_t v = 0; v < 3; ++v)
        if ((routing_.phases >> v & 1U) != 0) phase_lanes |= lanes_of_[v];
    // Where samples of the voltages are missing, the crossings near them are not to be trusted, nor is anything between them.
    double const reach = 2.0 * FundamentalFilter::delay();
    bool const edges_sound = (store_.not_finite(std::max(w.begin - reach, 0.0), w.end) & phase_lanes) == 0;
    if (!edges_sound) w.sync = Flaw::not_finite;

    // The crossings may be those of another frequency that the filter lets through: then the fundamental's line is not the strongest.
    double const live = kLiveRatio * settings_.nominal_voltage;
    bool signal = false;
    bool leads = false;
    for (Measured const m : {Measured::v1, Measured::v2, Measured::v3}) {
        if ((routing_.phases >> index(m) & 1U) == 0) continue;
        if (leads || !(w[m] > live)) continue;
        signal = true;
        leads = spectrum_.lead(m, w.cycles) > kLeast;
    }
    if (signal && !leads && w.sync == Flaw::none) w.sync = Flaw::no_fundamental;

    // Without a fundamental at its end (the supply was switched off) the window still has the length of the cycles before, so its rms and
    // powers hold. Where no cycle was ever measured, or what there is is no fundamental, only silence has a value.
    for (std::size_t m = 0; m < kMeasured; ++m) {
        bool const current = m >= index(Measured::in) || (m >= index(Measured::i1) && m <= index(Measured::i4));
        double const full_scale = current ? settings_.full_scale_current : settings_.full_scale_voltage;
        if ((unsound & lanes_of_[m]) != 0)
            clear(w, m, Flaw::not_finite);
        else if (!(w.peak[m] <= full_scale))
            clear(w, m, Flaw::over_range);
        else if (w.sync == Flaw::not_finite || w.sync == Flaw::frequency_out_of_range)
            clear(w, m, w.sync);
        else if (w.sync == Flaw::no_fundamental && w.rms[m] > 0.0 && (!period_.measured() || (signal && !leads)))
            clear(w, m, w.sync);
        else if (w.sync != Flaw::none || (!current && m != index(Measured::vn) && std::abs(w.fundamental[m]) < live)) {
            w.harmonic[m].fill(kNaN);
            w.interharmonic[m].fill(kNaN);
        }
    }
    if (w.sync != Flaw::none) {
        w.frequency = kNaN;
        w.flagged = true;
    }
    if (!run.measured) w.flagged = true;
}

}  // namespace mb::dsp
