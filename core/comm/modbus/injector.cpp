// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/injector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {
namespace {

constexpr std::size_t kStrayBytes = 1;  // where the rule does not say how many

bool has(std::vector<Strike> const& strikes, CommFaultKind kind) {
    return std::ranges::find(strikes, kind, &Strike::kind) != strikes.end();
}

void add_to_u16(Bytes& bytes, std::size_t at, unsigned added) {
    unsigned const value = get_u16(bytes, at) + added;
    bytes[at] = static_cast<std::uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<std::uint8_t>(value);
}

/// Faults of what the frame says, before it has a checksum.
void spoil_content(Strike const& strike, TcpFrame& frame) {
    switch (strike.kind) {
        case CommFaultKind::wrong_unit:
            frame.unit = static_cast<std::uint8_t>(strike.number.value_or(frame.unit + 1U));
            break;
        case CommFaultKind::wrong_function:
            frame.pdu[0] = static_cast<std::uint8_t>(strike.number.value_or(frame.pdu[0] + 1U));
            break;
        case CommFaultKind::wrong_transaction:
            frame.transaction = static_cast<std::uint16_t>(frame.transaction + strike.number.value_or(1));
            break;
        default:
            break;
    }
}

/// Faults of its bytes. Header and checksum first, then what is lost or added.
void spoil_bytes(Strike const& strike, Bytes& bytes) {
    switch (strike.kind) {
        case CommFaultKind::wrong_protocol:
            add_to_u16(bytes, 2, strike.number.value_or(1));
            break;
        case CommFaultKind::wrong_length:
            add_to_u16(bytes, 4, strike.number.value_or(1));
            break;
        case CommFaultKind::wrong_crc:
            bytes.back() ^= 0xFFU;
            break;
        default:
            break;
    }
}

void cut_and_add(Strike const& strike, Bytes& bytes) {
    switch (strike.kind) {
        case CommFaultKind::truncate:
            bytes.resize(std::min<std::size_t>(strike.number.value_or(static_cast<std::uint16_t>(bytes.size() / 2)), bytes.size()));
            break;
        case CommFaultKind::stray_before:
            bytes.insert(bytes.begin(), strike.stray.begin(), strike.stray.end());
            break;
        case CommFaultKind::stray_after:
            bytes.insert(bytes.end(), strike.stray.begin(), strike.stray.end());
            break;
        default:
            break;
    }
}

bool is_serial(LinkKind kind) { return kind == LinkKind::rtu || kind == LinkKind::usb; }

}  // namespace

void Outgoing::send(Bytes bytes, Microseconds after) {
    if (bytes.empty()) return;
    if (pieces.empty() || after > Microseconds{0})
        pieces.push_back({after, std::move(bytes)});
    else
        pieces.back().bytes.insert(pieces.back().bytes.end(), bytes.begin(), bytes.end());
}

std::string text(std::vector<Strike> const& strikes) {
    std::string all;
    for (Strike const& strike : strikes) {
        all += fmt::format("{}{}", all.empty() ? "" : ", ", info(strike.kind).name);
        if (strike.number) all += fmt::format(" {}", *strike.number);
        if (strike.pause > Microseconds{0}) all += fmt::format(" {} us", strike.pause.count());
    }
    return all;
}

std::optional<std::uint8_t> exception_of(std::vector<Strike> const& strikes) {
    for (Strike const& strike : strikes) {
        if (strike.kind == CommFaultKind::busy) return static_cast<std::uint8_t>(Refusal::busy);
        if (strike.kind == CommFaultKind::exception) return static_cast<std::uint8_t>(*strike.number);
    }
    return std::nullopt;
}

void spoil(std::vector<Strike> const& strikes, LinkKind kind, TcpFrame reply, Outgoing& out) {
    bool const ends = has(strikes, CommFaultKind::disconnect);
    if (ends && !is_serial(kind)) out.close = true;
    if (has(strikes, CommFaultKind::no_reply) || (ends && !has(strikes, CommFaultKind::truncate))) return;
    for (Strike const& strike : strikes) spoil_content(strike, reply);
    Bytes bytes = framed(framing_of(kind), reply);
    for (Strike const& strike : strikes) spoil_bytes(strike, bytes);
    for (Strike const& strike : strikes) cut_and_add(strike, bytes);
    Microseconds delay{0};
    Strike const* split = nullptr;
    for (Strike const& strike : strikes) {
        if (strike.kind == CommFaultKind::delay) delay += strike.pause;
        if (strike.kind == CommFaultKind::split) split = &strike;
    }
    if (split == nullptr || *split->number >= bytes.size()) return out.send(std::move(bytes), delay);
    auto const middle = bytes.begin() + *split->number;
    out.send(Bytes(bytes.begin(), middle), delay);
    out.send(Bytes(middle, bytes.end()), split->pause);
}

void Injector::set_rules(std::vector<CommFaultRule> rules, std::uint64_t seed) {
    std::lock_guard const guard(mutex_);
    active_.clear();
    for (std::size_t i = 0; i < rules.size(); ++i) active_.push_back({std::move(rules[i]), Random{seed, fmt::format("comm fault {}", i)}});
    added_ = active_.size();
    idle_ = active_.empty();
}

void Injector::add_rule(CommFaultRule rule, std::uint64_t seed) {
    std::lock_guard const guard(mutex_);
    active_.push_back({std::move(rule), Random{seed, fmt::format("comm fault {}", added_++)}});
    idle_ = false;
}

void Injector::remove_rule(std::size_t place) {
    std::lock_guard const guard(mutex_);
    if (place < active_.size()) active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(place));
    idle_ = active_.empty();
}

std::vector<CommFaultRule> Injector::rules() const {
    std::lock_guard const guard(mutex_);
    std::vector<CommFaultRule> rules;
    for (Active const& active : active_) rules.push_back(active.rule);
    return rules;
}

std::vector<std::uint64_t> Injector::counts() const {
    std::lock_guard const guard(mutex_);
    std::vector<std::uint64_t> counts;
    for (Active const& active : active_) counts.push_back(active.struck);
    return counts;
}

std::vector<Strike> Injector::judge(FrameFacts const& request, LinkKind kind, Instant now) {
    std::vector<Strike> strikes;
    if (idle()) return strikes;
    auto const since = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch());
    std::lock_guard const guard(mutex_);
    for (Active& active : active_) {
        CommFaultRule const& rule = active.rule;
        if (!applies(rule.kind, framing_of(kind)) || !rule.conditions.fit(request, kind)) continue;
        if ((rule.from && since < *rule.from) || (rule.to && since >= *rule.to)) continue;
        ++active.fitted;
        if ((rule.first != 0 && active.fitted > rule.first) || active.fitted % rule.every != 0) continue;
        // Drawn for each that it fits, so that rules with other chances do not change which requests these are.
        if (active.random.uniform() >= rule.probability) continue;
        ++active.struck;
        Strike strike{rule.kind, rule.number, rule.shortest, {}};
        if (rule.longest > rule.shortest)
            strike.pause += Microseconds{
                static_cast<std::int64_t>(active.random.uniform() * static_cast<double>((rule.longest - rule.shortest).count() + 1))};
        if (rule.kind == CommFaultKind::stray_before || rule.kind == CommFaultKind::stray_after)
            for (std::size_t i = 0; i < rule.number.value_or(kStrayBytes); ++i)
                strike.stray.push_back(static_cast<std::uint8_t>(active.random.next() >> 24));
        strikes.push_back(std::move(strike));
    }
    return strikes;
}

}  // namespace mb::modbus
