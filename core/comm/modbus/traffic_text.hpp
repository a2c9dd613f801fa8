// SPDX-License-Identifier: GPL-3.0-or-later
/// Entries of the traffic log as text for people and as CSV (RFC 4180) for programs.
#pragma once

#include <string>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/traffic.hpp"

namespace mb::modbus {

/// "12:00:01.123456" UTC; with the date "2026-01-31T12:00:01.123456Z".
std::string time_text(WallTime time, bool with_date);
/// "read holding registers 18444 x 2: load1.inst.v1 = 230.01 V"; "… exception 2, illegal data address". At most `most` values, then how
/// many more there are.
std::string meaning(FrameFacts const& facts, RegisterMap const& map, std::size_t most = 4);
/// The bytes in hexadecimal, with blanks between them.
std::string hex_text(ByteView bytes);
/// A line without its end: "12:00:01.123456 tcp 127.0.0.1:40312 > unit 1 …"; > is a request, < a reply.
std::string line_of(TrafficEntry const& entry, RegisterMap const& map);

/// Names of the columns, with the line's end.
std::string traffic_csv_header();
/// A row with its end. All values of the frame stand in one field, "load1.inst.v1=230.01 V; load1.inst.v2=…".
std::string csv_row(TrafficEntry const& entry, RegisterMap const& map);

}  // namespace mb::modbus
