// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/comm_fault_option.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace mb::cli {

void add_comm_fault_options(CLI::App& command, CommFaultOptions& options) {
    std::string kinds;
    for (auto const& fault : modbus::comm_faults()) kinds += fmt::format("{}{}{}", kinds.empty() ? "" : ", ", fault.name, fault.argument);
    auto* const rules = command
                            .add_option("--comm-fault", options.rules,
                                        "Spoils replies, for example 'delay=200ms..400ms fc=3 p=0.1'; repeatable. Faults: " + kinds +
                                            ". When: unit=, fc=, reg=FIRST-LAST, link=, from=, to=, p=, first=, every=")
                            ->type_name("RULE")
                            ->allow_extra_args(false);
    command.add_option("--comm-fault-seed", options.seed, "Seed of what chance decides about them")->capture_default_str()->needs(rules);
}

Result<std::vector<modbus::CommFaultRule>> comm_faults_of(CommFaultOptions const& options) {
    std::vector<modbus::CommFaultRule> rules;
    for (auto const& text : options.rules) {
        auto rule = modbus::parse_comm_fault(text);
        if (!rule) return input_error("--comm-fault {}", rule.error().sentence);
        rules.push_back(*std::move(rule));
    }
    return rules;
}

void tell_comm_faults(modbus::Server const& server) {
    auto const rules = server.injector().rules();
    auto const counts = server.injector().counts();
    for (std::size_t i = 0; i < rules.size(); ++i)
        std::fprintf(stderr, "meterbench: %s: %llu replies\n", modbus::text(rules[i]).c_str(), static_cast<unsigned long long>(counts[i]));
}

}  // namespace mb::cli
