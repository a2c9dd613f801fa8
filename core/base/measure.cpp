// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/measure.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace mb {
namespace {

struct Scaled {
    Unit unit;
    double factor;
};

constexpr std::array<std::pair<std::string_view, double>, 6> kPrefixes{
    {{"u", 1e-6}, {"\xC2\xB5", 1e-6}, {"m", 1e-3}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}}};

constexpr std::array<std::pair<std::string_view, Scaled>, 5> kOwnNames{{{"min", {Unit::second, 60.0}},
                                                                        {"h", {Unit::second, 3600.0}},
                                                                        {"\u00B0", {Unit::degree, 1.0}},
                                                                        {"\u00B0C", {Unit::celsius, 1.0}},
                                                                        {"percent", {Unit::percent, 1.0}}}};

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<Scaled> scaled_unit(std::string_view text) {
    for (auto const& [known, scaled] : kOwnNames)
        if (known == text) return scaled;
    if (text == "-") return std::nullopt;
    if (auto const unit = unit_of(text)) return Scaled{*unit, 1.0};
    for (auto const& [prefix, factor] : kPrefixes) {
        if (!text.starts_with(prefix) || text.size() == prefix.size()) continue;
        auto const unit = unit_of(text.substr(prefix.size()));
        if (unit && *unit != Unit::none && *unit != Unit::percent && *unit != Unit::degree && *unit != Unit::celsius)
            return Scaled{*unit, factor};
    }
    return std::nullopt;
}

}  // namespace

Result<Measure> parse_measure(std::string_view text) {
    text = trimmed(text);
    double number = 0.0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || !std::isfinite(number))
        return input_error("'{}' is not a number with a unit; write it as '230 V', '200 ms' or '5 %'", text.substr(0, 40));
    std::string_view const suffix = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    if (suffix == "cycles" || suffix == "cycle") return Measure{number, Unit::none, true};
    auto const scaled = scaled_unit(suffix);
    if (!scaled)
        return input_error(
            "'{}' has no unit known here; units are V, A, Hz, W, var, VA, Wh, varh, VAh, Ohm, %, deg, degC, s, min, h and cycles, with "
            "prefixes u m k M G",
            text.substr(0, 40));
    double const value = number * scaled->factor;
    if (!std::isfinite(value)) return input_error("'{}' is too large", text.substr(0, 40));
    return Measure{value, scaled->unit, false};
}

std::string_view dimension(Unit unit) {
    switch (unit) {
        case Unit::none:
            return "a plain number";
        case Unit::volt:
            return "a voltage (V)";
        case Unit::ampere:
            return "a current (A)";
        case Unit::hertz:
            return "a frequency (Hz)";
        case Unit::watt:
            return "an active power (W)";
        case Unit::var:
            return "a reactive power (var)";
        case Unit::volt_ampere:
            return "an apparent power (VA)";
        case Unit::percent:
            return "a percentage (%)";
        case Unit::degree:
            return "an angle (deg)";
        case Unit::second:
            return "a time (s, ms, min, h)";
        case Unit::watt_hour:
            return "an active energy (Wh)";
        case Unit::var_hour:
            return "a reactive energy (varh)";
        case Unit::volt_ampere_hour:
            return "an apparent energy (VAh)";
        case Unit::ohm:
            return "a resistance (Ohm)";
        case Unit::celsius:
            return "a temperature (degC)";
    }
    return "a number";
}

std::string print(double value, Unit unit, int digits) {
    if (value == 0.0) value = 0.0;  // no "-0"
    if (unit == Unit::none) return fmt::format("{:.{}g}", value, digits);
    return fmt::format("{:.{}g} {}", value, digits, symbol(unit));
}

}  // namespace mb
