// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/pulse_watch.hpp"

namespace mb::hil {
namespace {

constexpr int kMostReplies = 100;  ///< a controller keeps 1024 pulses

}  // namespace

Result<void> PulseWatch::fetch() {
    for (int n = 0; n < kMostReplies; ++n) {
        auto got = rig_.pulses(input_.channel, next_);
        if (!got) return got.error();
        if (got->ticks.empty()) return {};
        if (got->first > next_) {  // the first call finds those of before; later ones must find all
            ticks_.clear();
            spoilt_ = true;
        }
        next_ = got->first + got->ticks.size();
        ticks_.insert(ticks_.end(), got->ticks.begin(), got->ticks.end());
    }
    return infrastructure_error("pulse channel {}: the rig controller has pulses without end", input_.channel);
}

Result<void> PulseWatch::begin(double power) {
    if (auto done = fetch(); !done) return done;
    ticks_.clear();
    power_ = power;
    spoilt_ = false;
    return {};
}

std::string PulseWatch::told(double source_percent) const {
    if (spoilt_) return {};
    auto const e = pulse_energy(ticks_, rig_.identity().ticks_per_second, input_.weight_wh, power_);
    if (!e) return {};
    return fmt::format(
        "pulse channel {}: {} intervals in {:.3f} s, {:.6g} Wh metered, {:.6g} Wh applied ({:.6g} W): error {:+.3f} % "
        "(source {:.3g} %, resolution {:.2g} %)",
        input_.channel, e->intervals, e->seconds, e->metered_wh, e->applied_wh, power_, e->error_percent, source_percent,
        e->resolution_percent);
}

}  // namespace mb::hil
