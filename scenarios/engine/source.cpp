// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/source.hpp"

#include <complex>
#include <numbers>

#include "core/signal/shapes.hpp"

namespace mb {
namespace {

using Phasor = std::complex<double>;

constexpr double kDegrees = 180.0 / std::numbers::pi;
constexpr std::size_t kI1 = index(Channel::i1);

Phasor phasor(double rms, double degrees) { return std::polar(1.0, degrees / kDegrees) * rms; }

/// The whole wave with its sign turned.
ChannelSignal negative(ChannelSignal const& signal) { return difference({}, signal); }

/// Lanes are to earth, the description of a phase is to neutral: what stands on the neutral is added. Its noise is its own.
ChannelSignal to_earth(ChannelSignal const& to_neutral, ChannelSignal const& neutral) {
    if (neutral.rms == 0.0 && neutral.dc == 0.0 && neutral.interharmonics.empty()) return to_neutral;
    ChannelSignal sum = difference(to_neutral, negative(neutral));
    sum.noise = to_neutral.noise;
    return sum;
}

ChannelSignal dressed(double rms, double phase_deg, Extras const& extras) {
    ChannelSignal signal{rms, phase_deg, extras.harmonics};
    signal.interharmonics = extras.interharmonics;
    signal.dc = extras.dc;
    signal.noise = extras.noise;
    return signal;
}

void override_with(ChannelSignal& signal, Source::Override const& own) {
    if (own.rms) signal.rms = *own.rms;
    if (own.phase_deg) signal.phase_deg = *own.phase_deg;
    if (own.harmonics) signal.harmonics = *own.harmonics;
    if (own.interharmonics) signal.interharmonics = *own.interharmonics;
    if (own.dc) signal.dc = *own.dc;
    if (own.noise) signal.noise = *own.noise;
}

/// Voltages of the eight lanes, to earth.
void make_voltages(Source const& source, Stimulus& s) {
    override_with(s[Channel::vn], source.overrides[index(Channel::vn)]);
    for (std::size_t k = 0; k < 3; ++k) {
        if ((info(source.installation.wiring.network).phases >> k & 1U) == 0) continue;
        s.channels[k] = dressed(source.voltage[k], source.voltage_deg[k], source.voltage_extras);
        if (source.overrides[k].empty())
            s.channels[k] = to_earth(s.channels[k], s[Channel::vn]);
        else
            override_with(s.channels[k], source.overrides[k]);
    }
}

/// The angle that a described current counts from: of its voltage as it is described, whatever an override makes of it.
double reference_deg(Source const& source, InputRole const& role) {
    std::size_t const a = role.partner % 3U;
    if (role.kind != InputRole::Kind::line) return source.voltage_deg[a];
    std::size_t const b = (a + 1) % 3;
    Phasor const line = phasor(source.voltage[a], source.voltage_deg[a]) - phasor(source.voltage[b], source.voltage_deg[b]);
    Phasor const ideal = phasor(1.0, source.voltage_deg[a]) - phasor(1.0, source.voltage_deg[b]);
    return std::arg(std::abs(line) > 0.0 ? line : ideal) * kDegrees;
}

/// The voltage across the load at this input, as it stands at the terminals.
ChannelSignal load_voltage(Stimulus const& s, InputRole const& role) {
    std::size_t const a = role.partner % 3U;
    return difference(s.channels[a], s.channels[role.kind == InputRole::Kind::line ? (a + 1) % 3 : index(Channel::vn)]);
}

/// a + b; noise as independent.
ChannelSignal sum_of(ChannelSignal const& a, ChannelSignal const& b) { return difference(a, negative(b)); }

/// What is described beside a current that follows from its load.
ChannelSignal with_extras(ChannelSignal const& current, Extras const& extras) {
    ChannelSignal more = dressed(current.rms, current.phase_deg, extras);
    ChannelSignal const fundamental = dressed(current.rms, current.phase_deg, {});
    return sum_of(current, difference(more, fundamental));
}

Result<ChannelSignal> current_of(Source const& source, Stimulus const& s, InputRole const& role, std::size_t input) {
    double const reference = reference_deg(source, role);
    switch (source.law) {
        case Source::LoadLaw::current:
            break;
        case Source::LoadLaw::power: {
            auto const drawn = power_load(load_voltage(s, role), source.active[input], source.reactive[input]);
            if (!drawn) return drawn;
            return dressed(drawn->rms, drawn->phase_deg, source.current_extras);
        }
        case Source::LoadLaw::impedance: {
            auto const drawn =
                impedance_load(load_voltage(s, role), source.resistance[input], source.reactance[input], source.frequency_hz);
            if (!drawn) return drawn;
            return with_extras(*drawn, source.current_extras);
        }
        case Source::LoadLaw::shape:
            return with_extras(scaled_to(turned(source.shape, reference), source.current[input]), source.current_extras);
    }
    return dressed(source.current[input], reference - source.lag_deg[input], source.current_extras);
}

/// The neutral conductors of loads carry the sum of their currents, whichever way the sensors look.
void make_neutrals(Source const& source, Stimulus& s) {
    auto const roles = input_roles(source.installation.wiring);
    auto const& reversed = source.installation.wiring.reversed;
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        if (roles[n].kind != InputRole::Kind::neutral) continue;
        ChannelSignal sum;
        for (std::size_t k = 0; k < kCurrentInputs; ++k) {
            if (roles[k].kind != InputRole::Kind::phase || roles[k].load != roles[n].load) continue;
            ChannelSignal const& own = s.channels[kI1 + k];
            sum = reversed[k] ? difference(sum, own) : sum_of(sum, own);
        }
        sum.noise = 0.0;  // each input has its own
        override_with(sum, source.overrides[kI1 + n]);
        s.channels[kI1 + n] = reversed[n] ? negative(sum) : sum;
    }
}

Result<void> make_currents(Source const& source, Stimulus& s) {
    auto const roles = input_roles(source.installation.wiring);
    for (std::size_t k = 0; k < kCurrentInputs; ++k) {
        ChannelSignal& lane = s.channels[kI1 + k];
        if (roles[k].kind == InputRole::Kind::phase || roles[k].kind == InputRole::Kind::line) {
            auto const own = current_of(source, s, roles[k], k);
            if (!own) return own.error();
            lane = *own;
        }
        override_with(lane, source.overrides[kI1 + k]);
        if (source.installation.wiring.reversed[k]) lane = negative(lane);
    }
    make_neutrals(source, s);
    return {};
}

}  // namespace

void make_ideal(Source& source, double nominal_voltage) {
    NetworkRow const& network = info(source.installation.wiring.network);
    for (std::size_t k = 0; k < 3; ++k) {
        bool const there = (network.phases >> k & 1U) != 0;
        double const ratio = network.neutral ? network.nominal[k] : 1.0;
        source.voltage[k] = there ? nominal_voltage * ratio : 0.0;
        source.voltage_deg[k] = source.installation.turns_back ? -network.angle_deg[k] : network.angle_deg[k];
    }
}

Result<Stimulus> stimulus_of(Source const& source) {
    Stimulus s;
    s.frequency_hz = source.frequency_hz;
    s.modulation = source.flicker;
    s.seed = source.seed;
    s.sensors = source.installation.sensors;
    if (source.installation.transformer) s.vt_ratio = source.installation.transformer->ratio();
    make_voltages(source, s);
    if (auto const made = make_currents(source, s); !made) return made.error();
    if (auto const possible = check(s); !possible) return possible.error();
    return s;
}

Result<Start> start_of_motor(Source const& source, MotorStart const& start) {
    auto const made = stimulus_of(source);
    if (!made) return made.error();
    Stimulus const& running = *made;
    auto const roles = input_roles(source.installation.wiring);
    auto steps = motor_start(running, {0, start.multiple, start.pf, start.duration});
    Stimulus& locked = steps[0].stimulus;
    for (std::size_t k = 0; k < kCurrentInputs; ++k) {
        if ((start.inputs >> k & 1U) == 0) continue;
        if (roles[k].kind != InputRole::Kind::phase)
            return input_error("a motor starts on inputs whose current belongs to the voltage of a phase; that of I{} does not", k + 1);
        // The rotor of an input in the place where its voltage stands.
        std::size_t const phase = roles[k].partner;
        Stimulus placed = running;
        placed.channels[kI1 + phase] = running.channels[kI1 + k];
        ChannelSignal const drawn =
            motor_start(placed, {static_cast<std::uint8_t>(1U << phase), start.multiple, start.pf, start.duration})[0]
                .stimulus.channels[kI1 + phase];
        locked.channels[kI1 + k] = source.installation.wiring.reversed[k] ? negative(drawn) : drawn;
    }
    make_neutrals(source, locked);
    return Start{std::move(locked), steps[1].after, std::move(steps[1].stimulus)};
}

}  // namespace mb
