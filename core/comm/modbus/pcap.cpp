// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/pcap.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "core/comm/modbus/frame_conditions.hpp"

namespace mb::modbus {
namespace {

constexpr std::uint32_t kLoopback = 0x7F00'0001;
constexpr std::uint16_t kModbusTcp = 502;
constexpr std::uint16_t kRtuOverTcp = 503;
constexpr std::uint32_t kFirstFreePort = 49'152;  // of clients that have none
constexpr std::uint32_t kFreePorts = 16'384;

void put_u32(Bytes& to, std::uint32_t value) {
    put_u16(to, static_cast<std::uint16_t>(value >> 16));
    put_u16(to, static_cast<std::uint16_t>(value));
}
void set_u16(Bytes& bytes, std::size_t at, std::uint32_t value) {
    bytes[at] = static_cast<std::uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<std::uint8_t>(value);
}

struct Peer {
    std::uint32_t address = kLoopback;
    std::uint16_t port = 0;
};

std::optional<std::uint32_t> ipv4(std::string_view text) {
    std::uint32_t address = 0;
    for (int part = 0; part < 4; ++part) {
        auto const dot = text.find('.');
        if ((dot == std::string_view::npos) != (part == 3)) return std::nullopt;
        auto const number = whole_number(text.substr(0, dot), 255);
        if (!number) return std::nullopt;
        address = (address << 8) | *number;
        if (part < 3) text.remove_prefix(dot + 1);
    }
    return address;
}

/// Of a name like "tcp 127.0.0.1:40312"; else made of the link's number.
Peer peer_of(TrafficLink const& link) {
    Peer peer{kLoopback, static_cast<std::uint16_t>(kFirstFreePort + link.number % kFreePorts)};
    std::string_view const name = link.name;
    auto const blank = name.find(' ');
    auto const colon = name.rfind(':');
    if (blank == std::string_view::npos || colon == std::string_view::npos || colon < blank) return peer;
    auto const port = whole_number(name.substr(colon + 1), 65'535);
    if (!port || link.kind == LinkKind::rtu || link.kind == LinkKind::usb) return peer;
    peer.port = static_cast<std::uint16_t>(*port);
    peer.address = ipv4(name.substr(blank + 1, colon - blank - 1)).value_or(kLoopback);
    return peer;
}

/// The ones' complement sum of RFC 1071 over `bytes`, begun with `sum`.
std::uint32_t summed(ByteView bytes, std::uint32_t sum) {
    for (std::size_t at = 0; at < bytes.size(); at += 2)
        sum += static_cast<std::uint32_t>(bytes[at] << 8) | (at + 1 < bytes.size() ? bytes[at + 1] : 0U);
    return sum;
}
std::uint16_t checksum(std::uint32_t sum) {
    while (sum >> 16 != 0) sum = (sum & 0xFFFFU) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

/// An IPv4 packet with one TCP segment.
Bytes segment(Peer const& from, Peer const& to, std::uint32_t sequence, std::uint32_t acknowledged, ByteView payload) {
    constexpr std::size_t kIp = 20;
    constexpr std::size_t kTcp = 20;
    Bytes packet;
    put_u16(packet, 0x4500);
    put_u16(packet, static_cast<std::uint16_t>(kIp + kTcp + payload.size()));
    put_u32(packet, 0x0000'4000);  // one piece
    put_u16(packet, 0x4006);       // 64 hops, TCP
    put_u16(packet, 0);
    put_u32(packet, from.address);
    put_u32(packet, to.address);
    set_u16(packet, 10, checksum(summed(packet, 0)));
    put_u16(packet, from.port);
    put_u16(packet, to.port);
    put_u32(packet, sequence);
    put_u32(packet, acknowledged);
    put_u16(packet, 0x5018);  // PSH, ACK
    put_u16(packet, 0xFFFF);
    put_u32(packet, 0);
    packet.insert(packet.end(), payload.begin(), payload.end());
    // The pseudo header: both addresses, the protocol, the segment's length.
    std::uint32_t const pseudo = summed(ByteView{packet}.subspan(12, 8), 6 + static_cast<std::uint32_t>(packet.size() - kIp));
    set_u16(packet, kIp + 16, checksum(summed(ByteView{packet}.subspan(kIp), pseudo)));
    return packet;
}

}  // namespace

Bytes PcapWriter::header() {
    Bytes bytes;
    put_u32(bytes, 0xA1B2'C3D4);  // microseconds, most significant byte first
    put_u16(bytes, 2);
    put_u16(bytes, 4);
    put_u32(bytes, 0);
    put_u32(bytes, 0);
    put_u32(bytes, 65'535);
    put_u32(bytes, 101);  // LINKTYPE_RAW
    return bytes;
}

Bytes PcapWriter::packet(TrafficEntry const& entry) {
    bool const request = entry.direction == Direction::request;
    Peer const client = peer_of(*entry.link);
    Peer const meter{client.address, entry.framing() == Framing::tcp ? kModbusTcp : kRtuOverTcp};
    Sequence& sequence = sequences_[entry.link->number];
    std::uint32_t& own = request ? sequence.client : sequence.server;
    std::uint32_t const other = request ? sequence.server : sequence.client;
    auto const packet = segment(request ? client : meter, request ? meter : client, own, other, entry.bytes);
    own += static_cast<std::uint32_t>(entry.bytes.size());

    auto const time = entry.time.time_since_epoch();
    auto const whole = std::chrono::floor<std::chrono::seconds>(time);
    Bytes record;
    put_u32(record, static_cast<std::uint32_t>(whole.count()));
    put_u32(record, static_cast<std::uint32_t>((time - whole).count()));
    put_u32(record, static_cast<std::uint32_t>(packet.size()));
    put_u32(record, static_cast<std::uint32_t>(packet.size()));
    record.insert(record.end(), packet.begin(), packet.end());
    return record;
}

}  // namespace mb::modbus
