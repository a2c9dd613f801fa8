// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/scpi_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mb::virtual_rig {
namespace {

using Settings = SourceSettings;
using Call = ScpiCall const&;
using enum ScpiError;
constexpr auto per_phase = ScpiSuffixRule::phase;
constexpr auto phase_and_order = ScpiSuffixRule::phase_and_order;

ScpiError change(Call call, Settings const& next) { return call.source().change(next) ? none : out_of_range; }

template <class Text>
ScpiError tell(Call call, Text text) {
    auto const [first, last] = call.phases();
    for (std::size_t p = first; p < last; ++p) {
        if (p > first) call.answer.reply += ',';
        call.answer.reply += text(p);
    }
    return none;
}

std::optional<bool> on_or_off(std::string_view text) {
    std::string upper{text};
    std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    if (upper == "ON" || upper == "1") return true;
    if (upper == "OFF" || upper == "0") return false;
    return std::nullopt;
}

ScpiError switch_output(Call call) {
    auto const on = on_or_off(call.arguments[0]);
    if (!on) return scpi_number(call.arguments[0]) ? out_of_range : data_type;
    Settings next = call.source().settings();
    next.output = *on;
    return change(call, next);
}

template <std::array<SourceChannel, kPhases> Settings::*channels>
ScpiError set_harmonic(Call call) {
    auto const percent = scpi_number(call.arguments[0]);
    auto const degrees = scpi_number(call.arguments[1]);
    if (!percent || !degrees) return data_type;
    Settings next = call.source().settings();
    auto const [first, last] = call.phases();
    for (std::size_t p = first; p < last; ++p) {
        auto& harmonics = (next.*channels)[p].harmonics;
        std::erase_if(harmonics, [&](auto const& h) { return h.order == call.suffixes[1]; });
        if (*percent != 0.0) harmonics.push_back({call.suffixes[1], *percent, *degrees});
        std::ranges::sort(harmonics, {}, &SourceHarmonic::order);
    }
    return change(call, next);
}

template <std::array<SourceChannel, kPhases> Settings::*channels>
ScpiError tell_harmonic(Call call) {
    return tell(call, [&](std::size_t p) {
        auto const& harmonics = (call.source().settings().*channels)[p].harmonics;
        auto const found = std::ranges::find(harmonics, call.suffixes[1], &SourceHarmonic::order);
        return found == harmonics.end() ? std::string{"0,0"} : fmt::format("{},{}", found->percent, found->degrees);
    });
}

ScpiError clear_harmonics(Call call) {
    Settings next = call.source().settings();
    for (std::size_t p = 0; p < kPhases; ++p) {
        next.voltage[p].harmonics.clear();
        next.current[p].harmonics.clear();
    }
    return change(call, next);
}

template <std::array<double, kPhases> SourceReadings::*values, int decimals>
ScpiError measure(Call call) {
    auto const readings = call.source().read(call.now);
    return tell(call, [&](std::size_t p) { return fmt::format("{:.{}f}", (readings.*values)[p], decimals); });
}

ScpiError say(Call call, std::string text) {
    call.answer.reply = std::move(text);
    return none;
}
ScpiError wait(Call call) {
    call.answer.wait = true;
    return none;
}

// pattern, suffix, arguments, command, query, setting
constexpr std::array kCommands{
    ScpiCommand{"*IDN", {}, 0, nullptr, [](Call c) { return say(c, "Meterbench,Virtual source,0,1"); }},
    ScpiCommand{"*RST", {}, 0, [](Call c) { return c.instrument.reset(), none; }},
    ScpiCommand{"*CLS", {}, 0, [](Call c) { return c.instrument.clear(), none; }},
    ScpiCommand{"*OPC", {}, 0, [](Call c) { return c.instrument.note_completion(), none; }, [](Call c) { return wait(c), say(c, "1"); }},
    ScpiCommand{"*WAI", {}, 0, wait},
    ScpiCommand{"*ESR", {}, 0, nullptr, [](Call c) { return say(c, fmt::format("{}", c.instrument.take_event_status(c.now))); }},
    ScpiCommand{"SYSTem:ERRor", {}, 0, nullptr, [](Call c) { return say(c, c.instrument.next_error()); }},
    ScpiCommand{"SYSTem:ERRor:NEXT", {}, 0, nullptr, [](Call c) { return say(c, c.instrument.next_error()); }},
    ScpiCommand{"SYSTem:VERSion", {}, 0, nullptr, [](Call c) { return say(c, "1999.0"); }},
    ScpiCommand{"SOURce:FREQuency", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.frequency_hz; }},
    ScpiCommand{"SOURce:FREQuency:LIMit", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.frequency_limit; }},
    ScpiCommand{"SOURce:VOLTage:LIMit", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.voltage_limit; }},
    ScpiCommand{"SOURce:CURRent:LIMit", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.current_limit; }},
    ScpiCommand{"SOURce:SLEW", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.slew; }},
    ScpiCommand{"SOURce:VOLTage#", per_phase, 1, {}, {}, [](Settings& s, std::size_t p) -> double& { return s.voltage[p].rms; }},
    ScpiCommand{"SOURce:PHASe#", per_phase, 1, {}, {}, [](Settings& s, std::size_t p) -> double& { return s.voltage[p].degrees; }},
    ScpiCommand{"SOURce:CURRent#", per_phase, 1, {}, {}, [](Settings& s, std::size_t p) -> double& { return s.current[p].rms; }},
    ScpiCommand{"SOURce:CURRent:PHASe#", per_phase, 1, {}, {}, [](Settings& s, std::size_t p) -> double& { return s.current[p].degrees; }},
    ScpiCommand{"SOURce:VOLTage#:HARMonic#", phase_and_order, 2, set_harmonic<&Settings::voltage>, tell_harmonic<&Settings::voltage>},
    ScpiCommand{"SOURce:CURRent#:HARMonic#", phase_and_order, 2, set_harmonic<&Settings::current>, tell_harmonic<&Settings::current>},
    ScpiCommand{"SOURce:HARMonic:CLEar", {}, 0, clear_harmonics},
    ScpiCommand{"OUTPut", {}, 1, switch_output, [](Call c) { return say(c, c.source().settings().output ? "1" : "0"); }},
    ScpiCommand{"MEASure:VOLTage#", per_phase, 0, nullptr, measure<&SourceReadings::voltage, 3>},
    ScpiCommand{"MEASure:CURRent#", per_phase, 0, nullptr, measure<&SourceReadings::current, 4>},
    ScpiCommand{"MEASure:POWer#", per_phase, 0, nullptr, measure<&SourceReadings::power, 2>},
    ScpiCommand{
        "MEASure:FREQuency", {}, 0, nullptr, [](Call c) { return say(c, fmt::format("{:.4f}", c.source().read(c.now).frequency_hz)); }},
    ScpiCommand{"TRANsient:PHASes", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.transient.phases; }},
    ScpiCommand{"TRANsient:LEVel", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.transient.percent; }},
    ScpiCommand{"TRANsient:DURation", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.transient.duration; }},
    ScpiCommand{"TRANsient:POSition", {}, 1, {}, {}, [](Settings& s, std::size_t) -> double& { return s.transient.degrees; }},
    ScpiCommand{"TRANsient:TRIGger",
                {},
                0,
                [](Call c) {
                    bool const idle = !c.source().transient_runs(c.now);
                    return idle && c.source().trigger() ? none : trigger_ignored;
                }},
    ScpiCommand{"TRANsient:STATus", {}, 0, nullptr, [](Call c) { return say(c, c.source().transient_runs(c.now) ? "RUN" : "IDLE"); }},
};

}  // namespace

std::span<ScpiCommand const> scpi_commands() { return kCommands; }

}  // namespace mb::virtual_rig
