// SPDX-License-Identifier: GPL-3.0-or-later
/// A YAML document as a bounded tree that remembers where everything stands. Our own, because a scenario needs the place of every
/// key, has no use for aliases, and must not be able to exhaust anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace mb {

struct YamlKey {
    std::string text;
    int line = 0;  ///< from 1
    int column = 0;
};

struct YamlNode {
    enum class Kind { null, scalar, list, map };
    Kind kind = Kind::null;
    int line = 0;  ///< from 1
    int column = 0;
    std::string text;             ///< of a scalar
    std::vector<YamlNode> items;  ///< of a list, or the values of a map
    std::vector<YamlKey> keys;    ///< of a map: as many as items, all different
};

inline constexpr std::size_t kYamlBytes = 1'000'000;
inline constexpr std::size_t kYamlNodes = 100'000;
inline constexpr std::size_t kYamlDepth = 20;

/// Refused with file, line and column: what is not YAML, more than the bounds above, anchors and aliases, keys that are not plain
/// texts or stand twice, more than one document. An empty document is a null node. Throws nothing.
Result<YamlNode> parse_yaml(std::string_view text, std::string const& file);

}  // namespace mb
