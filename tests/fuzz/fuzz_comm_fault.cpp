// SPDX-License-Identifier: GPL-3.0-or-later
/// Any text as a rule of a communication fault and as a filter of traffic; any bytes as a frame and its request. What is accepted is
/// written and read back as the same; every frame can be told, filtered and exported.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/comm/modbus/comm_fault.hpp"
#include "core/comm/modbus/injector.hpp"
#include "core/comm/modbus/traffic_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace mb;
    using namespace mb::modbus;
    static RegisterMap const map = *open_map("a200");
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const filter = parse_traffic_filter(text);
    auto const rule = parse_comm_fault(text);
    if (rule) {
        auto const written = mb::modbus::text(*rule);
        auto const again = parse_comm_fault(written);
        if (!again || mb::modbus::text(*again) != written) std::abort();
    }
    if (size < 2) return 0;
    std::size_t const half = data[0] % size;
    for (auto const kind : {LinkKind::tcp, LinkKind::rtu}) {
        TrafficEntry entry;
        entry.link = std::make_shared<TrafficLink const>(TrafficLink{1, kind, std::string{text.substr(0, half)}});
        entry.direction = data[1] % 2 == 0 ? Direction::request : Direction::reply;
        entry.bytes.assign(data + half, data + size);
        entry.request.assign(data, data + half);
        for (auto const format : {TrafficFormat::text, TrafficFormat::csv, TrafficFormat::pcap})
            if (TrafficExport{format, map}.of(entry).empty()) std::abort();
        if (filter) (void)filter->fits(entry, map);
        Outgoing out;
        if (rule && half > 1 && half < 250) spoil({{rule->kind, rule->number, rule->shortest, {1}}}, kind, {1, 1, entry.request}, out);
    }
    return 0;
}
