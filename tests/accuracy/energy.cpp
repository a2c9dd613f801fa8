// SPDX-License-Identifier: GPL-3.0-or-later
// The whole meter: energy, pulses, the frequency over ten seconds of the clock.
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/meter/meter.hpp"
#include "core/meter/pulse.hpp"
#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/judge.hpp"
#include "tests/accuracy/sampler.hpp"

namespace mb::accuracy {
namespace {

constexpr double kSeconds = 20.4;  // the second ten seconds are the first whole ones

/// Pulses tell the energy and the time at once: the n-th after the first stands n·weight/P later.
void pulses(Ledger& ledger, std::string_view signal, double lag) {
    double const power = 3 * kNominalVoltage * 10.0 * std::cos(lag * std::numbers::pi / 180.0);
    Terminals const terminals = star(kNominalVoltage, 10.0, lag);
    for_each_place(signal, [&](Place const& place) {
        MeterSettings settings;
        settings.nominal.frequency_hz = place.cycles == 12 ? 60 : 50;
        double const weight = 0.1 * 3'600.0;  // [Ws], the default
        Meter meter(settings);
        Sampler sampler(steady(place.frequency, terminals));
        std::array<Frame, kBlockFrames> block;
        std::optional<Instant> first;
        std::uint64_t count = 0;
        double worst = 0.0;
        Instant last{};
        while (seconds(meter.now() - Instant{}) < kSeconds) {
            sampler.render(block);
            meter.feed(block);
            for (Instant const at : meter.pulses()) {
                if (!first) first = at;
                double const due = static_cast<double>(count++) * weight / power;
                worst = std::max(worst, std::abs(seconds(at - *first) - due) * kSampleRate);
                last = at;
            }
        }
        auto const snapshot = meter.snapshot();
        bool const enough = count > 50;
        ledger.note(Quantity::pulse_time, place, enough ? worst : std::nan(""));
        double const told = static_cast<double>(count - 1) * weight;
        ledger.note(Quantity::energy, place, enough ? 100.0 * (told / (power * seconds(last - *first)) - 1.0) : std::nan(""));
        // Pulses come after their energy; the register never tells less than they.
        double const registered = snapshot->loads[0].total[EnergyKind::ea_pos].total();
        double const late = registered * 3'600.0 / weight - static_cast<double>(snapshot->pulses);
        double const waiting = seconds(kPulseLatency) * power / weight + 1.0;
        ledger.note(Quantity::pulses_behind, place, late < 0.0 || late > waiting ? std::nan("") : late);
        ledger.note(Quantity::frequency_10s, place, 1'000.0 * (snapshot->frequency_10s - place.frequency));
    });
}

}  // namespace

void energy_cases(Ledger& ledger) {
    pulses(ledger, "sine, power factor 1, 20 s", 0.0);
    pulses(ledger, "sine, 0.5 inductive, 20 s", 60.0);
}

}  // namespace mb::accuracy
