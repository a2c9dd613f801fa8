// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "app/cli/commands.hpp"

int main(int argc, char** argv) {
    CLI::App app{"meterbench: a test bench for power meters. Runs a software meter against scripted or recorded three-phase waveforms."};
    app.name("meterbench");
    app.set_version_flag("--version", "meterbench " MB_VERSION);
    app.require_subcommand(1);
    int status = 0;
    mb::cli::add_run(app, status);
    mb::cli::add_play(app, status);
    mb::cli::add_serve(app, status);
    mb::cli::add_read(app, status);
    mb::cli::add_registers(app, status);
    mb::cli::add_quantities(app, status);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }
    return status;
}
