// SPDX-License-Identifier: GPL-3.0-or-later
/// Traffic as a capture file (pcap 2.4, microseconds, LINKTYPE_RAW) for Wireshark and tshark. Each frame is one TCP segment between the
/// client's address and the meter's. Frames of Modbus TCP, those of TLS in plain too, go to port 502, which is dissected as it is. RTU
/// frames, of serial lines too, go to port 503:
///   tshark -r FILE -d tcp.port==503,mbrtu -o mbrtu.crc_verification:TRUE
/// Addresses that are not IPv4, and those of serial lines, stand as 127.0.0.1.
#pragma once

#include <cstdint>
#include <map>

#include "core/base/bytes.hpp"
#include "core/comm/modbus/traffic.hpp"

namespace mb::modbus {

class PcapWriter {
public:
    /// The head of the file.
    static Bytes header();
    /// The packet of one entry. Sequence numbers go on from entry to entry of a link.
    Bytes packet(TrafficEntry const& entry);

private:
    struct Sequence {
        std::uint32_t client = 1;
        std::uint32_t server = 1;
    };
    std::map<std::uint32_t, Sequence> sequences_;  // by the number of the link
};

}  // namespace mb::modbus
