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
#include "app/cli/preview_text.hpp"
#include "app/cli/readings_json.hpp"
#include "app/cli/readings_text.hpp"
#include "app/cli/settings_option.hpp"
#include "core/base/finite_range.hpp"
#include "core/meter/meter.hpp"
#include "sim/builtin/open_recording.hpp"
#include "sim/file_write.hpp"

namespace mb::cli {
namespace {

struct PlayArguments {
    RecordingOptions recording;
    NominalChoice nominal;
    std::string loop;
    std::string json;
    std::vector<std::string> settings;
    bool all = false;
    bool preview = false;
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

void print_events(Snapshot const& snapshot) {
    if (snapshot.events.empty()) std::fputs("\nno events\n", stdout);
    for (Event const& event : snapshot.events) {
        auto const duration = event.duration();
        std::fputs(fmt::format("\n{:<12} {:<20} from {:.4f} s, {}, {} {:.2f} % (threshold {:g} %)\n", name(event.kind),
                               channel_list(event.channels), seconds(event.start.time_since_epoch()),
                               duration ? fmt::format("{:.4f} s long", seconds(*duration)) : "still running",
                               rises(event.kind) ? "highest" : "residual", event.extreme_percent(), event.threshold_percent)
                       .c_str(),
                   stdout);
    }
}

/// No window was completed. A loop helps where there is a whole cycle to repeat.
Error too_short(Recording const& recording, double length) {
    return input_error("{}: {:.3g} s is too short, the meter reads windows of {} cycles (0.2 s) between zero crossings of the voltage; {}",
                       recording.name, length, recording.nominal.frequency_hz == 60 ? 12 : 10,
                       recording.facts.whole_cycles > 0 ? "repeat its whole cycles with --loop 3s"
                                                        : "it holds no whole cycle that could be repeated, record longer");
}

Result<void> preview(PlayArguments const& arguments) {
    auto const found = preview_recording(arguments.recording, arguments.nominal);
    if (!found) return found.error();
    std::fputs(preview_text(*found).c_str(), stdout);
    return {};
}

Result<void> play(PlayArguments const& arguments) {
    Duration loop{};
    if (!arguments.loop.empty()) {
        auto const duration = parse_duration(arguments.loop);
        if (!duration) return input_error("--loop: {}", duration.error().sentence);
        loop = *duration;
    }
    auto const values = settings_of(arguments.settings);
    if (!values) return values.error();
    auto recording = open_recording(arguments.recording, arguments.nominal, loop.count() > 0);
    if (!recording) return recording.error();
    for (std::string const& sentence : recording->diagnostics) std::fprintf(stderr, "meterbench: %s\n", sentence.c_str());

    MeterSettings settings;
    settings.nominal = recording->nominal;
    settings.settings = *values;
    std::fputs(fmt::format("{}: {:.6g} s at {:.6g} Hz, {}\nnominal {:g} V, {:g} A, {} Hz\n", recording->name, recording->facts.seconds,
                           recording->sampling_rate, recording->channels, settings.nominal.voltage, settings.nominal.current,
                           settings.nominal.frequency_hz)
                   .c_str(),
               stderr);
    std::int64_t const frames = recording->playback.frames_left().value_or((loop.count() + 4) / 5);
    Meter meter(settings);
    feed(meter, recording->playback, frames);
    auto const snapshot = meter.snapshot();
    if (snapshot->windows == 0) return too_short(*recording, static_cast<double>(frames) / kSampleRate);
    if (!arguments.json.empty())
        if (auto written = write_file(arguments.json, readings_json(*snapshot).dump(2) + "\n"); !written) return written;
    std::fputs(readings_text(*snapshot, arguments.all).c_str(), stdout);
    print_events(*snapshot);
    return {};
}

}  // namespace

void add_play(CLI::App& app, int& status) {
    auto const arguments = std::make_shared<PlayArguments>();
    CLI::App* const command = app.add_subcommand("play", "Feeds a recorded waveform to the meter, prints its readings and events");
    command
        ->add_option("FILE", arguments->recording.path,
                     "COMTRADE recording (.cfg beside its .dat, .cff), table (.csv) or sound (.wav beside its .scale.csv)")
        ->required();
    CLI::Option* const preview =
        command->add_flag("--preview", arguments->preview, "Print what the file holds and which input each channel feeds; play nothing");
    command->add_option("--loop", arguments->loop, "Repeat the whole cycles of the recording seamlessly for this long (3s, 500ms, 1min)")
        ->type_name("DURATION");
    command
        ->add_option("--channel,--map", arguments->recording.channels,
                     "Which recorded channel feeds an input of the meter: V1 V2 V3 Vn I1 I2 I3 I4 = name, number or none; repeatable")
        ->type_name("INPUT=CHANNEL")
        ->allow_extra_args(false);
    command
        ->add_option(
            "--scale", arguments->recording.scale,
            "Factor of an input (V1 V2 V3 Vn I1 I2 I3 I4), of all voltages (V) or all currents (I): a probe or transformer that the "
            "file does not know of; repeatable")
        ->type_name("INPUT=FACTOR")
        ->allow_extra_args(false);
    command->add_flag("--all", arguments->all, "Print the harmonics, too");
    add_settings_option(*command, arguments->settings);
    command->add_option("--json", arguments->json, "Write readings and events to this file (docs/readings.schema.json)")
        ->type_name("FILE")
        ->excludes(preview);
    command
        ->add_option("--nominal-voltage", arguments->nominal.voltage,
                     "L-N volts that events are judged against; default: the standard voltage nearest to the median one-cycle rms of the "
                     "live phases "
                     "(57.7 … 120 … 230 … 277 … 347 … 19 919 V), or that median where none is within 12 %")
        ->check(finite_range(1.0, 1e6))
        ->type_name("V");
    command
        ->add_option("--nominal-current", arguments->nominal.current,
                     "Rated amperes; default: the smallest standard rating not below the largest one-cycle rms of the recording")
        ->check(finite_range(0.001, 1e6))
        ->type_name("A");
    command->add_option("--frequency", arguments->nominal.frequency_hz, "Nominal frequency, 50 or 60; default: the nearest to the file's")
        ->check(CLI::IsMember({50, 60}))
        ->type_name("HZ");
    command->add_option("--against", arguments->recording.against, "What the recorded phase voltages were measured against")
        ->check(CLI::IsMember({"neutral", "earth"}))
        ->capture_default_str();
    command->add_option("--rate", arguments->recording.rate, "Sampling rate of a table without a time column")
        ->check(finite_range(800.0, 100'000.0))
        ->type_name("HZ");
    command->callback([arguments, &status] {
        auto const done = arguments->preview ? mb::cli::preview(*arguments) : play(*arguments);
        status = done ? 0 : fail(done.error());
    });
}

}  // namespace mb::cli
