// SPDX-License-Identifier: GPL-3.0-or-later
/// What the virtual rig does wrong on purpose, so that drivers can be tested against it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/random.hpp"
#include "core/base/result.hpp"
#include "hil/virtual_rig/controller.hpp"
#include "hil/virtual_rig/scpi_instrument.hpp"

namespace mb::virtual_rig {

enum class PortName : std::uint8_t { source, rig, meter };
inline constexpr std::array<std::string_view, 3> kPortNames{"source", "rig", "meter"};

/// A time in which something is wrong, in real seconds since the rig was started.
struct TroubleTime {
    double begin = 0.0;
    double length = 0.0;
    bool repeats = false;  ///< every `begin` seconds, the first time after the first

    bool holds(double wall) const;
};

/// Of one port.
struct LineTrouble {
    double drop = 0.0;                   ///< probability that a byte is lost
    double flip = 0.0;                   ///< that one bit of a byte is turned
    std::vector<TroubleTime> stalls;     ///< nothing is sent; it follows afterwards
    std::vector<TroubleTime> unplugged;  ///< the line is not there
};

struct Misbehaviour {
    std::array<LineTrouble, kPortNames.size()> lines;
    std::vector<TroubleTime> interlock;  ///< open
    std::vector<ScpiName> ignored_commands;
    std::vector<ScpiName> refused_commands;
    std::vector<ControllerRequest> ignored_requests;
    std::vector<ControllerRequest> refused_requests;
};

/// Adds what `text` says, a list such as "drop=1%,rig.flip=0.1%,stall=200ms@5s,unplug=2s/10s,ignore=SOUR:VOLT2,error=relay": of all ports,
/// or of one that is named before a dot; '@': once, so long after the start; '/': every so often. The sentence of a refusal begins with the
/// part that is wrong.
Result<void> add_misbehaviour(std::string_view text, Misbehaviour& to);

/// Loses and spoils bytes by chance, each port and direction with a stream of its own.
class Spoiler {
public:
    Spoiler(LineTrouble const& trouble, std::uint64_t seed, std::string_view stream)
        : drop_(trouble.drop), flip_(trouble.flip), random_(seed, stream) {}
    Bytes spoil(Bytes bytes);

private:
    double drop_;
    double flip_;
    Random random_;
};

}  // namespace mb::virtual_rig
