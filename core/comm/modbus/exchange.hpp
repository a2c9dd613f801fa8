// SPDX-License-Identifier: GPL-3.0-or-later
/// One link's requests and replies: asks the engine, lets the fault injector have its way, tells the traffic log.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/comm/modbus/injector.hpp"
#include "core/comm/modbus/server.hpp"
#include "core/comm/modbus/traffic.hpp"

namespace mb::modbus {

/// The present time, by the clock of the port; only the traffic log asks for it.
using WallClock = WallTime (*)();
/// For those who keep no log: always 1970.
inline WallTime no_clock() { return {}; }

class Exchange {
public:
    /// `link`: the name for the traffic log.
    Exchange(Server& server, Side side, std::string link, WallClock clock = no_clock);

    LinkKind kind() const { return side_.kind; }
    /// Answers one request: appends to `out` what goes onto the wire, nothing where the meter keeps silent.
    void answer(TcpFrame const& request, Outgoing& out);
    /// Bytes came that are no frame.
    void note_nonsense(Bytes bytes);

private:
    void log(Direction direction, Bytes bytes, Bytes request, Microseconds later, std::string fault);

    Server& server_;
    Side side_;
    std::string name_;
    WallClock clock_;
    std::shared_ptr<TrafficLink const> link_;  // from the first frame logged
    std::optional<WallTime> latest_;
};

}  // namespace mb::modbus
