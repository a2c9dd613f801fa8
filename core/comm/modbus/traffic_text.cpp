// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/traffic_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/catalogue/value_text.hpp"
#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {
namespace {

/// Symbols with their values; of a request to read, symbols only.
std::string values_text(FrameFacts const& facts, RegisterMap const& map, std::size_t most, std::string_view equals,
                        std::string_view between) {
    std::string text;
    std::size_t count = 0;
    auto const add = [&](std::string const& part) {
        if (++count <= most) text += fmt::format("{}{}", count == 1 ? "" : between, part);
    };
    auto const values = values_of(facts, map);
    for (auto const& [reg, value] : values) add(fmt::format("{}{}{}", symbol_info(reg->symbol).name, equals, value_text(*reg, value)));
    if (values.empty() && !facts.exception && facts.read)
        for (Register const& reg : map.in_range(facts.read->first, facts.read->count)) add(symbol_info(reg.symbol).name);
    if (count > most) text += fmt::format(" and {} more", count - most);
    return text;
}

std::string range_text(RegisterRange const& range) { return fmt::format("{} x {}", range.first, range.count); }

/// RFC 4180: in quotes where it holds a comma, a quote or a line's end.
std::string field(std::string const& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char const c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string_view word(CrcState crc) {
    switch (crc) {
        case CrcState::good:
            return "good";
        case CrcState::bad:
            return "bad";
        case CrcState::none:
            break;
    }
    return "";
}

template <class Number>
std::string number_or_nothing(std::optional<Number> const& number) {
    return number ? std::to_string(*number) : "";
}

}  // namespace

std::string time_text(WallTime time, bool with_date) {
    using namespace std::chrono;
    auto const day = floor<days>(time);
    hh_mm_ss const clock{time - day};
    auto const in_day = fmt::format("{:02}:{:02}:{:02}.{:06}", clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                                    clock.subseconds().count());
    if (!with_date) return in_day;
    year_month_day const date{day};
    return fmt::format("{:04}-{:02}-{:02}T{}Z", int{date.year()}, unsigned{date.month()}, unsigned{date.day()}, in_day);
}

std::string hex_text(ByteView bytes) {
    std::string text;
    text.reserve(3 * bytes.size());
    for (auto const byte : bytes) text += fmt::format("{}{:02X}", text.empty() ? "" : " ", byte);
    return text;
}

std::string meaning(FrameFacts const& facts, RegisterMap const& map, std::size_t most) {
    if (!facts.function) return facts.trouble;
    std::string text = function_name(*facts.function);
    bool const both = facts.read && facts.written;
    if (facts.written) text += fmt::format("{} {}", both ? " write" : "", range_text(*facts.written));
    if (facts.read) text += fmt::format("{} {}", both ? ", read" : "", range_text(*facts.read));
    auto const values = values_text(facts, map, most, " = ", ", ");
    if (facts.exception)
        text += fmt::format(": exception {}, {}", *facts.exception, exception_name(*facts.exception));
    else if (!values.empty())
        text += ": " + values;
    if (!facts.trouble.empty()) text += fmt::format(" ({})", facts.trouble);
    return text;
}

std::string line_of(TrafficEntry const& entry, RegisterMap const& map) {
    auto const facts = entry.facts();
    std::string line =
        fmt::format("{} {} {}", time_text(entry.time, false), entry.link->name, entry.direction == Direction::request ? '>' : '<');
    if (facts.unit) line += fmt::format(" unit {}", *facts.unit);
    line += ' ' + meaning(facts, map);
    if (entry.gap) line += fmt::format(" +{} us", entry.gap->count());
    if (!facts.trouble.empty()) line += fmt::format(" [{}]", hex_text(entry.bytes));
    if (!entry.fault.empty()) line += fmt::format(" <fault: {}>", entry.fault);
    return line;
}

std::string traffic_csv_header() {
    return "number,time,link,direction,transaction,unit,function,function_name,first,count,exception,crc,gap_us,values,trouble,fault,"
           "bytes\r\n";
}

std::string csv_row(TrafficEntry const& entry, RegisterMap const& map) {
    auto const facts = entry.facts();
    auto const& range = facts.read ? facts.read : facts.written;
    constexpr auto kAll = std::numeric_limits<std::size_t>::max();
    auto const values = facts.exception ? "" : values_text(facts, map, kAll, "=", "; ");
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", entry.sequence, time_text(entry.time, true),
                       field(entry.link->name), entry.direction == Direction::request ? "request" : "reply",
                       number_or_nothing(facts.transaction), number_or_nothing(facts.unit), number_or_nothing(facts.function),
                       facts.function ? function_name(*facts.function) : "", range ? std::to_string(range->first) : "",
                       range ? std::to_string(range->count) : "", number_or_nothing(facts.exception), word(facts.crc),
                       entry.gap ? std::to_string(entry.gap->count()) : "", field(values), field(facts.trouble), field(entry.fault),
                       hex_text(entry.bytes));
}

}  // namespace mb::modbus
