// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about registers that are written: key `settings`, step `write`.
#include "scenarios/engine/language_parts.hpp"
#include "scenarios/engine/writable.hpp"

namespace mb::language {

std::vector<RegisterWrite> register_writes(YamlNode const& node, std::string const& file, bool commands) {
    if (node.kind != YamlNode::Kind::map || node.keys.empty())
        refuse(node, "symbols and their values are expected here, for example {{cfg_meas.win_avg: 10 min}}");
    std::vector<RegisterWrite> all;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        YamlKey const& key = node.keys[i];
        auto const symbol = writable_symbol(key.text);
        if (!symbol) refuse(key, "{}", symbol.error().sentence);
        if (!commands && !symbol_info(*symbol).setting) refuse(key, "'{}' is a command: write it in a step, 'write: {{…}}'", key.text);
        auto const value = writable_value(*symbol, text(node.items[i]));
        if (!value) refuse(node.items[i], "{}", value.error().sentence);
        all.push_back({{file, key.line, key.column}, *symbol, *value});
    }
    return all;
}

}  // namespace mb::language
