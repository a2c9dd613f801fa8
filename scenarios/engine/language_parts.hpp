// SPDX-License-Identifier: GPL-3.0-or-later
/// Inside of the language only: the parts of a scenario, each read by a file of its own. All of them throw Refusal.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/language_reader.hpp"
#include "scenarios/engine/modbus_path.hpp"
#include "scenarios/engine/source.hpp"
#include "scenarios/engine/timeline.hpp"

namespace mb::language {

/// Keys of `setup` that say what is installed: nominal, network, rotation, voltage_transformer, loads, inputs.
struct InstallationParts {
    RatedValues rated;
    Installation installation;
};
InstallationParts installation_of(Fields const& setup);

/// Changes the members of `source` that the map names; `object` is "source" or "set", which has keys that are not the source's. `rated`
/// voltage and current are what "100 %" means.
void change_source(YamlNode const& node, std::string_view object, RatedValues const& rated, Source& source);
/// The member `current` of it.
void change_current(YamlNode const& node, RatedValues const& rated, Source& source);
/// Of voltage, current and channels: harmonics, interharmonics, dc, noise. "1 %" of an amplitude is meant of `rated`.
void change_extras(Fields const& f, Unit unit, double rated, Extras& extras);
std::vector<Harmonic> harmonics(YamlNode const& node);
std::vector<Interharmonic> interharmonics(YamlNode const& node, Unit unit, double rated);
/// "230 V", or "90 %" of `rated`; from `lowest` to the most that a unit may be.
double amplitude(YamlNode const& node, Unit unit, double rated, bool signs = false);
/// A scalar for all, or a list of `count`: read(item, which).
template <class Read>
void one_or_list(YamlNode const& node, std::size_t count, std::string_view of_what, Read const& read) {
    if (node.kind != YamlNode::Kind::list) {
        for (std::size_t k = 0; k < count; ++k) read(node, k);
        return;
    }
    if (node.items.size() != count)
        refuse(node, "one value for all {0}s or a list of {1}, one for each {0}, not of {2}", of_what, count, node.items.size());
    for (std::size_t k = 0; k < count; ++k) read(node.items[k], k);
}

/// What the step `clear` calls all faults.
inline constexpr std::string_view kAllFaults = "all";
/// A fault as setup.faults and the step `fault` write it; possible on the network.
Fault fault(YamlNode const& node, Installation const& installation, RatedValues const& rated);

/// One row of a profile as the source makes it, and how long it stands.
struct ProfileRow {
    Stimulus stimulus;
    Duration lasts{};
};
struct Profile {
    std::vector<ProfileRow> rows;
    Source end;           ///< the source after it
    bool linear = false;  ///< the source goes from row to row in straight lines; the last row ends it
};
Profile profile(YamlNode const& node, std::string const& scenario_file, RatedValues const& rated, Source const& source);

/// Reads one step into the timeline; a `set` changes `source`.
void read_step(YamlNode const& node, Scenario& scenario, Source& source, Timeline& timeline);

/// A map of settings, and of commands where `commands`, to their values.
std::vector<RegisterWrite> register_writes(YamlNode const& node, std::string const& file, bool commands);

/// The step `comm_fault`: a rule, a list of rules, or kNoFaults.
inline constexpr std::string_view kNoFaults = "none";
CommFaults comm_faults(YamlNode const& node);

/// A symbol that the meter tells, a text too.
SymbolId readable(YamlNode const& node);
/// A check that begins with `reply`.
ReplyCheck reply_check(YamlNode const& node, double frequency_hz);

/// A list of checks.
std::vector<Check> checks(YamlNode const& node, std::string const& file, double frequency_hz);

}  // namespace mb::language
