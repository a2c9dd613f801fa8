// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/language.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "scenarios/engine/language_parts.hpp"

namespace mb {
namespace language {
namespace {

void read_faults(YamlNode const& node, Scenario const& scenario, Timeline& timeline) {
    if (node.kind != YamlNode::Kind::map || node.keys.empty())
        refuse(node, "names and their faults are expected here, for example {{ct_2_open: {{kind: open_ct, inputs: [I2]}}}}");
    for (std::size_t k = 0; k < node.keys.size(); ++k) {
        YamlKey const& key = node.keys[k];
        if (key.text == kAllFaults) refuse(key, "a fault cannot be called '{}': 'clear: {}' clears them all", kAllFaults, kAllFaults);
        Fault const made = fault(node.items[k], scenario.installation, scenario.rated);
        auto const done = timeline.configure({scenario.file, key.line, key.column}, key.text, made);
        if (!done) refuse(key, "{}", done.error().sentence);
    }
}

/// What the meter is told and what stands at the terminals at time zero.
Source read_setup(YamlNode const& node, Scenario& scenario) {
    Fields const f{node, "setup"};
    auto const parts = installation_of(f);
    scenario.rated = parts.rated;
    scenario.installation = parts.installation;
    if (auto const* settings = f.find("settings")) scenario.settings = register_writes(*settings, scenario.file, false);
    Source source;
    source.installation = parts.installation;
    source.frequency_hz = parts.rated.frequency_hz;
    make_ideal(source, parts.rated.voltage);
    if (auto const* described = f.find("source")) change_source(*described, "source", parts.rated, source);
    return source;
}

Scenario read_scenario(YamlNode const& root, std::string const& file) {
    Fields const f{root, "scenario"};
    Scenario scenario;
    scenario.file = file;
    scenario.name = text(f.require("name"));
    if (auto const* words = f.find("description")) scenario.description = text(*words);
    if (auto const* tags = f.find("tags"))
        for (YamlNode const& tag : list(*tags)) scenario.tags.push_back(text(tag));
    YamlNode const nothing{YamlNode::Kind::map, root.line, root.column, {}, {}, {}};
    auto const* setup = f.find("setup");
    Source source = read_setup(setup != nullptr ? *setup : nothing, scenario);
    Timeline timeline{scenario, scenario.installation.wiring.network};
    auto const start = stimulus_of(source);
    if (!start) refuse(setup != nullptr ? *setup : root, "{}", start.error().sentence);
    timeline.begin(*start);
    if (setup != nullptr)
        if (auto const* faults = Fields{*setup, "setup"}.find("faults")) read_faults(*faults, scenario, timeline);
    if (auto const* steps = f.find("timeline"))
        for (YamlNode const& step : list(*steps)) read_step(step, scenario, source, timeline);
    if (auto const* expect = f.find("expect"))
        timeline.add({file, expect->line, expect->column}, Expect{checks(*expect, file, source.frequency_hz)});
    if (scenario.check_count() == 0) refuse(root, "the scenario has no 'expect': it would prove nothing");
    if (scenario.length() <= Duration{}) refuse(root, "the scenario has no 'wait': no time would pass for the meter to measure");
    return scenario;
}

}  // namespace
}  // namespace language

Result<Scenario> parse_scenario(std::string_view text, std::string const& file) {
    auto const root = parse_yaml(text, file);
    if (!root) return root.error();
    if (root->kind == YamlNode::Kind::null) return input_error("{}: the file is empty; a scenario begins with 'name: …'", file);
    try {
        return language::read_scenario(*root, file);
    } catch (language::Refusal const& r) {
        return input_error("{}:{}:{}: {}", file, r.line, r.column, r.what);
    }
}

Result<Scenario> load_scenario(std::string const& file) {
    std::error_code failure;
    auto const status = std::filesystem::status(file, failure);
    if (!std::filesystem::exists(status)) return input_error("{}: no such file", file);
    if (std::filesystem::is_directory(status))
        return input_error("{}: is a folder; name the scenario files in it, for example {}/*.yaml", file, file);
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return input_error("{}: cannot be opened for reading", file);
    // One byte more than allowed, so that parse_yaml sees that it is too much; an endless device file ends here too.
    std::string text(kYamlBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return input_error("{}: cannot be read", file);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parse_scenario(text, file);
}

}  // namespace mb
