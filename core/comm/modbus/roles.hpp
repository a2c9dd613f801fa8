// SPDX-License-Identifier: GPL-3.0-or-later
/// Roles of Modbus Security: a client's certificate names one, a table says what it may do.
/// Source: MODBUS/TCP Security Protocol Specification v36, requirements. The rules of the table are a maker's.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/comm/modbus/side.hpp"

namespace mb::modbus {

inline constexpr char kRoleOid[] = "1.3.6.1.4.1.50316.802.1";

/// The role in the extension's value: a DER UTF8String and nothing else. Refused: another type, a wrong length, an empty role, one longer
/// than 100 bytes or with control characters.
Result<std::string> role_of_der(ByteView der);

/// Without rules of the user: User reads, Operator operates, Admin configures. A certificate without a role, and a role that the table
/// lacks, may nothing.
class RoleTable {
public:
    RoleTable();
    /// `rule` is ROLE=RIGHT with none, read, operate or configure; it replaces what the table has of the role.
    Result<void> set(std::string_view rule);
    Right right_of(std::string_view role) const;

private:
    std::map<std::string, Right, std::less<>> rights_;
};

}  // namespace mb::modbus
