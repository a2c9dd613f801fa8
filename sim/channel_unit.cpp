// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/channel_unit.hpp"

#include <array>
#include <string>
#include <utility>

#include "sim/text_fields.hpp"

namespace mb {
namespace {

constexpr std::array<std::pair<std::string_view, ChannelKind>, 11> kWords{{{"V", ChannelKind::voltage},
                                                                           {"VOLT", ChannelKind::voltage},
                                                                           {"VOLTS", ChannelKind::voltage},
                                                                           {"VRMS", ChannelKind::voltage},
                                                                           {"\u0412", ChannelKind::voltage},  // Cyrillic Ve
                                                                           {"A", ChannelKind::current},
                                                                           {"AMP", ChannelKind::current},
                                                                           {"AMPS", ChannelKind::current},
                                                                           {"AMPERE", ChannelKind::current},
                                                                           {"AMPERES", ChannelKind::current},
                                                                           {"\u0410", ChannelKind::current}}};  // Cyrillic A

/// As written, case kept: m and M differ.
constexpr std::array<std::pair<std::string_view, double>, 11> kPrefixes{{{"", 1.0},
                                                                         {"k", 1e3},
                                                                         {"K", 1e3},
                                                                         {"kilo", 1e3},
                                                                         {"\u043A", 1e3},  // Cyrillic ka
                                                                         {"m", 1e-3},
                                                                         {"milli", 1e-3},
                                                                         {"M", 1e6},
                                                                         {"u", 1e-6},
                                                                         {"\u00B5", 1e-6},    // micro sign
                                                                         {"\u03BC", 1e-6}}};  // Greek mu

}  // namespace

std::optional<ChannelUnit> channel_unit(std::string_view text) {
    text = trimmed(text);
    for (auto const& [prefix, scale] : kPrefixes) {
        if (!text.starts_with(prefix)) continue;
        std::string const rest = to_upper(text.substr(prefix.size()));
        for (auto const& [word, kind] : kWords)
            if (rest == word) return ChannelUnit{kind, scale};
    }
    return std::nullopt;
}

}  // namespace mb
