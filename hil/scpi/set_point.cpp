// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/scpi/set_point.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/measure.hpp"

namespace mb::hil {
namespace {

constexpr std::size_t kFirstCurrent = index(Channel::i1);
/// Limits are decimal texts, set-points come out of divisions: 230.00000000001 is not above 230.
constexpr double kSameFigure = 1e-9;

double cosine(double deg) { return std::cos(deg * std::numbers::pi / 180.0); }

void exchange_currents(PhasePoint& a, PhasePoint& b) {
    std::swap(a.amps, b.amps);
    std::swap(a.amps_deg, b.amps_deg);
    std::swap(a.amps_harmonics, b.amps_harmonics);
}

void act(SetPoint& p, Fault const& f) {
    auto const each = [&](auto const& change) {
        for (std::size_t k = 0; k < 3; ++k)
            if ((f.inputs >> k & 1U) != 0) change(p.phases[k]);
    };
    switch (f.kind) {
        case FaultKind::reversed_rotation:
            std::swap(p.phases[1], p.phases[2]);
            break;
        case FaultKind::wrong_association:  // +1: input 1 carries phase 2's current
            exchange_currents(p.phases[0], p.phases[f.value > 0.0 ? 1 : 2]);
            exchange_currents(p.phases[f.value > 0.0 ? 1 : 2], p.phases[f.value > 0.0 ? 2 : 1]);
            break;
        case FaultKind::wrong_rating:
            each([&](PhasePoint& phase) { phase.amps *= f.value; });
            break;
        case FaultKind::gain_error:
            each([&](PhasePoint& phase) { phase.amps *= 1.0 + f.value / 100.0; });
            break;
        case FaultKind::phase_error:
            each([&](PhasePoint& phase) { phase.amps_deg += f.value / 60.0; });
            break;
        default:
            break;
    }
}

double power_of(double product, double difference_deg) { return product * cosine(difference_deg); }

double phase_power(PhasePoint const& p) {
    double sum = power_of(p.volts * p.amps, p.volts_deg - p.amps_deg);
    for (Harmonic const& v : p.volts_harmonics)
        for (Harmonic const& i : p.amps_harmonics)
            if (v.order == i.order)
                sum += power_of(p.volts * v.ratio * p.amps * i.ratio, v.order * (p.volts_deg - p.amps_deg) + v.phase_deg - i.phase_deg);
    return sum;
}

}  // namespace

bool done_by_source(FaultKind kind) {
    switch (kind) {
        case FaultKind::reversed_rotation:
        case FaultKind::wrong_association:
        case FaultKind::wrong_rating:
        case FaultKind::gain_error:
        case FaultKind::phase_error:
            return true;
        default:
            return false;
    }
}

Result<SetPoint> set_point_of(Stimulus const& stimulus, double turns) {
    SetPoint point;
    point.hertz = stimulus.frequency_hz;
    for (std::size_t k = 0; k < 3; ++k) {
        ChannelSignal const& v = stimulus.channels[k];
        ChannelSignal const& i = stimulus.channels[kFirstCurrent + k];
        point.phases[k] = {v.rms / stimulus.vt_ratio, v.phase_deg, i.rms / turns, i.phase_deg, v.harmonics, i.harmonics};
    }
    std::vector<Fault> faults;
    for (Fault const& fault : stimulus.faults)
        if (done_by_source(fault.kind)) faults.push_back(fault);
    bool const exchanged =
        std::any_of(stimulus.faults.begin(), stimulus.faults.end(), [](Fault const& f) { return f.kind == FaultKind::swapped_currents; });
    for (Fault const& fault : faults)
        if (exchanged && fault.kind != FaultKind::reversed_rotation)
            return input_error("{}: a rig cannot make it together with swapped_currents: the one is the source's, the other the relays'",
                               info(fault.kind).name);
    std::stable_sort(faults.begin(), faults.end(), [](Fault const& a, Fault const& b) { return stage(a.kind) < stage(b.kind); });
    for (Fault const& fault : faults) act(point, fault);
    return point;
}

std::optional<EventPoint> event_point_of(Stimulus const& stimulus) {
    if (!stimulus.event) return std::nullopt;
    VoltageEvent const& e = *stimulus.event;
    return EventPoint{e.phases, e.level, seconds(e.duration), e.point_on_wave_deg.value_or(0.0)};
}

double full_rms(double rms, std::vector<Harmonic> const& harmonics) {
    double sum = 1.0;
    for (Harmonic const& h : harmonics) sum += h.ratio * h.ratio;
    return rms * std::sqrt(sum);
}

Result<void> check(SetPoint const& point, std::optional<EventPoint> const& event, RigLimits const& limits) {
    auto const above = [](double value, double limit) { return !(value <= limit * (1.0 + kSameFigure)); };  // NaN is above, too
    auto const refuse = [](std::string const& what, double value, double limit, Unit unit) {
        return input_error("{} of {} is above the rig's limit of {} (limits in the bench file); nothing of this was sent", what,
                           print(value, unit, 6), print(limit, unit, 6));
    };
    if (!(point.hertz >= limits.frequency_low) || above(point.hertz, limits.frequency_high))
        return input_error("a frequency of {} is outside the rig's limits of {} to {} (limits in the bench file); nothing of this was sent",
                           print(point.hertz, Unit::hertz, 6), print(limits.frequency_low, Unit::hertz, 6),
                           print(limits.frequency_high, Unit::hertz, 6));
    for (std::size_t k = 0; k < 3; ++k) {
        PhasePoint const& p = point.phases[k];
        double const volts = full_rms(p.volts, p.volts_harmonics);
        if (above(volts, limits.voltage)) return refuse(fmt::format("a voltage of phase {}", k + 1), volts, limits.voltage, Unit::volt);
        double const amps = full_rms(p.amps, p.amps_harmonics);
        if (above(amps, limits.current)) return refuse(fmt::format("a current of phase {}", k + 1), amps, limits.current, Unit::ampere);
        if (event && (event->phases >> k & 1U) != 0 && above(volts * event->level, limits.voltage))
            return refuse(fmt::format("a swell of phase {}", k + 1), volts * event->level, limits.voltage, Unit::volt);
    }
    return {};
}

double active_power(SetPoint const& point, double turns) {
    double sum = 0.0;
    for (PhasePoint const& p : point.phases) sum += phase_power(p);
    return sum * turns;
}

}  // namespace mb::hil
