// SPDX-License-Identifier: GPL-3.0-or-later
/// The option --set SYMBOL=VALUE of the subcommands that make a meter.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/catalogue/setting.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

void add_settings_option(CLI::App& command, std::vector<std::string>& written);

/// `settings` with those changed that were written, "cfg_meas.win_avg=1min"; refused with a sentence that begins with --set.
Result<SettingValues> settings_of(std::vector<std::string> const& written, SettingValues settings = {});

}  // namespace mb::cli
