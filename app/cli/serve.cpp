// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench serve: a live meter in real time that Modbus clients can read.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/commands.hpp"
#include "core/comm/modbus/server.hpp"
#include "sim/builtin/house.hpp"
#include "sim/builtin/nominal_choice.hpp"
#include "sim/ports/listen_address.hpp"
#include "sim/ports/modbus_tcp_server.hpp"
#include "sim/recording_facts.hpp"
#include "sim/waveform_open.hpp"

namespace mb::cli {
namespace {

struct ServeOptions {
    std::string listen = "1502";
    std::string source;
    std::vector<std::string> channels;
    unsigned unit = 1;
    std::string map = "a200";
    NominalChoice nominal;
    std::optional<double> voltage;
    std::optional<double> current;
    double power_factor = 1.0;
    std::string duration;
};

struct Source {
    Grid grid;
    Nominal nominal;
};

/// A recording that repeats for ever. What the user does not say of the nominal values is judged from it.
Result<Source> recorded(ServeOptions const& options) {
    auto const file = open_waveform(options.source);
    if (!file) return file.error();
    for (auto const& note : file->diagnostics) std::fprintf(stderr, "meterbench: %s\n", note.c_str());
    auto const forced = forced_channels(options.channels, "--map-channel");
    if (!forced) return forced.error();
    auto const map = map_channels(*file, *forced);
    if (!map) return map.error();
    auto playback = Playback::open(*file, *map, {.loop = true});
    if (!playback) return playback.error();
    Nominal const nominal = nominal_for(options.nominal, *file, recording_facts(*file, *map));
    return Source{Grid{std::move(*playback)}, nominal};
}

Source synthesized(ServeOptions const& options) {
    Nominal const nominal = nominal_for(options.nominal);
    double const lag =
        std::copysign(std::acos(std::min(1.0, std::abs(options.power_factor))), options.power_factor) * 180.0 / std::numbers::pi;
    auto const stimulus =
        balanced(options.voltage.value_or(nominal.voltage), options.current.value_or(nominal.current), lag, nominal.frequency_hz);
    return {Grid{stimulus}, nominal};
}

EpochMilliseconds host_time() {
    using namespace std::chrono;
    sys_days const epoch{year{2000} / 1 / 1};
    return duration_cast<milliseconds>(system_clock::now() - epoch).count();
}

/// SIGINT and SIGTERM end the wait in the main thread instead of the program. To be made before any thread is.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    void wait(std::optional<Duration> most) const {
        auto const end = std::chrono::steady_clock::now() + most.value_or(Duration{0});
        for (;;) {
            if (!most) {
                if (sigwaitinfo(&set_, nullptr) > 0) return;
                continue;
            }
            auto const left = std::chrono::duration_cast<std::chrono::nanoseconds>(end - std::chrono::steady_clock::now()).count();
            if (left <= 0) return;
            timespec const time{left / 1'000'000'000, left % 1'000'000'000};
            if (sigtimedwait(&set_, nullptr, &time) > 0) return;
        }
    }

private:
    sigset_t set_{};
};

Result<void> serve(ServeOptions const& options) {
    auto const listen = parse_listen_address(options.listen);
    if (!listen) return input_error("--modbus-tcp {}", listen.error().sentence);
    std::optional<Duration> most;
    if (!options.duration.empty()) {
        auto const parsed = parse_duration(options.duration);
        if (!parsed) return parsed.error();
        most = *parsed;
    }
    auto map = open_map(options.map);
    if (!map) return map.error();
    auto source = options.source.empty() ? Result<Source>{synthesized(options)} : recorded(options);
    if (!source) return source.error();

    StopSignals const signals;
    HouseOptions house_options;
    house_options.meter.nominal = source->nominal;
    house_options.clock = host_time();
    House house{std::move(source->grid), house_options};
    modbus::Server const server{std::move(*map), house, static_cast<std::uint8_t>(options.unit)};
    auto const port = ModbusTcpServer::open(listen->address, listen->port, server);
    if (!port) return port.error();
    std::printf("listening on %s, unit %u\n", (*port)->endpoint().c_str(), options.unit);
    std::fflush(stdout);
    signals.wait(most);
    if (auto const late = house.late_blocks(); late > 0) {
        std::fprintf(stderr, "meterbench: %llu blocks of 10 ms came late: this machine was too busy for real time\n",
                     static_cast<unsigned long long>(late));
    }
    return {};
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
    auto const o = std::make_shared<ServeOptions>();
    auto* const command = app.add_subcommand("serve", "Runs a live meter in real time and answers Modbus clients");
    command->add_option("--modbus-tcp", o->listen, "[ADDRESS:]PORT to listen on; port 0 takes a free one")->capture_default_str();
    auto* const source =
        command->add_option("--source", o->source, "Recording to repeat for ever (COMTRADE); without it a balanced synthetic source");
    command->add_option("--map-channel", o->channels, "Channel of the recording for a lane, for example V1=U1")->needs(source);
    command->add_option("--unit", o->unit, "Modbus unit number")->check(CLI::Range(1, 247))->capture_default_str();
    command->add_option("--map", o->map, "Shipped register map or CSV file")->capture_default_str();
    command
        ->add_option("--nominal-voltage", o->nominal.voltage, "Reference of dips and swells [V, L-N]; without it the recording's, else 230")
        ->check(CLI::Range(1.0, 1e6));
    command->add_option("--nominal-current", o->nominal.current, "Rated current [A]; without it the recording's, else 100")
        ->check(CLI::Range(1e-3, 1e6));
    command->add_option("--frequency", o->nominal.frequency_hz, "Nominal frequency: 50 or 60; without it the recording's, else 50")
        ->check(CLI::IsMember({50, 60}));
    auto* const voltage = command->add_option("--voltage", o->voltage, "Synthetic source [V, L-N]; the nominal voltage without it")
                              ->check(CLI::Range(0.0, 1e6));
    auto* const current =
        command->add_option("--current", o->current, "Synthetic source [A]; the nominal current without it")->check(CLI::Range(0.0, 1e6));
    auto* const factor = command->add_option("--pf", o->power_factor, "Synthetic source: power factor, negative for a leading current")
                             ->check(CLI::Range(-1.0, 1.0));
    source->excludes(voltage)->excludes(current)->excludes(factor);
    command->add_option("--for", o->duration, "Stops after this time (3s, 2 min); without it at Ctrl-C");
    command->callback([o, &status] {
        auto const done = serve(*o);
        status = done ? 0 : fail(done.error());
    });
}

}  // namespace mb::cli
