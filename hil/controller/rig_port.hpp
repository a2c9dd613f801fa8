// SPDX-License-Identifier: GPL-3.0-or-later
/// Questions to a rig controller and its answers (docs/rig-protocol.md), as frames over a link, or written down only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/message_frame.hpp"
#include "hil/links/byte_link.hpp"

namespace mb::hil {

inline constexpr std::uint8_t kRigProtocol = 2;
inline constexpr std::uint8_t kRigVersion = 1;
inline constexpr std::size_t kLongestRigPayload = 512;

enum class RigMessage : std::uint8_t { hello = 1, clock, watchdog, supply, relay, inputs, outputs, pulses, state, safe };
std::string_view name(RigMessage type);

/// One line a text: for a dry run, or a log.
using Say = std::function<void(std::string_view)>;

class RigPort {
public:
    virtual ~RigPort() = default;
    virtual std::string const& name() const = 0;
    /// The payload of a good reply. An error: a status other than 0, with the controller's own words, or no answer.
    virtual Result<Bytes> ask(RigMessage type, ByteView payload) = 0;
};

/// Over a link. A frame without answer is sent again with the same sequence, three times; a link that is gone is opened again once.
class LinkRigPort : public RigPort {
public:
    /// `patience`: for one answer; the protocol allows a controller 100 ms.
    explicit LinkRigPort(LinkAddress address, Milliseconds patience = Milliseconds{250}) : link_(std::move(address)), patience_(patience) {}

    Result<void> open() { return link_.open(); }
    std::string const& name() const override { return link_.name(); }
    Result<Bytes> ask(RigMessage type, ByteView payload) override;

private:
    /// The reply with this sequence, nullopt: none came in time; an error: the link is gone.
    Result<std::optional<Message>> exchange(Message const& request);

    ByteLink link_;
    Milliseconds patience_;
    MessageReader reader_{kRigProtocol, kLongestRigPayload};
    std::uint16_t sequence_ = 0;
};

/// Says what would be asked, and answers as a controller with eight relays, eight inputs and outputs, four pulse channels, at rest.
class DryRigPort : public RigPort {
public:
    DryRigPort(std::string link, Say say) : name_(std::move(link)), say_(std::move(say)) {}

    std::string const& name() const override { return name_; }
    Result<Bytes> ask(RigMessage type, ByteView payload) override;

private:
    std::string name_;
    Say say_;
};

}  // namespace mb::hil
