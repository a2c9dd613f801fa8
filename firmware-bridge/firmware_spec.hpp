// SPDX-License-Identifier: GPL-3.0-or-later
/// Which firmware a user means: "lib:./meter.so", "exec:./meter --fast", "qemu:meter.elf".
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "firmware-bridge/bridge.hpp"

namespace mb::bridge {

struct FirmwareSpec {
    enum class Kind { library, program, image } kind = Kind::library;
    std::string what;  ///< a path, or the command line of a program
};

/// Refuses, as bad input: another kind, nothing behind the kind, a file that does not exist or is a folder, a program that is not found or
/// may not be run.
Result<FirmwareSpec> firmware_spec(std::string_view text);

Result<std::unique_ptr<Bridge>> start_bridge(FirmwareSpec const& firmware, BridgeOptions const& options);

}  // namespace mb::bridge
