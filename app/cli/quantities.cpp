// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench quantities: prints everything that can be read from the meter or written to it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/cli/commands.hpp"
#include "core/catalogue/export.hpp"

namespace mb::cli {

void add_quantities(CLI::App& app, int&) {
    auto const format = std::make_shared<std::string>("text");
    auto* const command = app.add_subcommand("quantities", "Prints the quantities, with unit and meaning");
    command->add_option("--format", *format, "text, md or json")->check(CLI::IsMember({"text", "md", "json"}))->capture_default_str();
    command->callback([format] {
        auto const text = *format == "md" ? quantities_markdown() : *format == "json" ? quantities_json() : quantities_text();
        std::fputs(text.c_str(), stdout);
    });
}

}  // namespace mb::cli
