// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/fault_choice.hpp"

#include <algorithm>
#include <string_view>

#include "scenarios/engine/fault_text.hpp"

namespace mb::desk {
namespace {

/// What a row says before anybody writes something else.
std::string_view usual_words(FaultKind kind) {
    switch (kind) {
        case FaultKind::open_ct:
        case FaultKind::reversed_ct:
            return "I2";
        case FaultKind::swapped_currents:
            return "I2 I3";
        case FaultKind::swapped_voltages:
            return "L2 L3";
        case FaultKind::wrong_association:
            return "1";
        case FaultKind::wrong_rating:
            return "I1 I2 I3 2";
        case FaultKind::saturation:
            return "I1 0.5";
        case FaultKind::gain_error:
            return "I1 10 %";
        case FaultKind::phase_error:
            return "I1 I2 I3 1 deg";
        case FaultKind::phase_loss:
            return "L1";
        case FaultKind::earth_leakage:
            return "L1 1 A";
        case FaultKind::neutral_loss:
        case FaultKind::reversed_rotation:
            break;
    }
    return "";
}

}  // namespace

FaultChoice::FaultChoice(Network network, double nominal_voltage) : network_{network}, nominal_voltage_{nominal_voltage}, board_{network} {
    for (FaultRow const& row : faults()) rows_.push_back({row.kind, std::string{usual_words(row.kind)}});
}

FaultState FaultChoice::state(std::size_t row) const {
    std::string_view const name = info(rows_[row].kind).name;
    auto const& all = board_.entries();
    auto const entry = std::find_if(all.begin(), all.end(), [&](FaultBoard::Entry const& e) { return e.name == name; });
    return entry == all.end() ? FaultState::configured : entry->state;
}

Result<void> FaultChoice::begin(std::size_t row, std::string const& what, Instant now) {
    std::string const name{info(rows_[row].kind).name};
    auto const fault = parse_fault(name + " " + what, network_, nominal_voltage_);
    if (!fault) return fault.error();
    end(row, now);
    // A fault of other words is another one: what is configured does not change.
    if (state(row) == FaultState::cleared)
        if (auto const removed = board_.remove(name); !removed) return removed;
    if (auto const known = board_.configure(name, *fault); !known) return known;
    rows_[row].what = what;
    if (auto const armed = board_.arm(name); !armed) return armed;
    auto const begun = board_.trigger(name);
    if (!begun) return begun.error();
    return {};
}

void FaultChoice::end(std::size_t row, Instant now) {
    board_.advance(now);
    if (!active(row)) return;
    auto const ended = board_.clear(info(rows_[row].kind).name);
    static_cast<void>(ended);  // an active fault can be cleared
}

}  // namespace mb::desk
