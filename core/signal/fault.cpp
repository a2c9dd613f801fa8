// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/fault.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <utility>

namespace mb {
namespace {

// kind, name, label, inputs at least and most, phases at least and most, unit, lowest, highest, by matrix
constexpr std::array kFaults{
    FaultRow{FaultKind::open_ct, "open_ct", "open current transformer", 1, 4, 0, 0, "", 0, 0, true},
    FaultRow{FaultKind::reversed_ct, "reversed_ct", "reversed current transformer", 1, 4, 0, 0, "", 0, 0, true},
    FaultRow{FaultKind::swapped_currents, "swapped_currents", "two currents exchanged", 2, 2, 0, 0, "", 0, 0, true},
    FaultRow{FaultKind::swapped_voltages, "swapped_voltages", "two voltages exchanged", 0, 0, 2, 2, "", 0, 0, true},
    FaultRow{FaultKind::wrong_association, "wrong_association", "currents turned round against the voltages", 0, 0, 0, 0, "turn", -1, 1,
             true},
    FaultRow{FaultKind::wrong_rating, "wrong_rating", "wrong rating of the sensor", 1, 4, 0, 0, "ratio", 0.001, 1000, true},
    FaultRow{FaultKind::saturation, "saturation", "saturated sensor", 1, 4, 0, 0, "crests", 0.01, 100, false},
    FaultRow{FaultKind::gain_error, "gain_error", "ratio error of the sensor", 1, 4, 0, 0, "%", -100, 1000, true},
    FaultRow{FaultKind::phase_error, "phase_error", "phase displacement of the sensor", 1, 4, 0, 0, "min", -600, 600, false},
    FaultRow{FaultKind::phase_loss, "phase_loss", "phase lost", 0, 0, 1, 3, "", 0, 0, true},
    FaultRow{FaultKind::neutral_loss, "neutral_loss", "neutral lost", 0, 0, 0, 0, "", 0, 0, false},
    FaultRow{FaultKind::reversed_rotation, "reversed_rotation", "reversed phase rotation", 0, 0, 0, 0, "", 0, 0, true},
    FaultRow{FaultKind::earth_leakage, "earth_leakage", "leakage to earth", 0, 4, 1, 1, "A", 0.0001, 1000, true},
};
static_assert(kFaults.size() == kFaultKinds);

constexpr unsigned kNeutral = 0b1000;
constexpr std::size_t kVn = index(Channel::vn);
constexpr std::size_t kI1 = index(Channel::i1);

std::string count_of(int least, int most, std::string_view what) {
    if (most == 0) return fmt::format("no {}", what);
    if (least == most) return fmt::format("{} {}{}", least, what, least == 1 ? "" : "s");
    return fmt::format("{} to {} {}s", least, most, what);
}

Result<void> check_count(FaultRow const& row, unsigned named, int least, int most, std::string_view what) {
    if ((named & ~0b1111U) != 0) return input_error("{}: there are four {}s", row.name, what);
    int const count = std::popcount(named);
    if (count < least || count > most) return input_error("{}: takes {}, {} named", row.name, count_of(least, most, what), count);
    return {};
}

Result<void> check_value(FaultRow const& row, Fault const& fault) {
    if (row.unit.empty()) {
        if (fault.value != 0.0) return input_error("{}: takes no value, {} given", row.name, fault.value);
    } else if (!(fault.value >= row.lowest && fault.value <= row.highest)) {
        return input_error("{}: a value of {} {} is outside {} to {}", row.name, fault.value, row.unit, row.lowest, row.highest);
    }
    if (fault.kind == FaultKind::wrong_association && std::abs(fault.value) != 1.0)
        return input_error("{}: turns by +1 or by -1, not by {}", row.name, fault.value);
    bool const leaks = fault.kind == FaultKind::earth_leakage;
    if (leaks && !(fault.reference > 0.0 && std::isfinite(fault.reference)))
        return input_error("{}: needs the nominal voltage L-N at which the current of {} A flows", row.name, fault.value);
    if (!leaks && fault.reference != 0.0) return input_error("{}: takes no reference, {} given", row.name, fault.reference);
    return {};
}

Result<void> check_network(FaultRow const& row, Fault const& fault, NetworkRow const& network) {
    constexpr std::array<std::string_view, 4> kTerminals{"Va", "Vb", "Vc", "Vn"};
    bool const alone = fault.kind == FaultKind::phase_loss || fault.kind == FaultKind::earth_leakage;
    if (alone && (fault.phases & kNeutral) != 0)
        return input_error("{}: Vn is not a phase{}", row.name,
                           fault.kind == FaultKind::phase_loss ? "; the fault of a lost neutral is neutral_loss" : "");
    unsigned const there = network.phases | (network.neutral ? kNeutral : 0U);
    for (std::size_t k = 0; k < kTerminals.size(); ++k)
        if ((fault.phases & ~there & (1U << k)) != 0)
            return input_error("{}: a {} network has no {}", row.name, network.name, kTerminals[k]);
    if (fault.kind == FaultKind::neutral_loss && !network.neutral)
        return input_error("{}: a {} network has no neutral to lose", row.name, network.name);
    bool const turns = fault.kind == FaultKind::reversed_rotation || fault.kind == FaultKind::wrong_association;
    if (turns && network.phases != 0b111)
        return input_error("{}: needs three phases, a {} network has {}", row.name, network.name,
                           std::popcount(static_cast<unsigned>(network.phases)));
    return {};
}

void swap_phases_2_and_3(LaneMatrix& m) {
    std::swap(m[index(Channel::vb)], m[index(Channel::vc)]);
    std::swap(m[index(Channel::i2)], m[index(Channel::i3)]);
}

void lose(LaneMatrix& m, std::size_t phase) {
    m[phase] = m[kVn];
    m[kI1 + phase] = {};
}

void leak(LaneMatrix& m, Fault const& fault, std::size_t phase) {
    double const siemens = fault.value / fault.reference;
    unsigned const carriers = fault.inputs | (1U << phase);
    for (std::size_t k = 0; k < kCurrentInputs; ++k)
        if ((carriers >> k & 1U) != 0)
            for (std::size_t c = 0; c < kChannels; ++c) m[kI1 + k][c] += siemens * m[phase][c];
}

void swap_two(LaneMatrix& m, unsigned named, std::size_t first_lane) {
    auto const a = static_cast<std::size_t>(std::countr_zero(named));
    auto const b = static_cast<std::size_t>(std::bit_width(named)) - 1;
    std::swap(m[first_lane + a], m[first_lane + b]);
}

void turn(LaneMatrix& m, double by) {
    auto const first = m.begin() + kI1;
    if (by > 0.0)
        std::rotate(first, first + 1, first + 3);
    else
        std::rotate(first, first + 2, first + 3);
}

void scale(LaneMatrix& m, unsigned inputs, double factor) {
    for (std::size_t k = 0; k < kCurrentInputs; ++k)
        if ((inputs >> k & 1U) != 0)
            for (double& x : m[kI1 + k]) x = factor == 0.0 ? 0.0 : factor * x;  // an open input is 0, never -0
}

/// Rows are exchanged, turned and added: what stood at the lanes before the fault, at the lanes behind it.
void act(LaneMatrix& m, Fault const& fault) {
    switch (fault.kind) {
        case FaultKind::open_ct:
            return scale(m, fault.inputs, 0.0);
        case FaultKind::reversed_ct:
            return scale(m, fault.inputs, -1.0);
        case FaultKind::swapped_currents:
            return swap_two(m, fault.inputs, kI1);
        case FaultKind::swapped_voltages:
            return swap_two(m, fault.phases, 0);
        case FaultKind::wrong_association:
            return turn(m, fault.value);
        case FaultKind::wrong_rating:
            return scale(m, fault.inputs, fault.value);
        case FaultKind::gain_error:
            return scale(m, fault.inputs, 1.0 + fault.value / 100.0);
        case FaultKind::reversed_rotation:
            return swap_phases_2_and_3(m);
        case FaultKind::phase_loss:
            for (std::size_t k = 0; k < 3; ++k)
                if ((fault.phases >> k & 1U) != 0) lose(m, k);
            return;
        case FaultKind::earth_leakage:
            return leak(m, fault, static_cast<std::size_t>(std::countr_zero(unsigned{fault.phases})));
        case FaultKind::saturation:
        case FaultKind::phase_error:
        case FaultKind::neutral_loss:
            return;
    }
}

}  // namespace

std::span<FaultRow const> faults() { return kFaults; }
FaultRow const& info(FaultKind kind) { return kFaults[static_cast<std::size_t>(kind)]; }

std::optional<FaultKind> fault_kind(std::string_view name) {
    auto const found = std::find_if(kFaults.begin(), kFaults.end(), [&](FaultRow const& row) { return row.name == name; });
    if (found == kFaults.end()) return std::nullopt;
    return found->kind;
}

Result<void> check(Fault const& fault, Network network) {
    if (static_cast<std::size_t>(fault.kind) >= kFaultKinds)
        return input_error("there is no fault number {}", static_cast<int>(fault.kind));
    FaultRow const& row = info(fault.kind);
    if (auto const inputs = check_count(row, fault.inputs, row.least_inputs, row.most_inputs, "current input"); !inputs) return inputs;
    if (auto const phases = check_count(row, fault.phases, row.least_phases, row.most_phases, "voltage terminal"); !phases) return phases;
    if (auto const value = check_value(row, fault); !value) return value;
    return check_network(row, fault, info(network));
}

FaultStage stage(FaultKind kind) {
    switch (kind) {
        case FaultKind::reversed_rotation:
            return FaultStage::supply;
        case FaultKind::phase_loss:
        case FaultKind::neutral_loss:
            return FaultStage::phase;
        case FaultKind::earth_leakage:
            return FaultStage::leak;
        case FaultKind::reversed_ct:
        case FaultKind::swapped_currents:
        case FaultKind::swapped_voltages:
        case FaultKind::wrong_association:
            return FaultStage::terminal;
        case FaultKind::open_ct:
        case FaultKind::wrong_rating:
        case FaultKind::saturation:
        case FaultKind::gain_error:
        case FaultKind::phase_error:
            break;
    }
    return FaultStage::sensor;
}

LaneMatrix identity_lanes() {
    LaneMatrix m{};
    for (std::size_t k = 0; k < kChannels; ++k) m[k][k] = 1.0;
    return m;
}

LaneMatrix lane_matrix(std::span<Fault const> faults) { return lane_matrix(faults, FaultStage::supply, FaultStage::sensor); }

LaneMatrix lane_matrix(std::span<Fault const> faults, FaultStage first, FaultStage last) {
    LaneMatrix m = identity_lanes();
    for (auto at = static_cast<int>(first); at <= static_cast<int>(last); ++at)
        for (Fault const& fault : faults)
            if (static_cast<int>(stage(fault.kind)) == at) act(m, fault);
    return m;
}

}  // namespace mb
