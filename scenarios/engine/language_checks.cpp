// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about expectations: key `expect`.
#include <algorithm>
#include <limits>

#include "core/base/suggest.hpp"
#include "scenarios/engine/language_parts.hpp"

namespace mb::language {

SymbolId readable(YamlNode const& node) {
    std::string const& written = text(node);
    auto const id = find_symbol(written);
    if (!id) {
        std::string const near = nearest_symbol(written);
        refuse(node, "unknown quantity '{}'{}", written.substr(0, 60), near.empty() ? "" : fmt::format(", did you mean '{}'?", near));
    }
    if (symbol_info(*id).access == Access::write) refuse(node, "'{}' is a command; what can be checked is what the meter tells", written);
    return *id;
}

namespace {

constexpr double kAny = 1e15;

SymbolId reading(YamlNode const& node) {
    SymbolId const id = readable(node);
    if (symbol_info(id).kind == ValueKind::text)
        refuse(node, "'{}' is a text; what can be checked is a number that the meter tells", text(node));
    return id;
}

/// "0.1 %" of the value, or "0.5 V". Of a quantity that is itself in percent, percent means points: its own unit.
Tolerance tolerance(YamlNode const& node, Unit unit) {
    auto const measure = parse_measure(text(node));
    if (measure && measure->unit == Unit::percent && unit != Unit::percent) return {0.0, number(node, Unit::percent, 0.0, 1000.0) / 100.0};
    return {number(node, unit, 0.0, kAny), 0.0};
}

QuantityCheck quantity_check(YamlNode const& node) {
    Fields const f{node, "quantity_check"};
    QuantityCheck check;
    check.symbol = reading(f.require("quantity"));
    Unit const unit = symbol_info(check.symbol).unit;
    if (auto const* value = f.find("value")) {
        if (f.find("min") != nullptr || f.find("max") != nullptr) refuse(*value, "'value' with 'tolerance', or 'min' and 'max', not both");
        check.value = number(*value, unit, -kAny, kAny);
        check.tolerance = tolerance(f.require("tolerance"), unit);
        return check;
    }
    if (auto const* orphan = f.find("tolerance")) refuse(*orphan, "'tolerance' belongs to 'value', which is missing");
    if (auto const* min = f.find("min")) check.min = number(*min, unit, -kAny, kAny);
    if (auto const* max = f.find("max")) check.max = number(*max, unit, -kAny, kAny);
    if (!check.min && !check.max) refuse(node, "a quantity needs 'value' and 'tolerance', or 'min', or 'max'");
    if (check.min && check.max && *check.min > *check.max) refuse(node, "'min' is above 'max': nothing can meet that");
    return check;
}

EventKind kind(YamlNode const& node) {
    std::string const& written = text(node);
    if (auto const known = event_kind(written)) return *known;
    std::vector<std::string_view> names;
    for (EventKind const k : kEventKinds) names.push_back(name(k));
    refuse(node, "unknown event '{}'{}; known are swell, dip, interruption, inrush", written.substr(0, 60), suggestion(written, names));
}

ChannelMask channels(YamlNode const& node) {
    ChannelMask mask = 0;
    for (YamlNode const& item : list(node)) {
        std::string const& written = text(item);
        auto const found = std::find(kEventChannelNames.begin(), kEventChannelNames.end(), written);
        if (found == kEventChannelNames.end())
            refuse(item, "unknown channel '{}'{}; known are V1, V2, V3, U12, U23, U31, I1, I2, I3, In", written.substr(0, 60),
                   suggestion(written, kEventChannelNames));
        mask = static_cast<ChannelMask>(mask | (1U << (found - kEventChannelNames.begin())));
    }
    if (mask == 0) refuse(node, "name at least one channel");
    return mask;
}

void duration_window(Fields const& f, double frequency_hz, EventCheck& check) {
    auto const* value = f.find("duration");
    auto const* spread = f.find("duration_tolerance");
    auto const* min = f.find("duration_min");
    auto const* max = f.find("duration_max");
    if (value != nullptr) {
        if (min != nullptr || max != nullptr)
            refuse(*value, "'duration' with 'duration_tolerance', or 'duration_min' and 'duration_max', not both");
        Duration const middle = duration(*value, frequency_hz);
        Duration const either_side = duration(f.require("duration_tolerance"), frequency_hz);
        check.duration_min = std::max(Duration{}, middle - either_side);
        check.duration_max = middle + either_side;
        return;
    }
    if (spread != nullptr) refuse(*spread, "'duration_tolerance' belongs to 'duration', which is missing");
    if (min != nullptr) check.duration_min = duration(*min, frequency_hz);
    if (max != nullptr) check.duration_max = duration(*max, frequency_hz);
    if (check.duration_min && check.duration_max && *check.duration_min > *check.duration_max)
        refuse(*min, "'duration_min' is above 'duration_max': nothing can meet that");
}

EventCheck event_check(YamlNode const& node, double frequency_hz) {
    Fields const f{node, "event_check"};
    EventCheck check;
    check.kind = kind(f.require("event"));
    if (auto const* number_of = f.find("number")) check.number = whole(*number_of, 1, 1000);
    if (auto const* residual = f.find("residual")) {
        check.residual = number(*residual, Unit::percent, 0.0, 1000.0);
        check.residual_tolerance = number(f.require("tolerance"), Unit::percent, 0.0, 1000.0);
    } else if (auto const* orphan = f.find("tolerance")) {
        refuse(*orphan, "'tolerance' belongs to 'residual', which is missing");
    }
    duration_window(f, frequency_hz, check);
    if (auto const* names = f.find("channels")) check.channels = channels(*names);
    return check;
}

EventCountCheck count_check(YamlNode const& node) {
    Fields const f{node, "count_check"};
    EventCountCheck check;
    if (auto const* none = f.find("no_event")) {
        if (f.find("events") != nullptr) refuse(*none, "'no_event' and 'events' say the same thing; write one of them");
        if (!truth(*none)) refuse(*none, "'no_event' can only be true; say how many with 'events: 1'");
    } else {
        check.count = whole(f.require("events"), 0, 1000);
    }
    if (auto const* only = f.find("kind")) check.kind = kind(*only);
    return check;
}

PulseCheck pulse_check(YamlNode const& node) {
    Fields const f{node, "pulse_check"};
    PulseCheck check;
    check.error_percent = number(f.require("pulse_error"), Unit::percent, -1000.0, 1000.0);
    check.tolerance = number(f.require("tolerance"), Unit::percent, 0.0, 1000.0);
    if (auto const* weight = f.find("weight")) check.weight_wh = number(*weight, Unit::watt_hour, 1e-6, 1e6);
    return check;
}

}  // namespace

std::vector<Check> checks(YamlNode const& node, std::string const& file, double frequency_hz) {
    std::vector<Check> all;
    for (YamlNode const& item : list(node)) {
        if (item.kind != YamlNode::Kind::map)
            refuse(item, "a check is written as keys and values, for example {{quantity: load1.inst.v1, value: 230 V, tolerance: 0.1 %}}");
        Check check{{file, item.line, item.column}, {}};
        auto const has = [&](std::string_view key) {
            return std::any_of(item.keys.begin(), item.keys.end(), [&](YamlKey const& k) { return k.text == key; });
        };
        if (has("quantity"))
            check.what = quantity_check(item);
        else if (has("event"))
            check.what = event_check(item, frequency_hz);
        else if (has("events") || has("no_event"))
            check.what = count_check(item);
        else if (has("reply"))
            check.what = reply_check(item, frequency_hz);
        else if (has("pulse_error"))
            check.what = pulse_check(item);
        else {
            std::vector<std::string_view> const first{"quantity", "event", "events", "no_event", "reply", "pulse_error"};
            std::string near;
            for (YamlKey const& key : item.keys)
                if (near.empty()) near = suggestion(key.text, first);
            refuse(item, "a check begins with 'quantity', 'event', 'events', 'no_event', 'reply' or 'pulse_error'{}", near);
        }
        all.push_back(std::move(check));
    }
    if (all.empty()) refuse(node, "an 'expect' without checks proves nothing");
    return all;
}

}  // namespace mb::language
