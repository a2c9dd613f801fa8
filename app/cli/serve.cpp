// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench serve: a live meter in real time that Modbus clients can read.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/comm_fault_option.hpp"
#include "app/cli/commands.hpp"
#include "app/cli/installation_option.hpp"
#include "app/cli/port_options.hpp"
#include "app/cli/settings_option.hpp"
#include "app/cli/stop_signals.hpp"
#include "app/cli/traffic_option.hpp"
#include "core/base/finite_range.hpp"
#include "core/comm/modbus/server.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/meter_setup.hpp"
#include "scenarios/engine/source.hpp"
#include "sim/builtin/host_time.hpp"
#include "sim/builtin/house.hpp"
#include "sim/builtin/open_recording.hpp"
#include "sim/builtin/scenario_player.hpp"

namespace mb::cli {
namespace {

struct ServeOptions {
    PortOptions ports;
    TrafficOptions traffic;
    CommFaultOptions comm_faults;
    RecordingOptions recording;
    std::string scenario;
    modbus::ServerSettings server;
    unsigned unit = 1;
    unsigned lock_code = server.lock_code;
    bool no_writes = false;
    Identity identity;
    std::string map = "a200";
    NominalChoice nominal;
    std::optional<double> voltage;
    std::optional<double> current;
    double power_factor = 1.0;
    std::string nature = "lag";
    std::string duration;
    std::vector<std::string> settings;
    InstallationOptions installation;
};

struct LiveSource {
    Grid grid;
    Nominal nominal;
    Stimulus stimulus;  ///< what the terminals do; of a recording only its frequency, faults and seed count
};

/// Without a neutral voltages are told between the phases.
double to_phase(double told, Network network) { return info(network).neutral ? told : told / std::numbers::sqrt3; }

/// A recording that repeats for ever.
Result<LiveSource> recorded(ServeOptions const& options) {
    auto recording = open_recording(options.recording, options.nominal, true);
    if (!recording) return recording.error();
    for (auto const& note : recording->diagnostics) std::fprintf(stderr, "meterbench: %s\n", note.c_str());
    Stimulus stimulus;
    stimulus.frequency_hz = recording->nominal.frequency_hz;
    return LiveSource{Grid{std::move(recording->playback)}, recording->nominal, stimulus};
}

Result<LiveSource> synthesized(ServeOptions const& options, Network network) {
    constexpr double kUsualLine = 400.0;
    Nominal nominal = nominal_for(options.nominal);
    if (!info(network).neutral) nominal.voltage = to_phase(options.nominal.voltage.value_or(kUsualLine), network);
    auto const installation = installation_of(options.installation, nominal.current);
    if (!installation) return installation.error();
    Source source;
    source.installation = *installation;
    source.frequency_hz = nominal.frequency_hz;
    make_ideal(source, options.voltage ? to_phase(*options.voltage, network) : nominal.voltage);
    source.current.fill(options.current.value_or(nominal.current));
    source.lag_deg.fill(lag_degrees(options.power_factor, options.nature == "lead"));
    auto const stimulus = stimulus_of(source);
    if (!stimulus) return stimulus.error();
    return LiveSource{Grid{*stimulus}, nominal, *stimulus};
}

/// What stands at the terminals when a scenario begins.
LiveSource scripted_source(Scenario const& scenario) {
    RatedValues const& rated = scenario.rated;
    return {Grid{scenario.start}, {rated.voltage, rated.current, rated.frequency_hz}, scenario.start};
}

Result<LiveSource> live_source(ServeOptions const& options, Network network) {
    auto source = options.recording.path.empty() ? synthesized(options, network) : recorded(options);
    if (!source) return source;
    auto const faults = faults_of(options.installation, network, source->nominal.voltage);
    if (!faults) return faults.error();
    source->stimulus.faults = *faults;
    return source;
}

Result<void> serve(ServeOptions const& options) {
    auto const ports = ports_of(options.ports);
    if (!ports) return ports.error();
    std::optional<Duration> most;
    if (!options.duration.empty()) {
        auto const parsed = parse_duration(options.duration);
        if (!parsed) return parsed.error();
        most = *parsed;
    }
    auto const comm_faults = comm_faults_of(options.comm_faults);
    if (!comm_faults) return comm_faults.error();
    auto const network = installation_of(options.installation, 1.0);  // refused before a recording is read
    if (!network) return network.error();
    std::optional<Scenario> scenario;
    if (!options.scenario.empty()) {
        auto loaded = load_scenario(options.scenario);
        if (!loaded) return loaded.error();
        scenario = *std::move(loaded);
    }
    auto map = open_map(options.map);
    if (!map) return map.error();
    auto source = scenario ? Result{scripted_source(*scenario)} : live_source(options, network->wiring.network);
    if (!source) return source.error();
    Nominal const nominal = source->nominal;
    auto const installation = scenario ? Result{scenario->installation} : installation_of(options.installation, nominal.current);
    RatedValues const rated{nominal.voltage, nominal.current, nominal.frequency_hz, installation->wiring.network};
    auto const told = settings_for(*installation, rated, scenario ? scenario->settings : std::vector<RegisterWrite>{});
    if (!told) return told.error();
    auto values = settings_of(options.settings, *told);
    if (!values) return values.error();
    if (auto const good = values->set(SettingId::modbus_address, options.unit); !good) return good.error();

    StopSignals const signals;
    HouseOptions house_options;
    house_options.meter.nominal = nominal;
    house_options.meter.settings = *values;
    house_options.meter.identity = options.identity;
    house_options.clock = host_time();
    house_options.network = installation->wiring.network;
    House house{std::move(source->grid), house_options};
    if (!source->stimulus.faults.empty()) {
        auto const put = options.recording.path.empty() ? house.apply(source->stimulus) : house.disturb_recording(source->stimulus);
        if (!put) return input_error("--fault: {}", put.error().sentence);
    }
    modbus::ServerSettings settings = options.server;
    settings.unit = static_cast<std::uint8_t>(options.unit);
    settings.lock_code = static_cast<std::uint16_t>(options.lock_code);
    settings.writes = !options.no_writes;
    modbus::Server server{std::move(*map), house, settings};
    server.injector().set_rules(*comm_faults, options.comm_faults.seed);
    auto traffic = TrafficSink::open(options.traffic, server);
    if (!traffic) return traffic.error();
    auto const open = open_ports(*ports, server);
    if (!open) return open.error();
    for (std::string const& line : open->told) std::printf("%s\n", line.c_str());
    std::fflush(stdout);
    std::optional<ScenarioPlayer> player;
    if (scenario) {
        auto begun = ScenarioPlayer::begin(*scenario, house, server, settings.lock_code,
                                           [](std::string const& sentence) { std::fprintf(stderr, "meterbench: %s\n", sentence.c_str()); });
        if (!begun) return begun.error();
        player.emplace(*std::move(begun));
    }
    auto const waited = signals.wait(most, [&]() -> Result<void> {
        traffic->write_new();
        return player ? player->play() : Result<void>{};
    });
    if (!waited) return waited;
    if (auto const late = house.late_blocks(); late > 0) {
        std::fprintf(stderr, "meterbench: %llu blocks of 10 ms came late: this machine was too busy for real time\n",
                     static_cast<unsigned long long>(late));
    }
    tell_comm_faults(server);
    return traffic->close();
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
    auto const o = std::make_shared<ServeOptions>();
    auto* const command = app.add_subcommand("serve", "Runs a live meter in real time and answers Modbus clients");
    add_port_options(*command, o->ports);
    add_traffic_options(*command, o->traffic);
    add_comm_fault_options(*command, o->comm_faults);
    command->add_option("--lock-code", o->lock_code, "Code that opens the configuration registers")
        ->check(CLI::Range(1, 65'535))
        ->capture_default_str();
    command->add_flag("--no-writes", o->no_writes, "Refuses every write over Modbus");
    command->add_flag("--answer-other-units", o->server.answers_for_others, "Over TCP: exception 11 for another unit, instead of silence");
    command->add_option("--identity", o->identity.model, "Name that the meter gives itself, for clients that look at it")
        ->capture_default_str();
    command->add_option("--product-id", o->identity.product_id, "Product number that the meter gives itself")
        ->check(CLI::Range(0, 65'535))
        ->capture_default_str();
    command->add_option("--serial", o->identity.serial, "Serial number that the meter gives itself")->capture_default_str();
    add_installation_options(*command, o->installation);
    auto* const source =
        command->add_option("--source", o->recording.path,
                            "Recording to repeat for ever: COMTRADE (.cfg) or table (.csv); without it a balanced synthetic source");
    auto* const scenario = command
                               ->add_option("--scenario", o->scenario,
                                            "Plays a scenario's timeline in real time: source, wiring, faults, communication faults; its "
                                            "checks are not judged, its last state stays")
                               ->type_name("FILE.yaml");
    command
        ->add_option("--channel", o->recording.channels, "Which channel of the recording feeds an input of the meter (V1=U1); repeatable")
        ->type_name("INPUT=CHANNEL")
        ->allow_extra_args(false)
        ->needs(source);
    command->add_option("--against", o->recording.against, "What the recorded phase voltages were measured against")
        ->check(CLI::IsMember({"neutral", "earth"}))
        ->capture_default_str()
        ->needs(source);
    command->add_option("--rate", o->recording.rate, "Sampling rate of a table without a time column [Hz]")
        ->check(finite_range(800.0, 100'000.0))
        ->needs(source);
    command->add_option("--unit", o->unit, "Modbus unit number")->check(CLI::Range(1, 247))->capture_default_str();
    command->add_option("--map", o->map, "Shipped register map or CSV file")->capture_default_str();
    command
        ->add_option("--nominal-voltage", o->nominal.voltage,
                     "Reference of dips and swells [V, L-N; without neutral L-L]; without it the recording's, else 230 or 400")
        ->check(finite_range(1.0, 1e6));
    command->add_option("--nominal-current", o->nominal.current, "Rated current [A]; without it the recording's, else 100")
        ->check(finite_range(1e-3, 1e6));
    command->add_option("--frequency", o->nominal.frequency_hz, "Nominal frequency: 50 or 60; without it the recording's, else 50")
        ->check(CLI::IsMember({50, 60}));
    add_settings_option(*command, o->settings);
    auto* const voltage =
        command->add_option("--voltage", o->voltage, "Synthetic source [V, L-N; without neutral L-L]; the nominal voltage without it")
            ->check(finite_range(0.0, 1e6));
    auto* const current =
        command->add_option("--current", o->current, "Synthetic source [A]; the nominal current without it")->check(finite_range(0.0, 1e6));
    auto* const factor =
        command->add_option("--pf", o->power_factor, "Synthetic source: power factor, 0 to 1")->check(finite_range(0.0, 1.0));
    auto* const nature = command->add_option("--nature", o->nature, "Synthetic source: the current lags (inductive) or leads (capacitive)")
                             ->check(CLI::IsMember({"lag", "lead"}))
                             ->capture_default_str();
    source->excludes(voltage)->excludes(current)->excludes(factor)->excludes(nature);
    for (char const* const told_there : {"--source", "--network", "--load", "--fault", "--nominal-voltage", "--nominal-current",
                                         "--frequency", "--voltage", "--current", "--pf", "--nature"})
        scenario->excludes(command->get_option(told_there));
    command->add_option("--for", o->duration, "Stops after this time (3s, 2 min); without it at Ctrl-C");
    command->callback([o, &status] {
        auto const done = serve(*o);
        status = done ? 0 : fail(done.error());
    });
}

}  // namespace mb::cli
