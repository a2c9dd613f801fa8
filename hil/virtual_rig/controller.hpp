// SPDX-License-Identifier: GPL-3.0-or-later
/// The rig controller of docs/rig-protocol.md as a state machine: requests and times in, replies out. What its relays do to the meter is
/// told by the world.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/message_frame.hpp"
#include "core/base/result.hpp"
#include "hil/virtual_rig/relays.hpp"
#include "hil/virtual_rig/session.hpp"

namespace mb::virtual_rig {

inline constexpr std::uint8_t kControllerProtocol = 2;
inline constexpr std::uint8_t kControllerVersion = 1;
inline constexpr std::size_t kControllerPayload = 512;  ///< longest [bytes]
inline constexpr std::uint32_t kTicksPerSecond = 1'000'000;
inline constexpr std::size_t kDigitalInputs = 4;
inline constexpr std::size_t kDigitalOutputs = 0;  ///< the simulated meter has none
inline constexpr std::size_t kPulsesKept = 1'024;
inline constexpr Microseconds kFrameGap{50'000};

enum class ControllerRequest : std::uint8_t {
    hello = 1,
    clock,
    watchdog,
    supply,
    relay,
    inputs,
    outputs,
    pulses,
    state,
    safe,
};
/// "hello" … "safe".
std::optional<ControllerRequest> controller_request(std::string_view name);

enum class ControllerStatus : std::uint8_t { good, unknown_type, bad_payload, no_such_channel, not_now, internal_fault };

/// What the bench has switched.
struct ControllerState {
    bool supply = false;
    std::uint8_t inputs = 0;  ///< closed, bit n
    RelayStates relays{};

    bool operator==(ControllerState const&) const = default;
};

class RigController {
public:
    /// supply: at power-up.
    explicit RigController(bool supply) { state_.supply = supply; }

    /// The reply to a request. ticks: of its clock, now. wall: counts the watchdog.
    Message answer(Message const& request, std::uint64_t ticks, Microseconds wall);
    /// Lets go where the watchdog's time has passed.
    void watch(Microseconds wall);
    /// Opened: it lets go, and switches nothing on until it is closed.
    void set_interlock(bool closed);
    /// A pulse of the meter's LED began. Ticks in order.
    void add_pulse(std::uint64_t ticks);
    /// Requests that get no answer, and such that are answered with an internal fault.
    void spoil(std::vector<ControllerRequest> ignored, std::vector<ControllerRequest> refused);
    bool ignores(std::uint8_t type) const;

    ControllerState const& state() const { return state_; }

private:
    struct Reply;
    void hello(Reply& reply) const;
    void pulses(PayloadReader& payload, std::uint64_t ticks, Reply& reply) const;
    void tell_state(Reply& reply) const;
    void set_watchdog(PayloadReader& payload, Reply& reply);
    void set_supply(PayloadReader& payload, Reply& reply);
    void set_relay(PayloadReader& payload, Reply& reply);
    void set_inputs(PayloadReader& payload, Reply& reply);
    void let_go() { state_ = {}; }

    ControllerState state_;
    bool interlock_ = true;
    std::optional<Microseconds> patience_;  // of the watchdog
    Microseconds latest_{};                 // request
    std::deque<std::uint64_t> pulses_;
    std::uint64_t first_kept_ = 0;  // number of the oldest
    std::vector<ControllerRequest> ignored_;
    std::vector<ControllerRequest> refused_;
};

/// One link to the controller. A request that comes again is answered again and not carried out again; whether it is the same one is seen
/// by all of it, because a bench that begins anew may begin with the same sequence. A frame that stops for kFrameGap is forgotten, so that
/// a spoilt length does not swallow the requests after it.
class ControllerSession : public Session {
public:
    /// ticks_per_second: of its clock, in a second of the world (kTicksPerSecond but for its error).
    ControllerSession(RigController& controller, double ticks_per_second) : controller_(controller), rate_(ticks_per_second) {}

    void receive(ByteView bytes, Moment now) override;
    Bytes proceed(Moment now) override;

private:
    RigController& controller_;
    double rate_;
    MessageReader reader_{kControllerProtocol, kControllerPayload};
    Microseconds heard_{};  // bytes, lately
    std::optional<Message> latest_;
    Bytes reply_;  // to it
    Bytes output_;
};

}  // namespace mb::virtual_rig
