// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/register_writer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <vector>

#include "core/base/measure.hpp"
#include "core/catalogue/codec.hpp"
#include "core/catalogue/setting.hpp"
#include "core/catalogue/value_text.hpp"
#include "core/comm/modbus/client_pdu.hpp"

namespace mb::desk {
namespace {

constexpr double kWholeNumbers = 9'007'199'254'740'992.0;  // 2^53: beyond, doubles skip some

/// What people wrote as a value of the register; limits are the engine's business.
Result<Value> value_of(Register const& reg, std::string_view text) {
    Symbol const& symbol = symbol_info(reg.symbol);
    if (symbol.kind == ValueKind::text) return Value{std::string{text}};
    if (text.starts_with("0x") || text.starts_with("0X")) {
        auto const bits = modbus::whole_number(text, 0xFFFF'FFFFU);
        if (!bits) return input_error("'{}' is no hexadecimal number", text);
        return Value{std::uint64_t{*bits}};
    }
    auto const measure = parse_measure(text);
    if (!measure) return measure.error();
    if (measure->cycles || (measure->unit != Unit::none && measure->unit != symbol.unit))
        return input_error("'{}' is not {}", text, symbol.unit == Unit::none ? "a plain number" : dimension(symbol.unit));
    bool const whole = measure->value >= 0.0 && measure->value <= kWholeNumbers && measure->value == std::floor(measure->value);
    if (reg.scale == 1.0 && whole) return Value{static_cast<std::uint64_t>(measure->value)};
    return Value{measure->value};
}

std::optional<double> number_in(Value const& value) {
    if (auto const* whole = std::get_if<std::uint64_t>(&value)) return static_cast<double>(*whole);
    if (auto const* real = std::get_if<double>(&value)) return *real;
    return std::nullopt;
}

/// " (from … to …)": why a setting does not take the value, where it is known.
std::string limits(Symbol const& symbol, Value const& value) {
    auto const number = number_in(value);
    if (!symbol.setting || !number) return {};
    auto const fits = SettingValues{}.set(*symbol.setting, *number, symbol.instance);
    return fits ? std::string{} : fmt::format(" ({})", fits.error().sentence);
}

/// Does the register give the value back? It saturates and rounds what it cannot hold.
bool holds(Register const& reg, Value const& value, std::vector<std::uint16_t> const& words) {
    Value const back = decode(reg, words);
    if (auto const* text = std::get_if<std::string>(&value)) {
        auto const* kept = std::get_if<std::string>(&back);
        return kept != nullptr && *kept == *text;
    }
    auto const kept = number_in(back);
    auto const wanted = number_in(value);
    return kept && wanted && std::abs(*kept - *wanted) <= 1e-6 * reg.scale;
}

}  // namespace

Bytes RegisterWriter::ask(Bytes const& request) {
    return server_.answer({modbus::LinkKind::internal, "window", modbus::Right::configure}, request);
}

RegisterWriter::Done RegisterWriter::write(Register const& reg, std::string_view text) {
    std::string const& name = symbol_info(reg.symbol).name;
    if (reg.access == Access::read) return {Outcome::refused, fmt::format("{} is read-only", name)};
    auto const value = value_of(reg, text);
    if (!value) return {Outcome::refused, fmt::format("{}: {}", name, value.error().sentence)};
    std::vector<std::uint16_t> words(reg.words);
    encode(reg, *value, words);
    if (!holds(reg, *value, words))
        return {Outcome::refused,
                fmt::format("{}: the register ({}, one count is {}) cannot hold '{}'", name, mb::name(reg.type), reg.scale, text)};
    bool const one = words.size() == 1 && reg.function != modbus::kWriteMany;
    Bytes const reply = ask(one ? modbus::write_one_request(reg.address, words[0]) : modbus::write_request(reg.address, words));
    if (auto const done = modbus::parse_write_reply(reply); done)
        return {Outcome::written, fmt::format("{} = {} is written", name, value_text(reg, *value))};
    auto const code = reply.size() == 2 ? reply[1] : std::uint8_t{0};
    std::string sentence =
        fmt::format("{}: the meter refuses {}: exception {}, {}", name, value_text(reg, *value), code, modbus::exception_name(code));
    if (code == static_cast<std::uint8_t>(modbus::Refusal::illegal_function) && reg.locked)
        return {Outcome::locked, fmt::format("{} is locked", name)};
    if (code == static_cast<std::uint8_t>(modbus::Refusal::illegal_value)) sentence += limits(symbol_info(reg.symbol), *value);
    return {Outcome::refused, std::move(sentence)};
}

RegisterWriter::Done RegisterWriter::unlock(std::string_view code) {
    static auto const kCode = find_symbol("lock.lock_code").value();
    Register const* const reg = server_.map().find(kCode);
    if (reg == nullptr) return {Outcome::refused, "the register map has no lock.lock_code"};
    auto const number = modbus::whole_number(code, 0xFFFF);
    if (!number || *number == 0) return {Outcome::refused, fmt::format("'{}' is no code: a number from 1 to 65535", code)};
    Bytes const reply = ask(modbus::write_one_request(reg->address, static_cast<std::uint16_t>(*number)));
    if (modbus::parse_write_reply(reply)) return {Outcome::written, "the configuration registers are open for a minute"};
    bool const busy = reply.size() == 2 && reply[1] == static_cast<std::uint8_t>(modbus::Refusal::busy);
    return {Outcome::refused, busy ? "after three wrong codes nobody may try for a minute" : fmt::format("{} is not the code", *number)};
}

}  // namespace mb::desk
