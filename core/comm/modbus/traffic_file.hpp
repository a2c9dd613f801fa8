// SPDX-License-Identifier: GPL-3.0-or-later
/// The bytes of a traffic export, entry by entry: text, CSV or pcap by the ending of the file's name.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/comm/modbus/pcap.hpp"
#include "core/comm/modbus/traffic_filter.hpp"

namespace mb::modbus {

enum class TrafficFormat : std::uint8_t { text, csv, pcap };
/// ".txt" and ".log", ".csv", ".pcap". Refused: other endings.
Result<TrafficFormat> traffic_format_of(std::string_view file);

class TrafficExport {
public:
    /// `map` must outlive it.
    TrafficExport(TrafficFormat format, RegisterMap const& map) : format_(format), map_(map) {}

    /// What the file begins with.
    std::string begin() const;
    std::string of(TrafficEntry const& entry);

private:
    TrafficFormat format_;
    RegisterMap const& map_;
    PcapWriter pcap_;
};

}  // namespace mb::modbus
