// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/scpi_syntax.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "hil/virtual_rig/text_parts.hpp"

namespace mb::virtual_rig {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool same_word(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, upper, upper); }

std::string_view short_form(std::string_view word) {
    auto const lower = std::ranges::find_if(word, is_lower);
    return word.substr(0, static_cast<std::size_t>(lower - word.begin()));
}

/// The suffix of a header's word that is the pattern's; nullopt where it is not.
std::optional<int> match_word(std::string_view pattern, std::string_view word) {
    bool const numbered = pattern.ends_with('#');
    if (numbered) pattern.remove_suffix(1);
    auto const end = std::find_if_not(word.rbegin(), word.rend(), is_digit).base();
    auto const digits = numbered ? std::string_view{end, word.end()} : std::string_view{};
    word.remove_suffix(digits.size());
    if (!same_word(word, pattern) && !same_word(word, short_form(pattern))) return std::nullopt;
    int suffix = 0;
    if (digits.size() > 3) return std::nullopt;
    std::from_chars(digits.data(), digits.data() + digits.size(), suffix);
    return suffix;
}

}  // namespace

std::vector<ScpiUnit> scpi_units(std::string_view line) {
    std::vector<ScpiUnit> units;
    for (auto part : parts_of(line, ';')) {
        if (part.empty()) continue;
        auto const gap = part.find_first_of(" \t");
        ScpiUnit unit;
        auto header = part.substr(0, gap);
        if (header.starts_with(':')) header.remove_prefix(1);
        if (header.ends_with('?')) {
            unit.query = true;
            header.remove_suffix(1);
        }
        unit.header = header;
        if (gap != std::string_view::npos)
            for (auto const argument : parts_of(part.substr(gap + 1), ',')) unit.arguments.emplace_back(argument);
        units.push_back(std::move(unit));
    }
    return units;
}

std::optional<ScpiSuffixes> scpi_match(std::string_view pattern, std::string_view header) {
    auto const wanted = parts_of(pattern, ':');
    auto const given = parts_of(header, ':');
    if (wanted.size() != given.size()) return std::nullopt;
    ScpiSuffixes suffixes{};
    std::size_t next = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const suffix = match_word(wanted[i], given[i]);
        if (!suffix) return std::nullopt;
        if (wanted[i].ends_with('#')) suffixes[next++] = *suffix;
    }
    return suffixes;
}

std::string scpi_short(std::string_view pattern) {
    std::string text;
    for (char const c : pattern)
        if (!is_lower(c) && c != '#') text += c;
    return text;
}

std::optional<double> scpi_number(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    double value = 0.0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace mb::virtual_rig
