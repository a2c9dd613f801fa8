// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/registers.hpp"

#include <algorithm>

#include "core/catalogue/codec.hpp"
#include "core/meter/write.hpp"

namespace mb::modbus {
namespace {

bool is(SymbolId id, Attribute attribute) {
    Symbol const& symbol = symbol_info(id);
    return symbol.is_attribute() && symbol.attribute == attribute;
}
bool of_the_lock(SymbolId id) { return is(id, Attribute::lock_code) || is(id, Attribute::lock_owner); }

/// What lock and mailbox tell is the engine's, all else the meter's. The code is never told.
Value value_of(Told const& told, SymbolId symbol) {
    if (is(symbol, Attribute::lock_owner)) return std::uint64_t{told.lock.owner(told.state.time)};
    if (is(symbol, Attribute::lock_code)) return {};
    if (of_mailbox(symbol_info(symbol))) return mailbox_value(told.log, told.state, symbol_info(symbol));
    return told.state.value(symbol);
}

/// Bits that the type cannot hold would be lost silently: 0x01FF is no U8.
bool fits(Register const& reg, Value const& value, std::span<std::uint16_t const> words) {
    if (reg.type == RegisterType::string_16 || reg.type == RegisterType::string_norm) return true;
    std::vector<std::uint16_t> again(words.size(), 0);
    encode(reg, value, again);
    return std::ranges::equal(again, words);
}

std::optional<Refusal> refusal(Lock::Answer answer) {
    switch (answer) {
        case Lock::Answer::wrong_code:
            return Refusal::illegal_value;
        case Lock::Answer::blocked:
            return Refusal::busy;
        case Lock::Answer::opened:
        case Lock::Answer::closed:
            break;
    }
    return std::nullopt;
}

/// lock.lock_code, lock.lock_owner or both; nothing else in one request with them.
std::optional<Refusal> write_lock(std::span<SymbolWrite const> writes, Lock& lock, Side const& side, Instant now) {
    for (SymbolWrite const& write : writes) {
        auto const* const word = std::get_if<std::uint64_t>(&write.value);
        if (!of_the_lock(write.symbol) || word == nullptr) return Refusal::illegal_value;
        auto const number = static_cast<std::uint16_t>(*word);
        if (is(write.symbol, Attribute::lock_code)) {
            if (auto const why = refusal(lock.offer(side, number, now))) return why;
        } else if (!lock.name_owner(side, number, now)) {
            return Refusal::illegal_function;
        }
    }
    return std::nullopt;
}

/// log_quality.start, .filter or both; nothing else in one request with them.
std::optional<Refusal> ask(std::span<SymbolWrite const> writes, LogMailboxes& mailboxes, Side const& side, Snapshot const& state) {
    std::optional<std::uint16_t> start;
    std::optional<std::uint16_t> filter;
    for (SymbolWrite const& write : writes) {
        Symbol const& symbol = symbol_info(write.symbol);
        auto const* const word = std::get_if<std::uint64_t>(&write.value);
        if (!asks_mailbox(symbol) || word == nullptr) return Refusal::illegal_value;
        (symbol.attribute == Attribute::quality_start ? start : filter) = static_cast<std::uint16_t>(*word);
    }
    if (filter > kLastFilter) return Refusal::illegal_value;
    mailboxes.ask(side, start, filter, state.events);
    return std::nullopt;
}

constexpr std::uint64_t kStore = 0xA1;
constexpr std::uint64_t kRestart = 0xB2;
constexpr std::uint64_t kFactory = 0xE5;
constexpr std::uint64_t kOldFactory = 0xC3;

/// cmd.system_action or cmd.old_system_action.
std::optional<Command> system_command(SymbolWrite const& write) {
    auto const* const action = std::get_if<std::uint64_t>(&write.value);
    if (action == nullptr) return std::nullopt;
    if (*action == kStore) return StoreSettings{};
    if (*action == kRestart) return Restart{};
    if (*action == (is(write.symbol, Attribute::system_action) ? kFactory : kOldFactory)) return Restart{true};
    return std::nullopt;
}

bool of_the_system(SymbolId id) { return is(id, Attribute::system_action) || is(id, Attribute::old_system_action); }

/// Whatever it is, what is configured of the link is in use afterwards, and the lock is closed. A restart forgets what was asked for.
std::optional<Refusal> act_on_system(SymbolWrite const& write, Device& device, Lock& lock, WriteRequest const& request) {
    auto const command = system_command(write);
    if (!command) return Refusal::illegal_value;
    device.carry_out({&*command, 1});
    request.address = static_cast<std::uint8_t>(device.snapshot()->settings.get(SettingId::modbus_address));
    lock.close();
    if (std::holds_alternative<Restart>(*command)) request.mailboxes.forget();
    return std::nullopt;
}

}  // namespace

bool inside_blocks(RegisterMap const& map, std::uint16_t first, std::uint16_t count) {
    std::uint32_t const end = std::uint32_t{first} + count;
    if (end > 65'536) return false;
    for (std::uint32_t at = first; at < end;) {
        RegisterBlock const* const block = map.block_at(static_cast<std::uint16_t>(at));
        if (block == nullptr) return false;
        at = block->end;
    }
    return true;
}

std::vector<std::uint16_t> read_words(RegisterMap const& map, Told const& told, std::uint16_t first, std::uint16_t count) {
    std::vector<std::uint16_t> words(count, 0);
    std::vector<std::uint16_t> own;
    for (Register const& reg : map.in_range(first, count)) {
        own.assign(reg.words, 0);
        encode(reg, value_of(told, reg.symbol), own);
        // A request may begin or end inside a register of several words.
        std::uint32_t const from = std::max<std::uint32_t>(reg.address, first);
        std::uint32_t const to = std::min<std::uint32_t>(reg.end(), std::uint32_t{first} + count);
        for (std::uint32_t at = from; at < to; ++at) words[at - first] = own[at - reg.address];
    }
    return words;
}

std::optional<Refusal> write_words(RegisterMap const& map, Device& device, Lock& lock, WriteRequest const& request) {
    auto const count = static_cast<std::uint16_t>(request.words.size());
    std::uint32_t const end = std::uint32_t{request.first} + count;
    if (!inside_blocks(map, request.first, count)) return Refusal::illegal_address;
    std::vector<SymbolWrite> writes;
    std::uint32_t at = request.first;  // every register written must be whole, writable, and follow the one before
    bool values_fit = true;
    bool locked = false;
    for (Register const& reg : map.in_range(request.first, count)) {
        bool const takes_it = reg.function == 0 || reg.function == request.function;
        if (reg.address != at || reg.end() > end || reg.access == Access::read || !takes_it) return Refusal::illegal_address;
        auto const own = request.words.subspan(at - request.first, reg.words);
        writes.push_back({reg.symbol, decode(reg, own)});
        values_fit = values_fit && fits(reg, writes.back().value, own);
        locked = locked || reg.locked;
        at = reg.end();
    }
    if (at != end) return Refusal::illegal_address;
    auto const state = device.snapshot();
    bool const right = request.side.right >= (locked ? Right::configure : Right::operate);
    if (!request.allowed || !right || (locked && !lock.open_for(request.side, state->time))) return Refusal::illegal_function;
    if (!values_fit) return Refusal::illegal_value;
    if (std::ranges::any_of(writes, of_the_lock, &SymbolWrite::symbol)) return write_lock(writes, lock, request.side, state->time);
    if (writes.size() == 1 && of_the_system(writes[0].symbol)) return act_on_system(writes[0], device, lock, request);
    if (std::ranges::any_of(writes, asks_mailbox, [](SymbolWrite const& w) -> Symbol const& { return symbol_info(w.symbol); }))
        return ask(writes, request.mailboxes, request.side, *state);
    auto const commands = commands_for(writes, state->settings);
    if (!commands) return Refusal::illegal_value;
    device.carry_out(*commands);
    if (locked) lock.used(state->time);
    return std::nullopt;
}

}  // namespace mb::modbus
