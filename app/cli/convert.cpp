// SPDX-License-Identifier: GPL-3.0-or-later
// meterbench convert: a window of a recording as COMTRADE, table or picture.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include "app/cli/commands.hpp"
#include "core/base/finite_range.hpp"
#include "core/base/measure.hpp"
#include "sim/waveform_open.hpp"
#include "sim/waveform_write.hpp"

namespace mb::cli {
namespace {

struct ConvertArguments {
    std::string in, out, format, from, to;
    std::vector<std::string> channels;
    double rate = 0.0;
    bool force = false;
};

/// A moment of the recording [s], `otherwise` where nothing is said.
Result<double> moment(std::string const& option, std::string const& text, double otherwise) {
    if (text.empty()) return otherwise;
    auto const measure = parse_measure(text);
    bool const time = measure && !measure->cycles && (measure->unit == Unit::second || measure->unit == Unit::none);
    if (!time || !(measure->value >= 0.0) || measure->value > 1e9)
        return input_error("{}: '{}' is no moment of a recording; write a number with s, ms or min, for example 0.1s", option,
                           text.substr(0, 40));
    return measure->value;
}

/// Regular files that are there already stay, unless the user says so.
Result<void> free_to_write(std::vector<OutputFile> const& files, bool force) {
    std::error_code none;
    for (OutputFile const& file : files)
        if (!force && std::filesystem::is_regular_file(file.path, none))
            return input_error("{}: it exists already; choose another name, or say --force to replace it", file.path);
    return {};
}

Result<void> convert(ConvertArguments const& arguments) {
    auto const format = waveform_format(arguments.format, arguments.out);
    if (!format) return format.error();
    auto const from = moment("--from", arguments.from, 0.0);
    if (!from) return from.error();
    auto const to = moment("--to", arguments.to, std::numeric_limits<double>::quiet_NaN());
    if (!to) return to.error();
    auto file = open_waveform(arguments.in, {arguments.rate});
    if (!file) return file.error();
    for (std::string const& sentence : file->diagnostics) std::fprintf(stderr, "meterbench: %s\n", sentence.c_str());
    if (!arguments.channels.empty()) file = choose(*file, arguments.channels);
    if (!file) return file.error();
    auto const window = cut(*std::move(file), *from, *to);
    if (!window) return window.error();
    auto const files = write_waveform(*window, *format, arguments.out);
    if (!files) return files.error();
    if (auto const good = free_to_write(*files, arguments.force); !good) return good;
    if (auto const written = write_files(*files); !written) return written;
    std::size_t const samples = window->channels[0].samples.size();
    std::fputs(fmt::format("{}: {} channels, {} samples at {:.6g} Hz, {:.6g} s\n", arguments.out, window->channels.size(), samples,
                           window->sampling_rate, static_cast<double>(samples) / window->sampling_rate)
                   .c_str(),
               stderr);
    return {};
}

std::string formats() {
    std::string text = "Formats, by the end of OUT or by --format:";
    for (WaveformFormatRow const& row : kWaveformFormats) text += fmt::format("\n  {:<18} {:<5} {}", row.name, row.extension, row.label);
    return text;
}

}  // namespace

void add_convert(CLI::App& app, int& status) {
    auto const arguments = std::make_shared<ConvertArguments>();
    CLI::App* const command = app.add_subcommand("convert", "Writes a window of a recording as COMTRADE, table or picture");
    command->add_option("IN", arguments->in, "Recording, as of play")->required();
    command->add_option("OUT", arguments->out, "File to write: .cfg (and .dat), .cff, .csv, .png")->required();
    command->add_option("--format", arguments->format, "Where the end of OUT does not say enough; see below");
    command->add_option("--from", arguments->from, "Begin of the window (0.1s, 100ms); default: the recording's")->type_name("TIME");
    command->add_option("--to", arguments->to, "End of the window, not included; default: the recording's")->type_name("TIME");
    command->add_option("--channel", arguments->channels, "Only this channel, by name or number; repeatable, in this order")
        ->type_name("CHANNEL")
        ->allow_extra_args(false);
    command->add_option("--rate", arguments->rate, "Sampling rate of a table without a time column")
        ->check(finite_range(1.0, 1e6))
        ->type_name("HZ");
    command->add_flag("--force", arguments->force, "Replace files that are there already");
    command->footer(formats());
    command->callback([arguments, &status] {
        auto const done = convert(*arguments);
        status = done ? 0 : fail(done.error());
    });
}

}  // namespace mb::cli
