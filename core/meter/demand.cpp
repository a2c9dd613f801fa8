// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/demand.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/meter/energy.hpp"

namespace mb {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSteady = 0.01;
constexpr std::size_t kS = 4;
constexpr EnergyKind kKinds[] = {EnergyKind::ea_pos, EnergyKind::ea_neg, EnergyKind::er_pos, EnergyKind::er_neg, EnergyKind::eap};

void add_scaled(DemandValues& sum, DemandValues const& x, double factor) {
    for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += x[n] * factor;
}

}  // namespace

void Demand::configure(DemandSettings const& settings) {
    DemandSettings same = settings;
    same.predict_window = settings_.predict_window;
    bool const only_window = same == settings_;
    if (!only_window && started_ && now_ > begin_) end_part(false);
    settings_ = settings;
    if (only_window) return;
    parts_done_ = 0;
    after_end_ = false;
    begin_part();
}

void Demand::begin_part() {
    running_ = {};
    begin_ = now_;
    part_end_.reset();
    if (by_clock()) part_end_ = next_part(now_, settings_.period, settings_.parts, calendar_);
}

Demand::Part Demand::so_far() const {
    Part sum = running_;
    for (std::size_t n = 1; n < parts() && n <= parts_done_; ++n) {
        Part const& part = before_[(parts_done_ - n) % kParts];
        add_scaled(sum.energy, part.energy, 1.0);
        sum.covered += part.covered;
    }
    return sum;
}

void Demand::end_part(bool whole) {
    Part const period = so_far();
    bool all_whole = whole && parts_done_ + 1 >= parts();
    for (std::size_t n = 1; n < parts() && n <= parts_done_; ++n) all_whole = all_whole && before_[(parts_done_ - n) % kParts].whole;

    DemandPoint& point = latest_[points_++ % kPoints];
    point = {now_, {}, !all_whole, !calendar_};
    add_scaled(point.mean, period.energy, 1.0 / seconds(by_clock() ? settings_.period : now_ - begin_));

    for (std::size_t n = 0; n < point.mean.size(); ++n)
        if (!(largest_[n] >= point.mean[n])) largest_[n] = point.mean[n];

    running_.whole = whole;
    before_[parts_done_++ % kParts] = running_;
}

void Demand::forget_largest(unsigned kinds) {
    for (std::size_t n = 0; n < largest_.size(); ++n)
        if ((kinds & 1U << n) != 0) largest_[n] = nothing()[n];
}

void Demand::end_second() {
    seconds_[seconds_done_++ % kSeconds] = second_;
    second_ = {};
    second_end_ += std::chrono::seconds{1};
}

DemandValues Demand::short_mean() const {
    auto const window = std::min({static_cast<std::size_t>(settings_.predict_window.count()), seconds_done_, kSeconds});
    DemandValues mean{};
    for (std::size_t n = 1; n <= window; ++n) add_scaled(mean, seconds_[(seconds_done_ - n) % kSeconds], 1.0);
    for (double& x : mean) x /= static_cast<double>(window);
    return mean;
}

void Demand::run(DemandValues const& power, bool covered, Instant until) {
    while (now_ < until) {
        Instant stop = std::min(until, second_end_);
        if (part_end_) stop = std::min(stop, *part_end_);
        Duration const time = stop - now_;
        add_scaled(running_.energy, power, seconds(time));
        add_scaled(second_, power, seconds(time));
        if (covered) running_.covered += time;
        now_ = stop;
        if (now_ == second_end_) end_second();
        if (part_end_ && now_ == *part_end_) finish_part();
    }
}

void Demand::finish_part() {
    // With the clock a part is whole where its values reach from boundary to boundary; else from one end to the next.
    Instant const just_before = begin_ - Duration{1};
    bool const from_end = by_clock() ? next_part(just_before, settings_.period, settings_.parts, calendar_) == begin_ : after_end_;
    end_part(from_end && running_.covered == now_ - begin_);
    after_end_ = true;
    begin_part();
}

void Demand::add(dsp::Power const& total, Instant begin, Instant end, Calendar const& calendar) {
    if (!started_) {
        started_ = true;
        calendar_ = calendar;
        now_ = begin;
        second_end_ = begin + std::chrono::seconds{1};
        begin_part();
    } else if (calendar != calendar_) {
        if (by_clock() && now_ > begin_) end_part(false);
        calendar_ = calendar;
        if (by_clock()) begin_part();
    }
    DemandValues power{};
    bool known = true;
    for (std::size_t n = 0; n < power.size(); ++n) {
        double const x = counted_power(total, kKinds[n]);
        known = known && std::isfinite(x);
        power[n] = std::isfinite(x) ? x : 0.0;
    }
    run({}, false, begin);
    run(power, known, end);
}

void Demand::end_period(Instant at) {
    if (by_clock() || !started_ || part_end_) return;
    if (at > now_)
        part_end_ = at;
    else if (now_ > begin_)
        finish_part();
}

Duration Demand::left() const {
    Instant const end = by_clock() ? part_end_.value_or(now_) : begin_ + settings_.period;
    return std::max(end - now_, Duration{});
}

DemandValues Demand::predicted() const {
    DemandValues result;
    result.fill(kNaN);
    if (seconds_done_ == 0) return result;
    result = so_far().energy;
    add_scaled(result, short_mean(), seconds(left()));
    Duration const length = by_clock() ? settings_.period : std::max(settings_.period, now_ - begin_);
    for (double& x : result) x /= seconds(length);
    return result;
}

Trend Demand::trend() const {
    Part const part = so_far();
    if (seconds_done_ == 0 || part.covered == Duration{}) return Trend::steady;
    double const mean = part.energy[kS] / seconds(part.covered);
    double const recent = short_mean()[kS];
    if (recent > mean * (1.0 + kSteady)) return Trend::rising;
    if (recent < mean * (1.0 - kSteady)) return Trend::falling;
    return Trend::steady;
}

std::optional<DemandPoint> Demand::point(std::size_t n) const {
    if (n >= kPoints || n >= points_) return std::nullopt;
    return latest_[(points_ - 1 - n) % kPoints];
}

}  // namespace mb
