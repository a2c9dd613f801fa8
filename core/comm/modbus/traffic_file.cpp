// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/traffic_file.hpp"

#include "core/comm/modbus/traffic_text.hpp"

namespace mb::modbus {
namespace {

std::string as_text(Bytes const& bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

Result<TrafficFormat> traffic_format_of(std::string_view file) {
    if (file.ends_with(".txt") || file.ends_with(".log")) return TrafficFormat::text;
    if (file.ends_with(".csv")) return TrafficFormat::csv;
    if (file.ends_with(".pcap")) return TrafficFormat::pcap;
    return input_error("'{}': traffic is written as .txt, .csv or .pcap; name the file so", file);
}

std::string TrafficExport::begin() const {
    switch (format_) {
        case TrafficFormat::text:
            return {};
        case TrafficFormat::csv:
            return traffic_csv_header();
        case TrafficFormat::pcap:
            return as_text(PcapWriter::header());
    }
    return {};
}

std::string TrafficExport::of(TrafficEntry const& entry) {
    switch (format_) {
        case TrafficFormat::text:
            return line_of(entry, map_) + '\n';
        case TrafficFormat::csv:
            return csv_row(entry, map_);
        case TrafficFormat::pcap:
            return as_text(pcap_.packet(entry));
    }
    return {};
}

}  // namespace mb::modbus
