// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/meter_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/catalogue/codec.hpp"
#include "core/comm/modbus/pdu.hpp"

namespace mb {
namespace {

struct ClockField {
    std::string_view symbol;
    std::uint16_t value;  // of kScenarioEpoch, 2024-01-01 00:00:00
};
constexpr std::array<ClockField, 6> kClock{
    {{"clock.day", 1}, {"clock.month", 1}, {"clock.year", 2024}, {"clock.hour", 0}, {"clock.minute", 0}, {"clock.second", 0}}};

/// "load1.inst." of "load1.inst.v1".
std::string prefix_of(SymbolId symbol) {
    std::string const& name = symbol_info(symbol).name;
    return name.substr(0, name.rfind('.') + 1);
}

/// Readings that are kept at the end: of the latest window, in blocks that say with window and status whether they hold any. Harmonics,
/// extremes and longer intervals are asked for by name.
bool kept_at_the_end(Symbol const& s) {
    return s.is_reading() && s.plane == Plane::instant &&
           (s.quantity->block == QuantityBlock::inst || s.quantity->block == QuantityBlock::fund);
}

}  // namespace

MeterView::Look MeterView::read(SymbolId symbol) {
    Register const* reg = client_.map().find(symbol);
    if (reg == nullptr) return {Look::State::absent, 0.0, 0.0, fmt::format("the register map has no {}", symbol_info(symbol).name)};
    ReadReply const reply = client_.read(reg->address, reg->words);
    if (reply.answer == Answer::refused)
        return {Look::State::absent, 0.0, 0.0, fmt::format("register {}: {}", reg->address, reply.sentence)};
    if (reply.answer == Answer::lost) {
        failure_ = reply.sentence;
        return {Look::State::lost, 0.0, 0.0, reply.sentence};
    }
    auto const value = as_number(decode(*reg, reply.words));
    if (!value) return {Look::State::no_reading, 0.0, 0.0, "not available"};
    return {Look::State::value, *value, reg->scale, {}};
}

MeterView::Look MeterView::block_state(SymbolId symbol) {
    std::string const prefix = prefix_of(symbol);
    auto const zero = [&](char const* field) {
        auto const id = find_symbol(prefix + field);
        if (!id || client_.map().find(*id) == nullptr) return Look{Look::State::value, 1.0, 0.0, {}};  // cannot be asked
        return read(*id);
    };
    if (Look status = zero("status"); status.state == Look::State::lost)
        return status;
    else if (status.state == Look::State::value && status.value == 0.0)
        return {Look::State::no_reading, 0.0, 0.0, "no reading: this load is not in use"};
    // The window of averages is a setting; that there are any is told by their date.
    bool const average = symbol_info(symbol).plane == Plane::average && symbol_info(symbol).is_reading();
    if (Look window = zero(average ? "date" : "window"); window.state == Look::State::lost)
        return window;
    else if (window.state == Look::State::value && window.value == 0.0)
        return {Look::State::no_reading, 0.0, 0.0,
                average ? "no reading yet: the first interval is not over" : "no reading yet: the first window is not over"};
    return {};
}

MeterView::Look MeterView::look(SymbolId symbol) {
    Look const own = read(symbol);
    if (own.state != Look::State::value) return own;
    Look const block = block_state(symbol);
    return block.state == Look::State::value ? own : block;
}

std::vector<Reading> MeterView::all_readings() {
    std::vector<Reading> readings;
    std::map<std::string, bool> has_readings;  // by prefix
    auto const regs = client_.map().registers();
    for (std::size_t i = 0; i < regs.size();) {
        if (!kept_at_the_end(symbol_info(regs[i].symbol))) {
            ++i;
            continue;
        }
        // One request for as many rows of the same block as fit, whatever stands between them.
        std::size_t last = i;
        while (last + 1 < regs.size() && regs[last + 1].block == regs[i].block && regs[last + 1].end() - regs[i].address <= kMostRegisters)
            ++last;
        ReadReply const reply = client_.read(regs[i].address, static_cast<std::uint16_t>(regs[last].end() - regs[i].address));
        if (reply.answer == Answer::lost) {
            failure_ = reply.sentence;
            return readings;
        }
        for (std::size_t r = i; r <= last && reply.answer == Answer::good; ++r) {
            if (!kept_at_the_end(symbol_info(regs[r].symbol))) continue;
            std::string const prefix = prefix_of(regs[r].symbol);
            auto known = has_readings.find(prefix);
            if (known == has_readings.end())
                known = has_readings.emplace(prefix, block_state(regs[r].symbol).state == Look::State::value).first;
            if (!failure_.empty()) return readings;
            if (!known->second) continue;
            std::span<std::uint16_t const> const words{reply.words};
            auto const value = as_number(decode(regs[r], words.subspan(regs[r].address - regs[i].address, regs[r].words)));
            if (value) readings.push_back({regs[r].symbol, *value});
        }
        i = last + 1;
    }
    return readings;
}

bool MeterView::holds(Register const& reg, double value) {
    std::vector<std::uint16_t> words(reg.words);
    encode(reg, value, words);
    auto const held = as_number(decode(reg, words));
    return held && std::abs(*held - value) <= 1e-6 * reg.scale;
}

MeterView::Look MeterView::write(SymbolId symbol, double value) {
    Register const* reg = client_.map().find(symbol);
    if (reg == nullptr) return {Look::State::absent, 0.0, 0.0, fmt::format("the register map has no {}", symbol_info(symbol).name)};
    // A map of coarser counts would write something else than was asked for.
    if (!holds(*reg, value)) return {Look::State::refused, 0.0, 0.0, fmt::format("register {} cannot hold {}", reg->address, value)};
    std::vector<std::uint16_t> words(reg->words);
    encode(*reg, value, words);
    ReadReply reply = client_.write(reg->address, words, reg->function == modbus::kWriteOne);
    if (reply.answer == Answer::refused && reg->locked && unlock())
        reply = client_.write(reg->address, words, reg->function == modbus::kWriteOne);
    if (reply.answer == Answer::lost) failure_ = reply.sentence;
    if (reply.answer != Answer::good) {
        bool const unknown = reply.exception == static_cast<std::uint8_t>(modbus::Refusal::illegal_address);
        auto const state = reply.answer == Answer::lost ? Look::State::lost : unknown ? Look::State::absent : Look::State::refused;
        return {state, 0.0, 0.0, fmt::format("register {}: {}", reg->address, reply.sentence)};
    }
    return {Look::State::value, value, reg->scale, {}};
}

bool MeterView::offer(std::uint16_t code) {
    static auto const kCode = find_symbol("lock.lock_code").value();
    Register const* const reg = client_.map().find(kCode);
    std::uint16_t const word[] = {code};
    return reg != nullptr && client_.write(reg->address, word, true).answer == Answer::good;
}

std::string MeterView::set_clock() {
    std::array<std::pair<std::uint16_t, std::uint16_t>, kClock.size()> cells;  // address, word
    for (std::size_t i = 0; i < kClock.size(); ++i) {
        auto const id = find_symbol(kClock[i].symbol);
        Register const* reg = id ? client_.map().find(*id) : nullptr;
        if (reg == nullptr || reg->words != 1)
            return fmt::format("the meter's clock was not set: the register map has no {}", kClock[i].symbol);
        cells[i] = {reg->address, kClock[i].value};
    }
    std::sort(cells.begin(), cells.end());
    std::array<std::uint16_t, kClock.size()> words{};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].first != cells[0].first + i) return "the meter's clock was not set: its registers do not lie side by side";
        words[i] = cells[i].second;
    }
    ReadReply const reply = client_.write(cells[0].first, words);
    if (reply.answer == Answer::lost) failure_ = reply.sentence;
    return reply.answer == Answer::good ? "" : fmt::format("the meter's clock was not set: {}", reply.sentence);
}

}  // namespace mb
