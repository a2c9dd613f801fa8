// SPDX-License-Identifier: GPL-3.0-or-later
/// --comm-fault: faults of the communication from the command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/comm/modbus/server.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

struct CommFaultOptions {
    std::vector<std::string> rules;
    std::uint64_t seed = 1;
};
/// `options` must outlive `command`.
void add_comm_fault_options(CLI::App& command, CommFaultOptions& options);
Result<std::vector<modbus::CommFaultRule>> comm_faults_of(CommFaultOptions const& options);
/// How many replies each rule has spoilt, a line each on stderr.
void tell_comm_faults(modbus::Server const& server);

}  // namespace mb::cli
