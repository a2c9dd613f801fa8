// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/mailbox.hpp"

#include <algorithm>

#include "core/meter/attribute_values.hpp"

namespace mb::modbus {
namespace {

bool passes(Event const& event, std::uint16_t filter) { return filter == 0 || static_cast<std::uint16_t>(event.kind) == filter; }

LogAnswer answer_to(std::uint16_t start, std::uint16_t filter, std::span<Event const> log) {
    LogAnswer answer{start, filter, kNewestRecord, {}};
    auto from = log.rbegin();
    if (start != kNewestRecord) from = std::find_if(from, log.rend(), [&](Event const& e) { return record_number(e) == start; });
    for (; from != log.rend(); ++from) {
        if (!passes(*from, filter)) continue;
        if (answer.records.size() == kLogRecords) {
            answer.next = record_number(*from);
            break;
        }
        answer.records.push_back(*from);
    }
    return answer;
}

bool between(Attribute a, Attribute first, Attribute last) { return a >= first && a <= last; }

}  // namespace

bool asks_mailbox(Symbol const& symbol) {
    return symbol.is_attribute() && between(symbol.attribute, Attribute::quality_start, Attribute::quality_filter);
}

bool of_mailbox(Symbol const& symbol) {
    return symbol.is_attribute() && between(symbol.attribute, Attribute::quality_start, Attribute::quality_rec_in_ext);
}

Value mailbox_value(LogAnswer const& answer, Snapshot const& state, Symbol const& symbol) {
    switch (symbol.attribute) {
        case Attribute::quality_start:
        case Attribute::quality_filter:
            return {};  // commands
        case Attribute::quality_next:
            return std::uint64_t{answer.next};
        case Attribute::quality_count:
            return std::uint64_t{answer.records.size()};
        case Attribute::quality_size:
            return std::uint64_t{kRecordRegisters};
        case Attribute::quality_filter_echo:
            return std::uint64_t{answer.filter};
        default:
            break;
    }
    auto const n = static_cast<std::size_t>(symbol.instance - 1);
    return n < answer.records.size() ? event_record_value(state, answer.records[n], symbol.attribute) : Value{};
}

void LogMailboxes::ask(Side const& side, std::optional<std::uint16_t> start, std::optional<std::uint16_t> filter,
                       std::span<Event const> log) {
    LogAnswer const before = answer_for(side);
    boxes_.remove_if([&](Box const& box) { return box.kind == side.kind && box.name == side.name; });
    if (boxes_.size() == kSides) boxes_.pop_back();
    boxes_.push_front({side.kind, side.name, answer_to(start.value_or(before.start), filter.value_or(before.filter), log)});
}

LogAnswer const& LogMailboxes::answer_for(Side const& side) const {
    static LogAnswer const kNone;
    auto const found = std::ranges::find_if(boxes_, [&](Box const& box) { return box.kind == side.kind && box.name == side.name; });
    return found == boxes_.end() ? kNone : found->answer;
}

}  // namespace mb::modbus
