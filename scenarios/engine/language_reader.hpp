// SPDX-License-Identifier: GPL-3.0-or-later
/// For readers of YAML files only (the scenario language, a rig's files): typed access to the tree. A refusal is thrown as Refusal and
/// caught in parse_scenario() or its like.
#pragma once

#include <fmt/core.h>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/measure.hpp"
#include "core/base/suggest.hpp"
#include "core/signal/wiring.hpp"
#include "scenarios/engine/fault_text.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/yaml_tree.hpp"

namespace mb::language {

struct Refusal {
    int line;
    int column;
    std::string what;
};

template <class At, class... Args>
[[noreturn]] void refuse(At const& at, fmt::format_string<Args...> text, Args&&... args) {
    throw Refusal{at.line, at.column, fmt::format(text, std::forward<Args>(args)...)};
}

/// "a, b, c"
std::string joined(std::span<std::string_view const> words);
/// The keys of an object in language_keys().
std::span<std::string_view const> keys_of(std::string_view object);

/// The members of a map, checked against the object's list of keys.
class Fields {
public:
    /// `object` is a name in language_keys(). Refused: not a map, an unknown key.
    Fields(YamlNode const& node, std::string_view object) : Fields(node, object, keys_of(object)) {}
    /// The same of another language, whose object has the keys `known`.
    Fields(YamlNode const& node, std::string_view object, std::span<std::string_view const> known);

    YamlNode const* find(std::string_view key) const;     ///< null where absent
    YamlNode const& require(std::string_view key) const;  ///< refused where absent
    YamlNode const& node() const { return node_; }

private:
    YamlNode const& node_;
    std::string_view object_;
};

std::string const& text(YamlNode const& node);  ///< a scalar that is not empty
std::vector<YamlNode> const& list(YamlNode const& node);
int whole(YamlNode const& node, int lowest, int highest);
bool truth(YamlNode const& node);
/// The place of the text in `words`; refused: any other, with what was probably meant. `what` names one of them: "phase".
std::size_t one_of(YamlNode const& node, std::string_view what, std::span<std::string_view const> words);
/// A list of `words`: bit n for the n-th. Refused: an empty list, an unknown word.
std::uint8_t bits_of(YamlNode const& node, std::string_view what, std::span<std::string_view const> words);

/// A number in `unit` between the bounds (inclusive).
double number(YamlNode const& node, Unit unit, double lowest, double highest);
double angle(YamlNode const& node);  ///< -360 deg … 360 deg
/// "200 ms", or "10 cycles" of `frequency_hz`; from one tick to kLongestScenario.
Duration duration(YamlNode const& node, double frequency_hz);
/// The same, and no time at all: "0 s".
Duration duration_or_none(YamlNode const& node, double frequency_hz);

/// The phases L1 L2 L3 of a list; refused: phases that the network does not have.
std::uint8_t phases_of(YamlNode const& node, NetworkRow const& network);

}  // namespace mb::language
