// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/frame_conditions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "core/base/suggest.hpp"

namespace mb::modbus {
namespace {

using Taker = Result<void> (*)(std::string_view, FrameConditions&);

Result<void> take_unit(std::string_view value, FrameConditions& conditions) {
    auto const unit = whole_number(value, 255);
    if (!unit) return input_error("unit={}: a unit is a number from 0 to 255", value);
    conditions.unit = static_cast<std::uint8_t>(*unit);
    return {};
}

Result<void> take_functions(std::string_view value, FrameConditions& conditions) {
    std::vector<std::uint8_t> functions;
    for (std::string_view rest = value;;) {
        auto const comma = rest.find(',');
        auto const function = whole_number(rest.substr(0, comma), 127);
        if (!function || *function == 0) return input_error("fc={}: functions are numbers from 1 to 127, for example fc=3,16", value);
        if (std::ranges::find(functions, *function) == functions.end()) functions.push_back(static_cast<std::uint8_t>(*function));
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    conditions.functions = std::move(functions);
    return {};
}

Result<void> take_registers(std::string_view value, FrameConditions& conditions) {
    auto const dash = value.find('-');
    auto const first = whole_number(value.substr(0, dash), 65'535);
    auto const last = dash == std::string_view::npos ? first : whole_number(value.substr(dash + 1), 65'535);
    if (!first || !last || *last < *first || *last - *first == 65'535)
        return input_error("reg={}: registers are FIRST-LAST or one address, for example reg=18432-18523 or reg=0x4800", value);
    conditions.registers = {static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last - *first + 1)};
    return {};
}

Result<void> take_link(std::string_view value, FrameConditions& conditions) {
    conditions.link = link_kind(value);
    if (!conditions.link)
        return input_error("link={}: unknown link{}; links are {}", value, suggestion(value, link_kind_names()),
                           fmt::join(link_kind_names(), ", "));
    return {};
}

constexpr std::pair<std::string_view, Taker> kTakers[] = {
    {"unit", take_unit}, {"fc", take_functions}, {"reg", take_registers}, {"link", take_link}};

}  // namespace

std::vector<std::string_view> words_of(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    std::vector<std::string_view> words;
    for (;;) {
        auto const begin = text.find_first_not_of(kBlank);
        if (begin == std::string_view::npos) return words;
        text.remove_prefix(begin);
        auto const end = std::min(text.find_first_of(kBlank), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::optional<std::uint32_t> whole_number(std::string_view text, std::uint32_t most) {
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
    }
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end != text.data() + text.size() || number > most) return std::nullopt;
    return number;
}

bool FrameConditions::fit(FrameFacts const& facts, LinkKind kind) const {
    if (unit && facts.unit != unit) return false;
    if (link && kind != *link) return false;
    if (!functions.empty() && (!facts.function || std::ranges::find(functions, *facts.function) == functions.end())) return false;
    auto const touched = [&](std::optional<RegisterRange> const& range) { return range && range->touches(*registers); };
    return !registers || touched(facts.read) || touched(facts.written);
}

std::string FrameConditions::text() const {
    std::string text;
    if (unit) text += fmt::format(" unit={}", *unit);
    if (!functions.empty()) text += fmt::format(" fc={}", fmt::join(functions, ","));
    if (registers) text += fmt::format(" reg={}", registers->first);
    if (registers && registers->count > 1) text += fmt::format("-{}", registers->end() - 1);
    if (link) text += fmt::format(" link={}", name(*link));
    return text;
}

Result<bool> take_condition(std::string_view word, FrameConditions& conditions) {
    auto const equals = word.find('=');
    for (auto const& [known, take] : kTakers) {
        if (known != word.substr(0, equals)) continue;
        if (equals == std::string_view::npos) return input_error("'{}' needs a value: {}=...", word, word);
        if (auto const taken = take(word.substr(equals + 1), conditions); !taken) return taken.error();
        return true;
    }
    return false;
}

std::vector<std::string_view> condition_words() {
    std::vector<std::string_view> words;
    for (auto const& [known, take] : kTakers) words.push_back(known);
    return words;
}

}  // namespace mb::modbus
