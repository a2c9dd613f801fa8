// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/report_markup.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>

namespace mb {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the valid UTF-8 sequence at the front of `text` that XML 1.0 allows as a character; 0 where there is none.
std::size_t allowed_sequence(std::string_view text) {
    auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0}; };
    std::uint8_t const lead = byte(0);
    if (lead < 0x80) return (lead >= 0x20 || lead == '\t' || lead == '\n' || lead == '\r') && lead != 0x7F ? 1 : 0;
    std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return 0;
        code = (code << 6) | (byte(i) & 0x3FU);
    }
    bool const overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    bool const surrogate = code >= 0xD800 && code <= 0xDFFF;
    bool const forbidden = code == 0xFFFE || code == 0xFFFF || code > 0x10FFFF || (code >= 0x80 && code < 0xA0);
    return overlong || surrogate || forbidden ? 0 : length;
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    safe.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        std::size_t const length = allowed_sequence(text);
        if (length == 0)
            safe += kReplacement;
        else if (text[0] == '&')
            safe += "&amp;";
        else if (text[0] == '<')
            safe += "&lt;";
        else if (text[0] == '>')
            safe += "&gt;";
        else if (text[0] == '"')
            safe += "&quot;";
        else if (text[0] == '\'')
            safe += "&#39;";
        else
            safe += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return safe;
}

std::string harmless(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text;
}

Tally tally(ScenarioResult const& result) {
    Tally counts;
    for (CheckResult const& check : result.checks) ++counts[check.verdict];
    return counts;
}

Tally tally(RunReport const& report) {
    Tally counts;
    for (ScenarioResult const& scenario : report.scenarios)
        for (auto const& [verdict, count] : tally(scenario)) counts[verdict] += count;
    return counts;
}

std::string print(Tally const& counts) {
    std::string list;
    for (auto const& [verdict, count] : counts) {
        std::string_view const noun = !list.empty() ? "" : count == 1 ? " check" : " checks";
        std::string_view const ending = count != 1 ? "" : verdict == Verdict::pass ? "es" : verdict == Verdict::fail ? "s" : "";
        if (!list.empty()) list += ", ";
        list += fmt::format("{}{} {}{}", count, noun, name(verdict), ending);
    }
    return list.empty() ? "no checks" : list;
}

std::string why_not(CheckResult const& check) {
    std::string why = check.reason;
    for (Finding const& f : check.findings) {
        if (f.verdict == Verdict::pass) continue;
        if (!why.empty()) why += "; ";
        why += fmt::format("{}: {}, expected {}, actual {}, limit {}", name(f.verdict), f.quantity, f.expected, f.actual, f.limit);
    }
    return why;
}

}  // namespace mb
