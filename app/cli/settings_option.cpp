// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/settings_option.hpp"

#include <CLI/CLI.hpp>

#include "core/catalogue/symbol.hpp"
#include "scenarios/engine/writable.hpp"

namespace mb::cli {

void add_settings_option(CLI::App& command, std::vector<std::string>& written) {
    command
        .add_option("--set", written, "A setting of the meter, with its unit: cfg_meas.win_avg=1min, cfg_meas.power_method=1; repeatable")
        ->type_name("SYMBOL=VALUE")
        ->allow_extra_args(false);
}

Result<SettingValues> settings_of(std::vector<std::string> const& written, SettingValues settings) {
    for (std::string const& one : written) {
        auto const equals = one.find('=');
        if (equals == std::string::npos) return input_error("--set {}: write SYMBOL=VALUE, for example cfg_meas.win_avg=1min", one);
        auto const id = writable_symbol(one.substr(0, equals));
        if (!id) return input_error("--set {}: {}", one, id.error().sentence);
        Symbol const& symbol = symbol_info(*id);
        if (!symbol.setting) return input_error("--set {}: {} is a command, not a setting", one, symbol.name);
        auto const value = writable_value(*id, one.substr(equals + 1));
        if (!value) return input_error("--set {}: {}", one, value.error().sentence);
        if (auto const set = settings.set(*symbol.setting, *value, symbol.instance); !set) return set.error();
    }
    return settings;
}

}  // namespace mb::cli
