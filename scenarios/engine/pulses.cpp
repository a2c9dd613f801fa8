// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/pulses.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/signal/spectra.hpp"

namespace mb {

Bytes pulse_bytes(std::span<Pulse const> pulses) {
    Bytes bytes;
    for (Pulse const& pulse : pulses) {
        auto const nanoseconds = static_cast<std::uint64_t>(std::llround(pulse.time_s * 1e9));
        for (int shift = 48; shift >= 0; shift -= 16) put_u16(bytes, static_cast<std::uint16_t>(nanoseconds >> shift));
    }
    return bytes;
}

Result<std::vector<Pulse>> parse_pulses(ByteView reply) {
    if (reply.size() % 8 != 0) return infrastructure_error("the target tells pulses in {} bytes, which is no multiple of 8", reply.size());
    std::vector<Pulse> pulses;
    for (std::size_t at = 0; at < reply.size(); at += 8) {
        std::uint64_t nanoseconds = 0;
        for (std::size_t part = 0; part < 8; part += 2) nanoseconds = (nanoseconds << 16) | get_u16(reply, at + part);
        pulses.push_back({static_cast<double>(static_cast<std::int64_t>(nanoseconds)) * 1e-9});
        if (pulses.size() > 1 && pulses.back().time_s < pulses[pulses.size() - 2].time_s)
            return infrastructure_error("the target tells pulse {} as earlier than the one before", pulses.size());
    }
    return pulses;
}

double power_at_terminals(Stimulus const& stimulus, WiringSettings const& wiring, std::size_t load) {
    auto const spectrum = [&](std::size_t lane) { return spectrum_of(stimulus.channels[lane]); };
    auto const roles = input_roles(wiring);
    auto const carries = [load](InputRole const& role) {
        return role.load == load && (role.kind == InputRole::Kind::phase || role.kind == InputRole::Kind::line);
    };
    // A balanced load has one sensor, which speaks for all phases.
    bool const one = std::count_if(roles.begin(), roles.end(), carries) == 1;
    double watts = 0.0;
    for (std::size_t input = 0; input < kCurrentInputs; ++input) {
        InputRole const& role = roles[input];
        if (!carries(role)) continue;
        auto const voltage = spectrum(role.partner);
        // Two wattmeters: the current of phase 2 is what is left of the others, so both count against V2.
        auto const reference = role.kind == InputRole::Kind::line          ? (role.partner + 1U) % 3U
                               : wiring.loads[load] == LoadType::delta_2ct ? index(Channel::vb)
                                                                           : index(Channel::vn);
        auto const against = spectrum(reference);
        auto const current = spectrum(index(Channel::i1) + input);
        for (std::size_t order = 0; order < current.size(); ++order)
            watts += (one ? role.phases : 1) * ((voltage[order] - against[order]) * std::conj(current[order])).real();
    }
    return watts;
}

std::optional<PulsePower> power_of(std::span<Pulse const> pulses, double weight_wh, double stamp_resolution_s) {
    if (pulses.size() < 2) return std::nullopt;
    double const took = pulses.back().time_s - pulses.front().time_s;
    if (!(took > 0.0)) return std::nullopt;
    constexpr double kSecondsPerHour = 3'600.0;
    PulsePower power;
    power.pulses = pulses.size();
    power.watts = static_cast<double>(pulses.size() - 1) * weight_wh * kSecondsPerHour / took;
    power.resolution_percent = 100.0 * stamp_resolution_s / took;
    return power;
}

}  // namespace mb
