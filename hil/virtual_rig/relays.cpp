// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/relays.hpp"

namespace mb::virtual_rig {
namespace {

constexpr std::size_t kVoltageRelays = 4;  // the first of them
constexpr std::size_t kVn = index(Channel::vn);

// States of a relay; 0 is through.
constexpr std::uint8_t kOpen = 1;
constexpr std::uint8_t kShorted = 2;  // of a current relay
constexpr std::uint8_t kReversed = 3;
constexpr std::uint8_t kExchanged = 4;
constexpr std::uint8_t kVoltageExchanged = 2;

/// Of the first three: the next one of them, round and round.
std::uint8_t with_next(std::size_t n) { return static_cast<std::uint8_t>(1U << n | 1U << (n + 1) % 3); }

}  // namespace

bool has_state(std::size_t relay, std::uint8_t state) {
    bool const current = relay < kVoltageRelays;
    bool const last = relay % kVoltageRelays == 3;
    int const exchanged = current ? kExchanged : kVoltageExchanged;
    return last ? state < exchanged : state <= exchanged;
}

std::vector<Fault> faults_of(RelayStates const& relays) {
    std::vector<Fault> faults;
    for (std::size_t n = 0; n < kVoltageRelays; ++n) {
        auto const input = static_cast<std::uint8_t>(1U << n);
        // Open or shorted at the meter: no current through its sensor either way.
        if (relays[n] == kOpen || relays[n] == kShorted) faults.push_back({FaultKind::open_ct, input});
        if (relays[n] == kReversed) faults.push_back({FaultKind::reversed_ct, input});
        if (relays[n] == kExchanged) faults.push_back({FaultKind::swapped_currents, with_next(n)});
    }
    for (std::size_t n = 0; n < kVoltageRelays; ++n)
        if (relays[kVoltageRelays + n] == kVoltageExchanged) faults.push_back({FaultKind::swapped_voltages, 0, with_next(n)});
    return faults;
}

unsigned open_voltages(RelayStates const& relays) {
    unsigned open = 0;
    for (std::size_t n = 0; n < kVoltageRelays; ++n)
        if (relays[kVoltageRelays + n] == kOpen) open |= 1U << n;
    return open;
}

void open_terminals(std::span<Frame> frames, unsigned open) {
    if (open == 0) return;
    for (Frame& frame : frames) {
        if ((open >> kVn & 1U) != 0) {
            float sum = 0.0F;
            float connected = 0.0F;
            for (std::size_t p = 0; p < kVn; ++p)
                if ((open >> p & 1U) == 0) {
                    sum += frame.lanes[p];
                    connected += 1.0F;
                }
            frame.lanes[kVn] = connected > 0.0F ? sum / connected : 0.0F;
        }
        for (std::size_t p = 0; p < kVn; ++p)
            if ((open >> p & 1U) != 0) frame.lanes[p] = frame.lanes[kVn];
    }
}

}  // namespace mb::virtual_rig
