// SPDX-License-Identifier: GPL-3.0-or-later
/// The subcommands of meterbench, one file each. add_X() adds its options to `app`; when the user chose it, its action sets `status`:
/// 0 good, 1 a check failed, 2 bad usage or input, 3 target or infrastructure error. Results go to stdout, messages to stderr.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

void add_run(CLI::App& app, int& status);
void add_compare(CLI::App& app, int& status);
void add_play(CLI::App& app, int& status);
void add_convert(CLI::App& app, int& status);
void add_serve(CLI::App& app, int& status);
void add_virtual_rig(CLI::App& app, int& status);
void add_read(CLI::App& app, int& status);
void add_scan(CLI::App& app, int& status);
void add_registers(CLI::App& app, int& status);
void add_quantities(CLI::App& app, int& status);

/// Prints the sentence to stderr and gives the exit status of its kind.
int fail(Error const& error);

/// Told before a run that may take hours: where write_file() will not be able to write. It replaces files, so their folder counts. An empty
/// path is good.
Result<void> writable(std::string const& path);

/// "3s", "200 ms", "1.5 min", "0.5" (seconds).
Result<Duration> parse_duration(std::string const& text);

}  // namespace mb::cli
