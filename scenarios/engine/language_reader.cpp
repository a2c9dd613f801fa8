// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/language_reader.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/suggest.hpp"

namespace mb {
namespace {

using Word = std::string_view;

constexpr Word kScenario[]{"name", "description", "tags", "setup", "timeline", "expect"};
constexpr Word kSetup[]{"nominal", "network", "rotation", "loads", "inputs", "voltage_transformer", "settings", "faults", "source"};
constexpr Word kLoad[]{"type", "current"};
constexpr Word kInputs[]{"I1", "I2", "I3", "I4"};
constexpr Word kInput[]{"voltage", "direction"};
constexpr Word kTransformer[]{"primary", "secondary"};
constexpr Word kFault[]{"kind", "inputs", "phases", "value"};
constexpr Word kArm[]{"fault", "after", "for"};
constexpr Word kNominal[]{"voltage", "current", "frequency"};
constexpr Word kSource[]{"frequency", "voltage", "current", "channels", "over"};
constexpr Word kVoltage[]{"rms", "angle", "harmonics"};
constexpr Word kCurrent[]{"rms", "pf", "nature", "angle", "harmonics"};
constexpr Word kHarmonic[]{"order", "ratio", "phase"};
constexpr Word kChannel[]{"rms", "phase", "harmonics"};
constexpr Word kStep[]{"set", "dip", "swell", "interruption", "fault", "arm", "clear", "write", "wait", "expect"};
constexpr Word kVoltageEvent[]{"phases", "residual", "duration", "at"};
constexpr Word kQuantityCheck[]{"quantity", "value", "tolerance", "min", "max"};
constexpr Word kEventCheck[]{"event",        "number",       "residual", "tolerance", "duration", "duration_tolerance",
                             "duration_min", "duration_max", "channels"};
constexpr Word kCountCheck[]{"events", "no_event", "kind"};

constexpr ObjectKeys kObjects[]{{"scenario", kScenario},
                                {"setup", kSetup},
                                {"nominal", kNominal},
                                {"load", kLoad},
                                {"inputs", kInputs},
                                {"input", kInput},
                                {"voltage_transformer", kTransformer},
                                {"fault", kFault},
                                {"arm", kArm},
                                {"source", kSource},
                                {"voltage", kVoltage},
                                {"current", kCurrent},
                                {"harmonic", kHarmonic},
                                {"channels", kChannelNames},
                                {"channel", kChannel},
                                {"step", kStep},
                                {"voltage_event", kVoltageEvent},
                                {"quantity_check", kQuantityCheck},
                                {"event_check", kEventCheck},
                                {"count_check", kCountCheck}};

std::string joined(std::span<Word const> words) {
    std::string all;
    for (Word const word : words) {
        if (!all.empty()) all += ", ";
        all += word;
    }
    return all;
}

}  // namespace

std::span<ObjectKeys const> language_keys() { return kObjects; }

namespace language {
namespace {

std::span<Word const> keys_of(Word object) {
    for (ObjectKeys const& known : kObjects)
        if (known.object == object) return known.keys;
    return {};
}

std::string readable(Word object) {
    std::string words{object};
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

}  // namespace

Fields::Fields(YamlNode const& node, std::string_view object) : node_{node}, object_{object} {
    auto const known = keys_of(object);
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

std::array<double, 3> three(YamlNode const& node, Unit unit, double lowest, double highest) {
    if (node.kind != YamlNode::Kind::list) {
        double const all = number(node, unit, lowest, highest);
        return {all, all, all};
    }
    if (node.items.size() != 3) refuse(node, "one value for all phases or a list of three, not of {}", node.items.size());
    return {number(node.items[0], unit, lowest, highest), number(node.items[1], unit, lowest, highest),
            number(node.items[2], unit, lowest, highest)};
}

Duration duration(YamlNode const& node, double frequency_hz) {
    std::string const& written = text(node);
    auto const measure = parse_measure(written);
    if (!measure) refuse(node, "{}", measure.error().sentence);
    if (!measure->cycles && measure->unit != Unit::second)
        refuse(node, "'{}' is not a time; write '200 ms', '1.5 s' or '10 cycles'", written.substr(0, 40));
    double const s = measure->cycles ? measure->value / frequency_hz : measure->value;
    // Compared as a number first: a tick count of 1e300 s would overflow.
    if (s > seconds(kLongestScenario)) refuse(node, "'{}' is longer than 24 h", written.substr(0, 40));
    Duration const d = s > 0.0 ? nearest_duration(s) : Duration{};
    if (d <= Duration{}) refuse(node, "'{}' is not a time that can pass; the least is 1/48000 s", written.substr(0, 40));
    return d;
}

}  // namespace language
}  // namespace mb
