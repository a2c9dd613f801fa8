// SPDX-License-Identifier: GPL-3.0-or-later
// meterbench play: a recorded waveform through the meter, as fast as the processor allows.
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>

#include "app/cli/commands.hpp"
#include "app/cli/readings_json.hpp"
#include "core/meter/meter.hpp"
#include "sim/builtin/nominal_choice.hpp"
#include "sim/playback.hpp"
#include "sim/recording_facts.hpp"
#include "sim/waveform_open.hpp"

namespace mb::cli {
namespace {

struct PlayArguments {
    std::string file;
    std::string loop;
    std::vector<std::string> map;
    std::string json;
    NominalChoice nominal;
    std::string against = "neutral";
    double rate = 0.0;
};

/// A line on the terminal for whatever takes longer than a second of real time; nothing where stderr is not a terminal.
class Progress {
public:
    explicit Progress(double total_seconds) : total_(total_seconds), shown_(isatty(STDERR_FILENO) != 0) {}
    ~Progress() {
        if (visible_) std::fputs("\r\x1B[K", stderr);
    }
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    void at(double seconds) {
        using namespace std::chrono_literals;
        if (!shown_) return;
        auto const now = std::chrono::steady_clock::now();
        if (now < next_) return;
        next_ = now + 200ms;
        visible_ = true;
        std::fputs(fmt::format("\rplayed {:.0f} of {:.0f} s ({:.0f} %) ", seconds, total_, 100.0 * seconds / total_).c_str(), stderr);
    }

private:
    double total_;
    bool shown_;
    bool visible_ = false;
    std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

std::string mapping_line(WaveformFile const& file, ChannelMap const& map) {
    std::string line;
    for (std::size_t lane = 0; lane < kChannels; ++lane)
        line += fmt::format("{}{}={}", lane == 0 ? "" : " ", kChannelNames[lane],
                            map[lane] < 0 ? "none" : file.channels[static_cast<std::size_t>(map[lane])].name);
    return line;
}

void feed(Meter& meter, Playback& playback, std::int64_t frames) {
    std::array<Frame, kBlockFrames> block;
    Progress progress(static_cast<double>(frames) / kSampleRate);
    // The meter takes eights; up to seven frames (0.7 ms) at the end of a recording stay out.
    for (std::int64_t left = frames / 8 * 8; left > 0;) {
        auto const n = static_cast<std::size_t>(std::min<std::int64_t>(left, kBlockFrames));
        std::span<Frame> const part(block.data(), n);
        playback.render(part);
        meter.feed(part);
        left -= static_cast<std::int64_t>(n);
        progress.at(static_cast<double>(frames - left) / kSampleRate);
    }
}

void print_readings(Snapshot const& snapshot) {
    auto const known = symbols().first(std::min(symbols().size(), snapshot.readings.size()));
    std::size_t name_width = 0, label_width = 0;
    for (Symbol const& symbol : known) {
        name_width = std::max(name_width, symbol.name.size());
        label_width = std::max(label_width, symbol.label.size());
    }
    for (std::size_t i = 0; i < known.size(); ++i)
        if (double const value = snapshot.readings[i]; std::isfinite(value))
            std::fputs(fmt::format("{:<{}}  {:<{}}  {:>12.{}f} {}\n", known[i].name, name_width, known[i].label, label_width, value,
                                   known[i].decimals, symbol(known[i].unit))
                           .c_str(),
                       stdout);
}

void print_events(Snapshot const& snapshot) {
    if (snapshot.events.empty()) std::fputs("\nno events\n", stdout);
    for (Event const& event : snapshot.events) {
        auto const duration = event.duration();
        std::fputs(fmt::format("\n{:<12} {:<20} from {:.4f} s, {}, {} {:.2f} % (threshold {:g} %)\n", name(event.kind),
                               channel_list(event.channels), seconds(event.start.time_since_epoch()),
                               duration ? fmt::format("{:.4f} s long", seconds(*duration)) : "still running",
                               event.kind == EventKind::swell ? "highest" : "residual", event.extreme_percent(), event.threshold_percent)
                       .c_str(),
                   stdout);
    }
}

/// No window was completed. A loop helps where there is a whole cycle to repeat.
Error too_short(WaveformFile const& file, RecordingFacts const& facts, double length, int frequency) {
    return input_error("{}: {:.3g} s is too short, the meter reads windows of {} cycles (0.2 s) between zero crossings of the voltage; {}",
                       file.name, length, frequency == 60 ? 12 : 10,
                       facts.whole_cycles > 0 ? "repeat its whole cycles with --loop 3s"
                                              : "it holds no whole cycle that could be repeated, record longer");
}

Result<void> play(PlayArguments const& arguments) {
    auto const forced = forced_channels(arguments.map, "--map");
    if (!forced) return forced.error();
    Duration loop{};
    if (!arguments.loop.empty()) {
        auto const duration = parse_duration(arguments.loop);
        if (!duration) return input_error("--loop: {}", duration.error().sentence);
        loop = *duration;
    }
    auto const file = open_waveform(arguments.file, {arguments.rate});
    if (!file) return file.error();
    for (std::string const& sentence : file->diagnostics) std::fputs((sentence + "\n").c_str(), stderr);
    auto const map = map_channels(*file, *forced);
    if (!map) return map.error();
    auto playback = Playback::open(*file, *map, {loop.count() > 0, arguments.against == "neutral"});
    if (!playback) return playback.error();

    RecordingFacts const facts = recording_facts(*file, *map);
    MeterSettings settings;
    settings.nominal = nominal_for(arguments.nominal, *file, facts);
    std::fputs(fmt::format("{}: {:.6g} s at {:.6g} Hz, {}\nnominal {:g} V, {:g} A, {} Hz\n", file->name, facts.seconds, file->sampling_rate,
                           mapping_line(*file, *map), settings.nominal.voltage, settings.nominal.current, settings.nominal.frequency_hz)
                   .c_str(),
               stderr);
    std::int64_t const frames = playback->frames_left().value_or((loop.count() + 4) / 5);
    double const length = static_cast<double>(frames) / kSampleRate;
    Meter meter(settings);
    feed(meter, *playback, frames);
    auto const snapshot = meter.snapshot();
    if (snapshot->windows == 0) return too_short(*file, facts, length, settings.nominal.frequency_hz);
    if (!arguments.json.empty())
        if (auto written = write_file(arguments.json, readings_json(*snapshot).dump(2) + "\n"); !written) return written;
    print_readings(*snapshot);
    print_events(*snapshot);
    return {};
}

}  // namespace

void add_play(CLI::App& app, int& status) {
    auto const arguments = std::make_shared<PlayArguments>();
    CLI::App* const command = app.add_subcommand("play", "Feeds a recorded waveform to the meter, prints its readings and events");
    command->add_option("FILE", arguments->file, "COMTRADE recording (.cfg beside its .dat) or table (.csv)")->required();
    command->add_option("--loop", arguments->loop, "Repeat the whole cycles of the recording seamlessly for this long (3s, 500ms, 1min)")
        ->type_name("DURATION");
    command
        ->add_option("--map", arguments->map,
                     "Which recorded channel feeds an input of the meter: V1 V2 V3 Vn I1 I2 I3 I4 = name, number or none; repeatable")
        ->type_name("INPUT=CHANNEL")
        ->allow_extra_args(false);
    command->add_option("--json", arguments->json, "Write readings and events to this file (docs/readings.schema.json)")->type_name("FILE");
    command
        ->add_option("--nominal-voltage", arguments->nominal.voltage,
                     "L-N volts that events are judged against; default: the standard voltage nearest to the median one-cycle rms of the "
                     "live phases "
                     "(57.7 … 120 … 230 … 277 … 347 … 19 919 V), or that median where none is within 12 %")
        ->check(CLI::Range(1.0, 1e6))
        ->type_name("V");
    command
        ->add_option("--nominal-current", arguments->nominal.current,
                     "Rated amperes; default: the smallest standard rating not below the largest one-cycle rms of the recording")
        ->check(CLI::Range(0.001, 1e6))
        ->type_name("A");
    command->add_option("--frequency", arguments->nominal.frequency_hz, "Nominal frequency, 50 or 60; default: the nearest to the file's")
        ->check(CLI::IsMember({50, 60}))
        ->type_name("HZ");
    command->add_option("--against", arguments->against, "What the recorded phase voltages were measured against")
        ->check(CLI::IsMember({"neutral", "earth"}))
        ->capture_default_str();
    command->add_option("--rate", arguments->rate, "Sampling rate of a table without a time column")
        ->check(CLI::Range(800.0, 100'000.0))
        ->type_name("HZ");
    command->callback([arguments, &status] {
        auto const done = play(*arguments);
        status = done ? 0 : fail(done.error());
    });
}

}  // namespace mb::cli
