// SPDX-License-Identifier: GPL-3.0-or-later
/// The way of requests and replies between the runner's client and the target's Modbus port, on which a scenario brings faults about.
/// While rules are in force, requests and replies are frames of Modbus TCP for unit 1, spoilt as a port spoils them (injector.hpp) and
/// looked at as a client looks at them; the same on every target. Delays are reckoned: the scenario's time does not pass by them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/comm/modbus/injector.hpp"
#include "scenarios/engine/target.hpp"

namespace mb {

/// What becomes of one request.
struct Delivery {
    enum class State {
        whole,  ///< a reply that a client takes, an exception too
        none,   ///< nothing came in time
        wrong,  ///< something came that a client must throw away
        gone,   ///< the target itself failed
    };
    State state = State::whole;
    Bytes reply;                    ///< the PDU, where whole
    modbus::Microseconds late{0};   ///< when the last byte was there, where whole or wrong
    std::string sentence;           ///< why not, where not whole
    bool put_in_its_place = false;  ///< whole, but an exception that the rules answered instead of the target
};

class ModbusPath {
public:
    /// As long as a client waits for a reply.
    static constexpr modbus::Microseconds kPatience{1'000'000};

    /// `target` must outlive the path.
    explicit ModbusPath(Target& target) : target_{target} {}

    /// Rules that take the place of those in force. Their times count from the scenario's time zero.
    void set_rules(std::vector<modbus::CommFaultRule> rules, std::uint64_t seed) { injector_.set_rules(std::move(rules), seed); }
    modbus::Injector const& injector() const { return injector_; }
    void set_time(Instant now) { now_ = now; }
    /// The bench's own looking on: no rule acts on it, and it does not count for any.
    void set_undisturbed(bool undisturbed) { undisturbed_ = undisturbed; }

    /// One request PDU; a reply that is not whole within `patience` is none.
    Delivery exchange(ByteView request, modbus::Microseconds patience = kPatience);

private:
    Target& target_;
    modbus::Injector injector_;
    Instant now_{};
    bool undisturbed_ = false;
    std::uint16_t transaction_ = 0;
};

}  // namespace mb
