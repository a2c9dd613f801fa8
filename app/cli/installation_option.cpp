// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/installation_option.hpp"

#include <CLI/CLI.hpp>

#include "core/base/suggest.hpp"
#include "scenarios/engine/fault_text.hpp"

namespace mb::cli {
namespace {

/// "--load 3P+N-5CT: unknown, did you mean '3P+N-4CT'?; known are …" of a table whose first row is "none".
template <class Rows>
Error unknown(std::string_view option, std::string const& written, Rows const& rows) {
    std::vector<std::string_view> names;
    std::string known;
    for (auto const& row : rows.subspan(1)) {
        names.push_back(row.name);
        known += fmt::format("{}{}", known.empty() ? "" : ", ", row.name);
    }
    return input_error("{} {}: unknown{}; known are {}", option, written, suggestion(written, names), known);
}

}  // namespace

void add_installation_options(CLI::App& command, InstallationOptions& options) {
    command.add_option("--network", options.network, "1P+N, 2P, 2P+N, 3P, 3P+N or 3P+HL; of source and meter")->capture_default_str();
    command
        .add_option("--load", options.loads,
                    "Type of a load (3P+N-3CT, 1P+N-1CT); repeatable to four, which take the current inputs in order; without it one that "
                    "fits the network")
        ->allow_extra_args(false);
    command
        .add_option("--fault", options.faults,
                    "A fault that is active from the start: 'open_ct I2', 'gain_error I1 I3 5 %'; repeatable (docs/faults.md)")
        ->allow_extra_args(false);
}

Result<Installation> installation_of(InstallationOptions const& options, double rated_current) {
    Installation all;
    auto const network = network_named(options.network);
    if (!network || *network == Network::undefined) return unknown("--network", options.network, networks());
    all.wiring.network = *network;
    all.wiring.loads = {usual_load(*network)};
    if (options.loads.size() > all.wiring.loads.size()) return input_error("--load: a meter has four loads, not {}", options.loads.size());
    for (std::size_t n = 0; n < options.loads.size(); ++n) {
        auto const type = load_named(options.loads[n]);
        if (!type || *type == LoadType::undefined) return unknown("--load", options.loads[n], load_types());
        all.wiring.loads[n] = *type;
    }
    all.wiring.partner = usual_partners(all.wiring.loads);
    if (auto const possible = check(all.wiring); !possible) return input_error("--load: {}", possible.error().sentence);
    all.rated_current.fill(rated_current);
    all.stated = all.wiring.network != Network::wye || !options.loads.empty();
    return all;
}

Result<std::vector<Fault>> faults_of(InstallationOptions const& options, Network network, double nominal_voltage) {
    std::vector<Fault> all;
    for (std::string const& written : options.faults) {
        auto const fault = parse_fault(written, network, nominal_voltage);
        if (!fault) return input_error("--fault: {}", fault.error().sentence);
        all.push_back(*fault);
    }
    return all;
}

}  // namespace mb::cli
