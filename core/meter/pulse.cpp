// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/pulse.hpp"

#include <algorithm>
#include <cmath>

#include "core/signal/frame.hpp"

namespace mb {
namespace {

constexpr double kTenthJoules = 360.0;  // 0.1 Wh
constexpr double kTicksPerSample = Duration{Samples{1}}.count();
double position_of(Instant at) { return static_cast<double>(at.time_since_epoch().count()) / kTicksPerSample; }
constexpr Duration kRounding = Samples{1};  // a pulse that is late by less is on time

}  // namespace

void PulseOutput::select(std::uint64_t weight) {
    auto const latest = latest_;  // the pulse in hand is given to its end
    *this = PulseOutput{weight};
    latest_ = latest;
}

double PulseOutput::energy_to_next() const {
    double const missing = static_cast<double>(weight_ - energy_.tenths() % weight_);
    double const begun = static_cast<double>(energy_.nanojoules() % EnergyCount::kTenth) * 1e-9;
    return missing * kTenthJoules - begun;
}

void PulseOutput::add(double power, double begin, double end) {
    std::uint64_t const before = counted();
    double const to_next = energy_to_next();
    energy_.add(power, (end - begin) / kSampleRate);
    std::uint64_t const count = counted() - before;
    if (count == 0) return;
    double const samples_per_joule = kSampleRate / power;
    double const step = static_cast<double>(weight_) * kTenthJoules * samples_per_joule;
    queue({std::min(begin + to_next * samples_per_joule, end), step, count, 0});
}

void PulseOutput::queue(Batch const& added) {
    if (queued_ == kBatches) {
        Batch const& oldest = batch(0);
        Batch& second = batch(1);
        second = {second.first + second.step * static_cast<double>(second.count - 1), 0.0, oldest.count - oldest.given + second.count, 0};
        front_ = (front_ + 1) % kBatches;
        --queued_;
    }
    batch(queued_++) = added;
}

Instant PulseOutput::due(Batch const& batch, std::uint64_t n) const {
    double const position = batch.first + batch.step * static_cast<double>(n);
    return Instant{Duration{std::llround(position * kTicksPerSample)}} + kPulseLatency;
}

std::optional<Instant> PulseOutput::give(Instant now) {
    if (queued_ == 0) return std::nullopt;
    Batch& next = batch(0);
    Instant const wanted = due(next, next.given);
    Instant const at = latest_ ? std::max(wanted, *latest_ + kPulsePeriod) : wanted;
    if (at > now) return std::nullopt;
    late_ = at - wanted > kRounding;
    latest_ = at;
    ++given_;
    if (++next.given == next.count) {
        front_ = (front_ + 1) % kBatches;
        --queued_;
    }
    return at;
}

void PulseOutput::give_rest(Instant now) {
    while (queued_ > 0) {
        // All of the batch but for the last two are given at once; these as ever.
        Batch& next = batch(0);
        bool const fits = next.step >= Duration{kPulsePeriod} / Samples{1};
        if (!late_ && fits) {  // each when it is due
            double const passed = position_of(now - kPulseLatency) - next.first;
            auto const due_now = static_cast<std::uint64_t>(std::max(0.0, std::floor(passed / next.step))) + 1;
            std::uint64_t const last = std::min(due_now, next.count);
            if (last > next.given + 2) {
                given_ += last - 2 - next.given;
                next.given = last - 2;
                latest_ = due(next, next.given - 1);
            }
        } else if (late_ && !fits && latest_ && now > *latest_) {  // one behind the other, as fast as the output can
            auto const possible = static_cast<std::uint64_t>((now - *latest_) / Duration{kPulsePeriod});
            std::uint64_t const some = std::min(possible, next.count - next.given);
            if (some > 2) {
                given_ += some - 2;
                next.given += some - 2;
                *latest_ += static_cast<std::int64_t>(some - 2) * Duration{kPulsePeriod};
            }
        }
        if (!give(now)) return;
    }
}

bool PulseOutput::saturated(Instant now) const {
    if (queued_ == 0) return false;
    Batch const& next = batches_[front_];
    return late_ || due(next, next.given) + kRounding < now;
}

}  // namespace mb
