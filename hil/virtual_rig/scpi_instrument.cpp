// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/scpi_instrument.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "hil/virtual_rig/scpi_commands.hpp"

namespace mb::virtual_rig {
namespace {

struct ErrorText {
    ScpiError error;
    std::string_view text;
};
constexpr std::array kErrorTexts{ErrorText{ScpiError::none, "No error"},
                                 ErrorText{ScpiError::invalid_character, "Invalid character"},
                                 ErrorText{ScpiError::data_type, "Data type error"},
                                 ErrorText{ScpiError::parameter_not_allowed, "Parameter not allowed"},
                                 ErrorText{ScpiError::missing_parameter, "Missing parameter"},
                                 ErrorText{ScpiError::undefined_header, "Undefined header"},
                                 ErrorText{ScpiError::suffix_out_of_range, "Header suffix out of range"},
                                 ErrorText{ScpiError::execution, "Execution error"},
                                 ErrorText{ScpiError::trigger_ignored, "Trigger ignored"},
                                 ErrorText{ScpiError::out_of_range, "Data out of range"},
                                 ErrorText{ScpiError::system, "System error"},
                                 ErrorText{ScpiError::queue_overflow, "Queue overflow"},
                                 ErrorText{ScpiError::input_overrun, "Input buffer overrun"}};

/// Bit of the event status register (IEEE 488.2, 11.5.1): command, execution or device error.
unsigned event_bit(ScpiError error) {
    int const code = static_cast<int>(error);
    if (code <= -300) return 0x08;
    return code <= -200 ? 0x10 : 0x20;
}

ScpiName find(std::string const& header, bool query) {
    for (auto const& command : scpi_commands())
        if (auto const suffixes = scpi_match(command.pattern, header)) return {&command, *suffixes, query};
    return {};
}

bool in_range(ScpiSuffixRule rule, ScpiSuffixes const& s) {
    if (rule == ScpiSuffixRule::none) return true;
    bool const order = rule != ScpiSuffixRule::phase_and_order || (s[1] >= 2 && s[1] <= 50);
    return s[0] <= static_cast<int>(kPhases) && order;
}

/// Of a setting without phases one.
std::pair<std::size_t, std::size_t> places(ScpiCall const& call, ScpiCommand const& command) {
    if (command.suffix == ScpiSuffixRule::none) return {0, 1};
    return call.phases();
}

ScpiError set_number(ScpiCall const& call, ScpiCommand const& command) {
    auto const value = scpi_number(call.arguments[0]);
    if (!value) return ScpiError::data_type;
    SourceSettings next = call.source().settings();
    auto const [first, last] = places(call, command);
    for (std::size_t p = first; p < last; ++p) command.setting(next, p) = *value;
    return call.source().change(next) ? ScpiError::none : ScpiError::out_of_range;
}

void tell_number(ScpiCall const& call, ScpiCommand const& command) {
    SourceSettings settings = call.source().settings();
    auto const [first, last] = places(call, command);
    for (std::size_t p = first; p < last; ++p) call.answer.reply += fmt::format("{}{}", p > first ? "," : "", command.setting(settings, p));
}

ScpiError carry_out_call(ScpiCall const& call, ScpiName const& name) {
    ScpiCommand const& command = *name.command;
    bool const exists = command.setting != nullptr || (name.query ? command.query : command.command) != nullptr;
    if (!exists) return ScpiError::undefined_header;
    if (!in_range(command.suffix, name.suffixes)) return ScpiError::suffix_out_of_range;
    std::size_t const wanted = name.query ? 0 : command.arguments;
    if (call.arguments.size() < wanted) return ScpiError::missing_parameter;
    if (call.arguments.size() > wanted) return ScpiError::parameter_not_allowed;
    if (command.setting == nullptr) return (name.query ? command.query : command.command)(call);
    if (!name.query) return set_number(call, command);
    tell_number(call, command);
    return ScpiError::none;
}

}  // namespace

std::string text(ScpiError error) {
    return fmt::format("{},\"{}\"", static_cast<int>(error), std::ranges::find(kErrorTexts, error, &ErrorText::error)->text);
}

Result<ScpiName> scpi_name(std::string_view header) {
    bool const query = header.ends_with('?');
    if (query) header.remove_suffix(1);
    auto const name = find(std::string{header}, query);
    if (name.command == nullptr || !in_range(name.command->suffix, name.suffixes))
        return input_error("'{}' is no command of the source; docs/virtual-rig.md lists them, for example SOUR:VOLT2 or OUTP", header);
    return name;
}

ScpiAnswer ScpiInstrument::carry_out(ScpiUnit const& unit, std::string& path, double now) {
    // From the root, as most programs write even after a semicolon; else from where the unit before it stood.
    std::string header = unit.header;
    ScpiName name = find(header, unit.query);
    if (name.command == nullptr && !path.empty()) {
        header = path + unit.header;
        name = find(header, unit.query);
    }
    if (name.command == nullptr) {
        report(ScpiError::undefined_header);
        return {.silent = true};
    }
    if (!header.starts_with('*')) path = header.substr(0, header.rfind(':') + 1);
    if (std::ranges::find(ignored_, name) != ignored_.end()) return {.silent = true};
    ScpiAnswer answer;
    bool const refused = std::ranges::find(refused_, name) != refused_.end();
    auto const error = refused ? ScpiError::execution : carry_out_call({*this, name.suffixes, unit.arguments, now, answer}, name);
    if (error == ScpiError::none) {
        answer.silent = !unit.query;
        return answer;
    }
    report(error);
    return {.silent = true};
}

void ScpiInstrument::report(ScpiError error) {
    event_status_ |= event_bit(error);
    if (errors_.size() < kMostErrors)
        errors_.push_back(error);
    else
        errors_.back() = ScpiError::queue_overflow;
}

void ScpiInstrument::spoil(std::vector<ScpiName> ignored, std::vector<ScpiName> refused) {
    ignored_ = std::move(ignored);
    refused_ = std::move(refused);
}

std::string ScpiInstrument::next_error() {
    if (errors_.empty()) return text(ScpiError::none);
    auto const error = errors_.front();
    errors_.pop_front();
    return text(error);
}

void ScpiInstrument::clear() {
    errors_.clear();
    event_status_ = 0;
    completion_asked_ = false;
}

void ScpiInstrument::reset() {
    source_.change(SourceSettings{});
    completion_asked_ = false;
}

unsigned ScpiInstrument::take_event_status(double now) {
    if (completion_asked_ && settled(now)) {
        event_status_ |= 1U;  // operation complete
        completion_asked_ = false;
    }
    return std::exchange(event_status_, 0U);
}

}  // namespace mb::virtual_rig
