// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>

#include "app/cli/commands.hpp"

namespace {

/// One sentence, as all our refusals are.
std::string bad_usage(CLI::App const*, CLI::Error const& error) {
    std::string sentence = error.what();
    std::ranges::replace(sentence, '\n', ' ');
    return "meterbench: " + sentence + "; see meterbench --help\n";
}

int run(int argc, char** argv) {
    CLI::App app{"meterbench: a test bench for power meters. Runs a software meter against scripted or recorded three-phase waveforms."};
    app.name("meterbench");
    app.set_version_flag("--version", "meterbench " MB_VERSION);
    app.require_subcommand(1);
    app.failure_message(bad_usage);
    int status = 0;
    mb::cli::add_run(app, status);
    mb::cli::add_compare(app, status);
    mb::cli::add_play(app, status);
    mb::cli::add_convert(app, status);
    mb::cli::add_serve(app, status);
    mb::cli::add_virtual_rig(app, status);
    mb::cli::add_read(app, status);
    mb::cli::add_scan(app, status);
    mb::cli::add_registers(app, status);
    mb::cli::add_quantities(app, status);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    int status = 3;
    try {
        status = run(argc, argv);
    } catch (std::exception const& failure) {  // out of memory
        std::fprintf(stderr, "meterbench: it could not be finished: %s\n", failure.what());
    }
    // A result that nobody got is no good end.
    errno = 0;
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::fprintf(stderr, "meterbench: stdout cannot be written: %s\n", errno != 0 ? std::strerror(errno) : "an earlier part was lost");
        return 3;
    }
    return status;
}
