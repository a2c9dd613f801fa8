// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench registers: prints a register map.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/cli/commands.hpp"
#include "core/catalogue/export.hpp"

namespace mb::cli {

void add_registers(CLI::App& app, int& status) {
    struct Options {
        std::string map = "a200";
        std::string format = "csv";
        bool missing = false;
    };
    auto const options = std::make_shared<Options>();
    auto* const command = app.add_subcommand("registers", "Prints the register map");
    command->add_option("--map", options->map, "Shipped map or CSV file")->capture_default_str();
    command->add_option("--format", options->format, "csv, md or json")->check(CLI::IsMember({"csv", "md", "json"}))->capture_default_str();
    command->add_flag("--missing", options->missing, "Lists what the meter cannot answer yet, with the feature that will fill it");
    command->callback([options, &status] {
        auto const map = open_map(options->map);
        if (!map) {
            status = fail(map.error());
            return;
        }
        auto const text = options->missing            ? missing_text(*map)
                          : options->format == "md"   ? registers_markdown(*map)
                          : options->format == "json" ? registers_json(*map)
                                                      : registers_csv(*map);
        std::fputs(text.c_str(), stdout);
    });
}

}  // namespace mb::cli
