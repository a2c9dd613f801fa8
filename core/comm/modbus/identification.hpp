// SPDX-License-Identifier: GPL-3.0-or-later
/// Functions 17 (report server ID) and 43/14 (read device identification, basic and regular, stream and individual).
/// Source: Modbus application protocol specification V1.1b3, sections 6.13 and 6.21.
#pragma once

#include "core/base/bytes.hpp"
#include "core/meter/snapshot.hpp"

namespace mb::modbus {

/// Server ID: low byte of the product number; run indicator on; then "VENDOR MODEL VERSION".
Bytes report_server_id(Snapshot const& state);
/// The reply PDU to a request PDU of function 43.
Bytes read_device_identification(Snapshot const& state, ByteView request);

}  // namespace mb::modbus
