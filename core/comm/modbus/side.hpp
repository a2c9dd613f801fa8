// SPDX-License-Identifier: GPL-3.0-or-later
/// Who asks: the other end of a link, and what it may do there.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mb::modbus {

/// What kind of link it is; the number is what register lock.lock_owner tells.
enum class LinkKind : std::uint8_t { internal = 0, rtu = 1, usb = 2, tcp = 3, rtu_tcp = 4, tls = 5 };

/// "rtu", "usb", "tcp", "rtu-tcp", "tls"; "internal" for what asks inside the program.
std::string_view name(LinkKind kind);
std::optional<LinkKind> link_kind(std::string_view name);
std::span<std::string_view const> link_kind_names();

/// Each includes those before it.
enum class Right : std::uint8_t {
    none,
    read,
    operate,    ///< write what needs no unlock: commands, the clock
    configure,  ///< and, once unlocked, the configuration
};

struct Side {
    LinkKind kind = LinkKind::internal;
    /// Tells sides apart: the line, or the peer's address without its port, so that a client that connects anew is the same side.
    std::string name;
    Right right = Right::configure;
};

}  // namespace mb::modbus
