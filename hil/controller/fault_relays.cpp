// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/controller/fault_relays.hpp"

#include <string_view>

namespace mb::hil {
namespace {

constexpr std::uint8_t kOpen = 1;
constexpr std::uint8_t kReversed = 3;
constexpr std::uint8_t kExchangedCurrent = 4;
constexpr std::uint8_t kExchangedVoltage = 2;
constexpr std::size_t kFirstVoltage = 4;

/// Of two of the first three: the relay that exchanges its own with the next (1↔2 the first, 2↔3 the second, 3↔1 the third).
std::size_t exchanging(unsigned two) { return two == 0b011U ? 0 : two == 0b110U ? 1 : 2; }

class Board {
public:
    Result<void> set(std::size_t relay, std::uint8_t state, FaultKind kind) {
        constexpr std::array<std::string_view, kRigRelays> kNames{"I1", "I2", "I3", "I4", "V1", "V2", "V3", "Vn"};
        if (states[relay] != 0 && states[relay] != state)
            return input_error("{}: the rig's relay of {} already makes another fault, and has one state at a time", info(kind).name,
                               kNames[relay]);
        states[relay] = state;
        return {};
    }
    Result<void> set_each(unsigned named, std::size_t first, std::uint8_t state, FaultKind kind) {
        for (std::size_t k = 0; k < 4; ++k)
            if ((named >> k & 1U) != 0)
                if (auto done = set(first + k, state, kind); !done) return done;
        return {};
    }

    RelayStates states{};
};

Result<void> add(Board& board, Fault const& f) {
    switch (f.kind) {
        case FaultKind::open_ct:
            return board.set_each(f.inputs, 0, kOpen, f.kind);
        case FaultKind::reversed_ct:
            return board.set_each(f.inputs, 0, kReversed, f.kind);
        case FaultKind::swapped_currents:
            if ((f.inputs & 0b1000U) != 0) return input_error("{}: the rig exchanges I1, I2 and I3 only, not I4", info(f.kind).name);
            return board.set(exchanging(f.inputs), kExchangedCurrent, f.kind);
        case FaultKind::swapped_voltages:
            if ((f.phases & 0b1000U) != 0) return input_error("{}: the rig exchanges V1, V2 and V3 only, not Vn", info(f.kind).name);
            return board.set(kFirstVoltage + exchanging(f.phases), kExchangedVoltage, f.kind);
        case FaultKind::phase_loss:
            if (auto done = board.set_each(f.phases, kFirstVoltage, kOpen, f.kind); !done) return done;
            return board.set_each(f.phases, 0, kOpen, f.kind);
        default:
            return {};
    }
}

}  // namespace

bool done_by_relays(FaultKind kind) {
    switch (kind) {
        case FaultKind::open_ct:
        case FaultKind::reversed_ct:
        case FaultKind::swapped_currents:
        case FaultKind::swapped_voltages:
        case FaultKind::phase_loss:
            return true;
        default:
            return false;
    }
}

Result<RelayStates> relay_states(std::span<Fault const> faults) {
    Board board;
    for (Fault const& fault : faults)
        if (auto done = add(board, fault); !done) return done.error();
    return board.states;
}

}  // namespace mb::hil
