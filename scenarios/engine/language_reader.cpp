// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/language_reader.hpp"

#include <algorithm>
#include <charconv>

namespace mb::language {

std::string joined(std::span<std::string_view const> words) {
    std::string all;
    for (std::string_view const word : words) {
        if (!all.empty()) all += ", ";
        all += word;
    }
    return all;
}

std::span<std::string_view const> keys_of(std::string_view object) {
    for (ObjectKeys const& known : language_keys())
        if (known.object == object) return known.keys;
    return {};
}

namespace {

std::string readable(std::string_view object) {
    std::string words{object};
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

}  // namespace

Fields::Fields(YamlNode const& node, std::string_view object, std::span<std::string_view const> known) : node_{node}, object_{object} {
    if (node.kind != YamlNode::Kind::map) refuse(node, "'{}' must hold keys and values: {}", readable(object), joined(known));
    for (YamlKey const& key : node.keys) {
        if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
        std::string const near = suggestion(key.text, known);
        refuse(key, "unknown key '{}' in '{}'{}{}", key.text.substr(0, 60), readable(object), near,
               near.empty() ? fmt::format("; known here: {}", joined(known)) : "");
    }
}

YamlNode const* Fields::find(std::string_view key) const {
    for (std::size_t i = 0; i < node_.keys.size(); ++i)
        if (node_.keys[i].text == key) return &node_.items[i];
    return nullptr;
}

YamlNode const& Fields::require(std::string_view key) const {
    YamlNode const* found = find(key);
    if (found == nullptr) refuse(node_, "'{}' needs the key '{}'", readable(object_), key);
    return *found;
}

std::string const& text(YamlNode const& node) {
    if (node.kind != YamlNode::Kind::scalar || node.text.empty()) refuse(node, "a text is expected here");
    return node.text;
}

std::vector<YamlNode> const& list(YamlNode const& node) {
    if (node.kind != YamlNode::Kind::list) refuse(node, "a list is expected here ('- …' lines or [a, b])");
    return node.items;
}

int whole(YamlNode const& node, int lowest, int highest) {
    std::string const& written = text(node);
    int value = 0;
    auto const [end, failure] = std::from_chars(written.data(), written.data() + written.size(), value);
    if (failure != std::errc{} || end != written.data() + written.size() || value < lowest || value > highest)
        refuse(node, "'{}' must be a whole number from {} to {}", written.substr(0, 40), lowest, highest);
    return value;
}

bool truth(YamlNode const& node) {
    std::string const& written = text(node);
    if (written == "true") return true;
    if (written == "false") return false;
    refuse(node, "'{}' must be true or false", written.substr(0, 40));
}

double number(YamlNode const& node, Unit unit, double lowest, double highest) {
    std::string const& written = text(node);
    auto const measure = parse_measure(written);
    if (!measure) refuse(node, "{}", measure.error().sentence);
    if (measure->cycles || measure->unit != unit) {
        if (unit != Unit::none && measure->unit == Unit::none && !measure->cycles)
            refuse(node, "'{}' needs a unit: write '{} {}'", written.substr(0, 40), written.substr(0, 40), symbol(unit));
        refuse(node, "'{}' is not {}", written.substr(0, 40), dimension(unit));
    }
    if (measure->value < lowest || measure->value > highest)
        refuse(node, "'{}' is outside {} … {}", written.substr(0, 40), print(lowest, unit), print(highest, unit));
    return measure->value;
}

double angle(YamlNode const& node) { return number(node, Unit::degree, -360.0, 360.0); }

std::size_t one_of(YamlNode const& node, std::string_view what, std::span<std::string_view const> words) {
    std::string const& written = text(node);
    auto const found = std::find(words.begin(), words.end(), written);
    if (found == words.end())
        refuse(node, "unknown {} '{}'{}; known are {}", what, written.substr(0, 40), suggestion(written, words), joined(words));
    return static_cast<std::size_t>(found - words.begin());
}

std::uint8_t bits_of(YamlNode const& node, std::string_view what, std::span<std::string_view const> words) {
    unsigned bits = 0;
    for (YamlNode const& item : list(node)) bits |= 1U << one_of(item, what, words);
    if (bits == 0) refuse(node, "name at least one {}", what);
    return static_cast<std::uint8_t>(bits);
}

std::uint8_t phases_of(YamlNode const& node, NetworkRow const& network) {
    std::uint8_t const bits = bits_of(node, "phase", std::span{kPhaseNames}.first(3));
    for (std::size_t k = 0; k < 3; ++k)
        if ((bits & ~network.phases & (1U << k)) != 0) refuse(node, "a {} network has no {}", network.name, kPhaseNames[k]);
    return bits;
}

Duration duration_or_none(YamlNode const& node, double frequency_hz) {
    std::string const& written = text(node);
    auto const measure = parse_measure(written);
    if (!measure) refuse(node, "{}", measure.error().sentence);
    if (!measure->cycles && measure->unit != Unit::second)
        refuse(node, "'{}' is not a time; write '200 ms', '1.5 s' or '10 cycles'", written.substr(0, 40));
    double const s = measure->cycles ? measure->value / frequency_hz : measure->value;
    // Compared as a number first: a tick count of 1e300 s would overflow.
    if (s > seconds(kLongestScenario)) refuse(node, "'{}' is longer than 400 days", written.substr(0, 40));
    if (s < 0.0) refuse(node, "'{}' is not a time that can pass; the least is 1/48000 s", written.substr(0, 40));
    return nearest_duration(s);
}

Duration duration(YamlNode const& node, double frequency_hz) {
    Duration const d = duration_or_none(node, frequency_hz);
    if (d <= Duration{}) refuse(node, "'{}' is not a time that can pass; the least is 1/48000 s", text(node).substr(0, 40));
    return d;
}

}  // namespace mb::language
