// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/traffic_filter.hpp"

#include <algorithm>

#include "core/base/suggest.hpp"

namespace mb::modbus {
namespace {

/// The frame asks for, holds or writes a register whose symbol begins so.
bool concerns(FrameFacts const& facts, RegisterMap const& map, std::string_view symbol) {
    auto const touches = [&](std::optional<RegisterRange> const& range) {
        return range && std::ranges::any_of(map.in_range(range->first, range->count),
                                            [&](Register const& reg) { return symbol_info(reg.symbol).name.starts_with(symbol); });
    };
    return touches(facts.read) || touches(facts.written);
}

}  // namespace

bool TrafficFilter::fits(TrafficEntry const& entry, RegisterMap const& map) const {
    if (faults && entry.fault.empty()) return false;
    auto const facts = entry.facts();
    return (!errors || facts.is_error()) && conditions.fit(facts, entry.link->kind) && (symbol.empty() || concerns(facts, map, symbol));
}

Result<TrafficFilter> parse_traffic_filter(std::string_view text) {
    TrafficFilter filter;
    for (auto const word : words_of(text)) {
        auto const taken = take_condition(word, filter.conditions);
        if (!taken) return input_error("filter: {}", taken.error().sentence);
        if (*taken) continue;
        if (word == "errors") {
            filter.errors = true;
        } else if (word == "faults") {
            filter.faults = true;
        } else if (word.starts_with("symbol=") && word.size() > 7) {
            filter.symbol = word.substr(7);
        } else {
            auto known = condition_words();
            known.insert(known.end(), {"symbol", "errors", "faults"});
            return input_error(
                "filter: '{}' is unknown{}; a filter is made of unit=1, fc=3,16, reg=18432-18523, link=tcp, symbol=load1., errors, faults",
                word.substr(0, 40), suggestion(word.substr(0, word.find('=')), known));
        }
    }
    return filter;
}

}  // namespace mb::modbus
