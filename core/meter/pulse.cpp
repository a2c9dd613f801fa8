// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/pulse.hpp"

#include <algorithm>
#include <cmath>

#include "core/signal/frame.hpp"

namespace mb {
namespace {

constexpr double kTenthJoules = 360.0;  // 0.1 Wh
constexpr double kTicksPerSample = Duration{Samples{1}}.count();
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

bool PulseOutput::saturated(Instant now) const {
    if (queued_ == 0) return false;
    Batch const& next = batches_[front_];
    return late_ || due(next, next.given) + kRounding < now;
}

}  // namespace mb
