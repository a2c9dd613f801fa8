// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/roles.hpp"

#include <algorithm>
#include <array>

#include "core/base/suggest.hpp"

namespace mb::modbus {
namespace {

constexpr std::array<std::string_view, 4> kRights{"none", "read", "operate", "configure"};  // in the order of Right
constexpr std::uint8_t kUtf8String = 0x0C;
constexpr std::size_t kLongestRole = 100;  // so that the length is one byte

}  // namespace

Result<std::string> role_of_der(ByteView der) {
    if (der.size() < 2 || der[0] != kUtf8String) return input_error("the role in the certificate is no UTF8String");
    if (der[1] == 0 || der[1] > kLongestRole || der.size() != 2U + der[1])
        return input_error("the role in the certificate is not 1 to {} bytes long", kLongestRole);
    std::string role(der.begin() + 2, der.end());
    if (std::ranges::any_of(role, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return input_error("the role in the certificate has control characters");
    return role;
}

RoleTable::RoleTable() : rights_{{"User", Right::read}, {"Operator", Right::operate}, {"Admin", Right::configure}} {}

Result<void> RoleTable::set(std::string_view rule) {
    auto const equals = rule.rfind('=');
    if (equals == std::string_view::npos || equals == 0) return input_error("'{}': a rule is ROLE=RIGHT, for example Viewer=read", rule);
    auto const right = rule.substr(equals + 1);
    auto const found = std::ranges::find(kRights, right);
    if (found == kRights.end())
        return input_error("'{}': unknown right '{}'{}; there are none, read, operate and configure", rule, right,
                           suggestion(right, kRights));
    rights_.insert_or_assign(std::string{rule.substr(0, equals)}, static_cast<Right>(found - kRights.begin()));
    return {};
}

Right RoleTable::right_of(std::string_view role) const {
    auto const found = rights_.find(role);
    return found == rights_.end() ? Right::none : found->second;
}

}  // namespace mb::modbus
