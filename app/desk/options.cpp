// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/options.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <charconv>
#include <string_view>

#include "core/base/finite_range.hpp"

namespace mb::desk {
namespace {

std::optional<int> whole_number(std::string_view text, int low, int high) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const good = error == std::errc{} && end == text.data() + text.size() && value >= low && value <= high;
    return good ? std::optional{value} : std::nullopt;
}

}  // namespace

std::variant<Options, Leave> parse_options(std::vector<std::string> const& arguments) {
    Options options;
    std::string size;
    PortOptions ports;
    CLI::App app{"meterbench-desk: the live meter in a window: front panel, waveforms, register map, sources."};
    app.name("meterbench-desk");
    app.set_version_flag("--version", "meterbench-desk " MB_VERSION);
    auto* const source = app.add_option("--source", options.recording.path,
                                        "Recording to play in a loop (COMTRADE or CSV); without it the source is synthesized")
                             ->type_name("FILE");
    app.add_option("--channel", options.recording.channels,
                   "Which channel of the recording feeds an input of the meter (V1=U1); repeatable")
        ->type_name("INPUT=CHANNEL")
        ->allow_extra_args(false)
        ->needs(source);
    app.add_option("--against", options.recording.against, "What the recorded phase voltages were measured against: neutral or earth")
        ->check(CLI::IsMember({"neutral", "earth"}))
        ->needs(source);
    app.add_option("--rate", options.recording.rate, "Sampling rate of a table without a time column [Hz]")
        ->check(finite_range(800.0, 100'000.0))
        ->needs(source);
    app.add_option("--modbus-tcp", ports.listen, "Serve Modbus TCP; on 127.0.0.1 where no address is given")->type_name("[ADDR:]PORT");
    app.add_option("--rtu-over-tcp", ports.rtu_over_tcp, "Serve RTU frames over TCP")->type_name("[ADDR:]PORT");
    app.add_option("--modbus-rtu", ports.rtu, "Serve RTU on a serial line; pty makes a pseudo-terminal")->type_name("DEVICE[:BAUD[:8N1]]");
    app.add_option("--modbus-usb", ports.usb, "A second line, as the meter's USB port")->type_name("DEVICE[:BAUD[:8N1]]");
    app.add_option("--map", options.map, "Register map of the view and of the ports: a shipped name or a CSV file")->capture_default_str();
    app.add_option("--show", options.show, "Brings a view to the front: registers, traffic, faults or communication; repeatable")
        ->check(CLI::IsMember(std::vector<std::string>(kViews.begin(), kViews.end())))
        ->allow_extra_args(false);
    app.add_option("--screenshot", options.screenshot, "Write a picture of the live window and quit; needs no display")
        ->type_name("FILE.png");
    app.add_option("--size", size, "Size of the window, 1600x950 where not given")->type_name("WxH");
    app.add_option("--nominal-voltage", options.nominal.voltage,
                   "Reference of dips and swells [V, L-N]; without it the recording's, else 230")
        ->check(finite_range(1.0, 1e6));
    app.add_option("--nominal-current", options.nominal.current, "Rated current [A]; without it the recording's, else 100")
        ->check(finite_range(1e-3, 1e6));
    app.add_option("--frequency", options.nominal.frequency_hz, "Nominal frequency: 50 or 60; without it the recording's own, else 50")
        ->check(CLI::IsMember({50, 60}));
    app.add_flag("--dark", options.dark, "Dark colours");
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them last first
    } catch (CLI::CallForHelp const&) {
        return Leave{0, app.help()};
    } catch (CLI::CallForVersion const&) {
        return Leave{0, "meterbench-desk " MB_VERSION "\n"};
    } catch (CLI::ParseError const& e) {
        return Leave{2, fmt::format("meterbench-desk: {}; see meterbench-desk --help", e.what())};
    }
    auto const read = ports_of(ports);
    if (!read) return Leave{2, fmt::format("meterbench-desk: {}", read.error().sentence)};
    options.ports = *read;
    if (!size.empty()) {
        auto const x = size.find('x');
        auto const width = whole_number(std::string_view{size}.substr(0, x), 1'100, 8'000);
        auto const height = x == std::string::npos ? std::nullopt : whole_number(std::string_view{size}.substr(x + 1), 700, 8'000);
        if (!width || !height)
            return Leave{2, fmt::format("meterbench-desk: --size {}: not WxH of 1100x700 to 8000x8000, for example 1600x950", size)};
        options.width = *width;
        options.height = *height;
    }
    if (!options.screenshot.empty() && !std::string_view{options.screenshot}.ends_with(".png"))
        return Leave{2, fmt::format("meterbench-desk: --screenshot {}: the file name must end in .png", options.screenshot)};
    return options;
}

}  // namespace mb::desk
