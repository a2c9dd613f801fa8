// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/pulse_collector.hpp"

#include <cmath>
#include <utility>

namespace mb::hil {
namespace {

constexpr double kPulseDelay_s = 1.0;
constexpr int kMostReplies = 200;  ///< a controller keeps 1024 pulses

}  // namespace

Result<void> PulseCollector::fetch() {
    for (int n = 0; n < kMostReplies; ++n) {
        auto const got = rig_.pulses(input_.channel, next_);
        if (!got) return got.error();
        if (known_ && got->first != next_)
            return infrastructure_error(
                "pulse channel {}: pulses {} to {} are lost; they come faster than they can be fetched, or the rig "
                "controller has started anew",
                input_.channel, next_, got->first);
        next_ = got->first + got->ticks.size();
        if (got->ticks.empty()) {
            known_ = true;
            return {};
        }
        for (std::uint64_t const ticks : got->ticks) {
            Pulse const pulse{static_cast<double>(ticks) * resolution_s()};
            taken_.push_back(pulse);
            if (steady_ && pulse.time_s >= counts_from_s_) interval_.push_back(pulse);
        }
    }
    return infrastructure_error("pulse channel {}: the rig controller has pulses without end", input_.channel);
}

std::vector<Pulse> PulseCollector::take() { return std::exchange(taken_, {}); }

Result<void> PulseCollector::begin(double power, double now_s) {
    steady_ = false;
    if (auto done = fetch(); !done) return done;
    interval_.clear();
    power_ = power;
    counts_from_s_ = now_s + kPulseDelay_s;
    steady_ = true;
    return {};
}

std::string PulseCollector::end(double source_percent) {
    bool const was_steady = std::exchange(steady_, false);
    auto const metered = power_of(interval_, input_.weight_wh, resolution_s());
    if (!was_steady || !metered || power_ == 0.0) return {};
    return fmt::format(
        "pulse channel {}: {} pulses of {} Wh stand for {:.6g} W, {:.6g} W applied: error {:+.3f} % (source {:.3g} %, "
        "resolution {:.2g} %)",
        input_.channel, metered->pulses, input_.weight_wh, metered->watts, power_, 100.0 * (metered->watts / std::abs(power_) - 1.0),
        source_percent, metered->resolution_percent);
}

}  // namespace mb::hil
