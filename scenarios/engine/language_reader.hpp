// SPDX-License-Identifier: GPL-3.0-or-later
/// Inside of the language only: typed access to the YAML tree. A refusal is thrown as Refusal and caught in parse_scenario().
#pragma once

#include <fmt/core.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/measure.hpp"
#include "scenarios/engine/source.hpp"
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

/// The members of a map, checked against the object's list of keys.
class Fields {
public:
    /// `object` is a name in language_keys(). Refused: not a map, an unknown key.
    Fields(YamlNode const& node, std::string_view object);

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

/// A number in `unit` between the bounds (inclusive).
double number(YamlNode const& node, Unit unit, double lowest, double highest);
/// One number for all three phases or a list of three.
std::array<double, 3> three(YamlNode const& node, Unit unit, double lowest, double highest);
/// "200 ms", or "10 cycles" of `frequency_hz`; from one tick to kLongestScenario.
Duration duration(YamlNode const& node, double frequency_hz);

/// Changes the members of `source` that the map names. `rated` voltage and current are what "100 %" means.
void change_source(YamlNode const& node, RatedValues const& rated, Source& source);

/// A map of settings, and of commands where `commands`, to their values.
std::vector<RegisterWrite> register_writes(YamlNode const& node, std::string const& file, bool commands);

/// What `setup` says of network, loads, inputs and voltage transformer.
struct WiringText {
    WiringSettings wiring;
    bool told = false;                ///< anything at all: then the meter is told, too
    bool reversed_rotation = false;   ///< the network turns 1-3-2
    std::array<double, 4> current{};  ///< rated currents of the loads [A], 0: the nominal one
    double vt_primary = 0.0;          ///< [V], 0: no transformer
    double vt_secondary = 0.0;
};
/// The members of `setup`; refuses what cannot be by load and reason.
WiringText wiring(Fields const& setup);
/// The registers that tell the meter so, in the order in which it accepts them.
std::vector<RegisterWrite> wiring_writes(WiringText const& text, RatedValues const& rated, Place const& place);
/// How large the voltage of phase p is in an ideal network, over the nominal L-N voltage; 0 where the network does not have it.
double phase_ratio(Network network, std::size_t p);

/// A fault as the map describes it.
Fault fault(YamlNode const& node, RatedValues const& rated);

/// A list of checks.
std::vector<Check> checks(YamlNode const& node, std::string const& file, double frequency_hz);

}  // namespace mb::language
