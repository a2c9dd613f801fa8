// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/side.hpp"

#include <algorithm>
#include <array>

namespace mb::modbus {
namespace {

constexpr std::array<std::string_view, 6> kNames{"internal", "rtu", "usb", "tcp", "rtu-tcp", "tls"};  // by LinkKind

}  // namespace

std::string_view name(LinkKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<LinkKind> link_kind(std::string_view name) {
    auto const found = std::ranges::find(kNames, name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<LinkKind>(found - kNames.begin());
}

std::span<std::string_view const> link_kind_names() { return kNames; }

}  // namespace mb::modbus
