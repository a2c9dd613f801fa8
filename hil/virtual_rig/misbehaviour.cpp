// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/misbehaviour.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/measure.hpp"
#include "core/base/suggest.hpp"
#include "hil/virtual_rig/text_parts.hpp"

namespace mb::virtual_rig {
namespace {

constexpr std::array<std::string_view, 7> kKeys{"drop", "flip", "stall", "unplug", "interlock", "ignore", "error"};

std::optional<double> measure(std::string_view text, Unit unit, double most) {
    auto const found = parse_measure(text);
    if (!found || found->cycles || found->unit != unit || !(found->value >= 0.0 && found->value <= most)) return std::nullopt;
    return found->value;
}

std::optional<TroubleTime> trouble_time(std::string_view text) {
    auto const at = text.find_first_of("@/");
    if (at == std::string_view::npos) return std::nullopt;
    constexpr double kMost = 1e6;
    auto const length = measure(text.substr(0, at), Unit::second, kMost);
    auto const begin = measure(text.substr(at + 1), Unit::second, kMost);
    bool const repeats = text[at] == '/';
    if (!length || !begin || *length <= 0.0 || (repeats && *begin <= *length)) return std::nullopt;
    return TroubleTime{*begin, *length, repeats};
}

/// A command of the source or a request to the controller.
Result<void> add_name(std::string_view name, std::vector<ScpiName>& commands, std::vector<ControllerRequest>& requests) {
    if (auto const request = controller_request(name)) {
        requests.push_back(*request);
        return {};
    }
    auto const command = scpi_name(name);
    if (!command)
        return input_error("'{}' is neither a command of the source (SOUR:VOLT2, MEAS:FREQ?) nor a request to the controller (relay)",
                           name);
    commands.push_back(*command);
    return {};
}

Result<void> add_to_line(std::string_view key, std::string_view value, LineTrouble& line) {
    if (key == "drop" || key == "flip") {
        auto const percent = measure(value, Unit::percent, 100.0);
        if (!percent) return input_error("takes a probability, such as 1% or 0.01 %");
        (key == "drop" ? line.drop : line.flip) = *percent * 0.01;
        return {};
    }
    auto const time = trouble_time(value);
    if (!time) return input_error("takes how long and when, 200ms@5s (once) or 200ms/5s (every 5 s, longer than it lasts)");
    (key == "stall" ? line.stalls : line.unplugged).push_back(*time);
    return {};
}

Result<void> add_part(std::string_view key, std::string_view value, Misbehaviour& to) {
    if (key == "ignore") return add_name(value, to.ignored_commands, to.ignored_requests);
    if (key == "error") return add_name(value, to.refused_commands, to.refused_requests);
    if (key == "interlock") {
        auto const time = trouble_time(value);
        if (!time) return input_error("takes how long and when, 2s@10s (once) or 2s/10s (every 10 s)");
        to.interlock.push_back(*time);
        return {};
    }
    auto const dot = key.find('.');
    auto const port = std::ranges::find(kPortNames, key.substr(0, dot));
    if (dot != std::string_view::npos && port == kPortNames.end())
        return input_error("there is no port '{}'{}; ports are source, rig and meter", key.substr(0, dot),
                           suggestion(key.substr(0, dot), kPortNames));
    auto const what = dot == std::string_view::npos ? key : key.substr(dot + 1);
    if (what != "drop" && what != "flip" && what != "stall" && what != "unplug")
        return input_error("unknown{}; there are drop, flip, stall, unplug, interlock, ignore and error", suggestion(what, kKeys));
    for (std::size_t n = 0; n < kPortNames.size(); ++n) {
        if (dot != std::string_view::npos && kPortNames[n] != *port) continue;
        if (auto const added = add_to_line(what, value, to.lines[n]); !added) return added;
    }
    return {};
}

}  // namespace

bool TroubleTime::holds(double wall) const {
    if (wall < begin) return false;
    return (repeats ? std::fmod(wall, begin) : wall - begin) < length;
}

Result<void> add_misbehaviour(std::string_view text, Misbehaviour& to) {
    for (auto const part : parts_of(text, ',')) {
        auto const [key, value] = key_and_value(part);
        if (auto const added = add_part(key, value, to); !added) return input_error("{}: {}", part, added.error().sentence);
    }
    return {};
}

Bytes Spoiler::spoil(Bytes bytes) {
    if (drop_ == 0.0 && flip_ == 0.0) return bytes;
    Bytes out;
    out.reserve(bytes.size());
    for (std::uint8_t byte : bytes) {
        if (random_.uniform() < drop_) continue;
        if (random_.uniform() < flip_) byte = static_cast<std::uint8_t>(byte ^ 1U << (random_.next() & 7U));
        out.push_back(byte);
    }
    return out;
}

}  // namespace mb::virtual_rig
