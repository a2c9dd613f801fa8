// SPDX-License-Identifier: GPL-3.0-or-later
/// The scenario language: YAML in, plain structs out. Reference: docs/scenario-language.md; for editors: docs/scenario.schema.json.
/// Every refusal names file, line and column, what is wrong and, where something near is known, what was probably meant.
/// Nothing throws, nothing is guessed: an unknown key, a missing unit or a wrong unit is refused.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "scenarios/engine/scenario.hpp"

namespace mb {

/// Bounds of the language. A year of a load profile fits, on a target that takes no day for it.
inline constexpr Duration kLongestScenario = std::chrono::days{400};
/// What the stimuli of a scenario may take, counted as steps, ramps and profiles make them.
inline constexpr std::size_t kStimulusBytes = 256'000'000;

Result<Scenario> parse_scenario(std::string_view text, std::string const& file);
/// Reads a file of at most 1 MB and parses it.
Result<Scenario> load_scenario(std::string const& file);

/// The keys of one kind of object, as the parser knows them: the schema and the reference are compared with this list.
struct ObjectKeys {
    std::string_view object;
    std::span<std::string_view const> keys;
};
std::span<ObjectKeys const> language_keys();

}  // namespace mb
