// SPDX-License-Identifier: GPL-3.0-or-later
/// The options --network, --load and --fault: what a live meter is wired to.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "scenarios/engine/scenario.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

struct InstallationOptions {
    std::string network = "3P+N";
    std::vector<std::string> loads;   ///< types; without any the one that fits the network
    std::vector<std::string> faults;  ///< as scenarios/engine/fault_text.hpp writes them
};
void add_installation_options(CLI::App& command, InstallationOptions& options);

/// Refused with a sentence that begins with the option: an unknown network or load, and what check(WiringSettings) refuses.
Result<Installation> installation_of(InstallationOptions const& options, double rated_current);
/// nominal_voltage: L-N [V].
Result<std::vector<Fault>> faults_of(InstallationOptions const& options, Network network, double nominal_voltage);

}  // namespace mb::cli
