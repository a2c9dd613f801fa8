// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/open_recording.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "sim/channel_unit.hpp"
#include "sim/waveform_open.hpp"

namespace mb {
namespace {

Result<std::map<std::string, std::string>> forced_channels(std::vector<std::string> const& choices) {
    std::map<std::string, std::string> forced;
    for (std::string const& choice : choices) {
        auto const equals = choice.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == choice.size())
            return input_error("--channel {}: INPUT=CHANNEL is needed, for example --channel V1=U1", choice);
        forced[choice.substr(0, equals)] = choice.substr(equals + 1);
    }
    return forced;
}

std::string mapping_line(WaveformFile const& file, ChannelMap const& map, LaneScale const& scale) {
    std::string line;
    for (std::size_t lane = 0; lane < kChannels; ++lane) {
        bool const fed = map[lane] >= 0;
        line += fmt::format("{}{}={}", lane == 0 ? "" : " ", kChannelNames[lane],
                            fed ? file.channels[static_cast<std::size_t>(map[lane])].name : "none");
        if (fed && scale[lane] != 1.0) line += fmt::format("*{:g}", scale[lane]);
    }
    return line;
}

/// What both ways to open a recording begin with.
struct Opened {
    std::map<std::string, std::string> forced;
    LaneScale scale;
    WaveformFile file;
};

Result<Opened> opened(RecordingOptions const& options) {
    auto forced = forced_channels(options.channels);
    if (!forced) return forced.error();
    auto const scale = lane_scale(options.scale);
    if (!scale) return scale.error();
    auto file = open_waveform(options.path, {options.rate});
    if (!file) return file.error();
    return Opened{std::move(*forced), *scale, std::move(*file)};
}

PlaybackOptions playback_options(RecordingOptions const& options, LaneScale const& scale, bool loop) {
    return {loop, options.against == "neutral", scale};
}

PreviewRow row_of(WaveformFile const& file, std::size_t number, int lane, double scale) {
    WaveformChannel const& channel = file.channels[number];
    PreviewRow row{static_cast<int>(number + 1), channel.name, channel.phase, channel.unit, 0.0, 0.0, channel.unit, lane, scale};
    if (auto const unit = channel_unit(channel.unit)) row.si_unit = unit->kind == ChannelKind::voltage ? "V" : "A";
    double squares = 0.0;
    for (double const sample : channel.samples) {
        squares += sample * sample;
        row.peak = std::max(row.peak, std::abs(scale * sample));
    }
    if (!channel.samples.empty()) row.rms = std::abs(scale) * std::sqrt(squares / static_cast<double>(channel.samples.size()));
    return row;
}

std::vector<PreviewRow> preview_rows(WaveformFile const& file, ChannelMap const& map, LaneScale const& scale) {
    std::vector<PreviewRow> rows;
    for (std::size_t number = 0; number < file.channels.size(); ++number) {
        bool feeds = false;
        for (std::size_t lane = 0; lane < kChannels; ++lane) {
            if (map[lane] != static_cast<int>(number)) continue;
            rows.push_back(row_of(file, number, static_cast<int>(lane), scale[lane]));
            feeds = true;
        }
        if (!feeds) rows.push_back(row_of(file, number, -1, 1.0));
    }
    return rows;
}

}  // namespace

Result<Recording> open_recording(RecordingOptions const& options, NominalChoice const& nominal, bool loop) {
    auto const recording = opened(options);
    if (!recording) return recording.error();
    auto const& [forced, scale, file] = *recording;
    auto const map = map_channels(file, forced);
    if (!map) return map.error();
    auto playback = Playback::open(file, *map, playback_options(options, scale, loop));
    if (!playback) return playback.error();
    RecordingFacts const facts = recording_facts(file, *map, scale);
    return Recording{file.name,       file.sampling_rate,   mapping_line(file, *map, scale),
                     facts,           std::move(*playback), nominal_for(nominal, file, facts),
                     file.diagnostics};
}

Result<RecordingPreview> preview_recording(RecordingOptions const& options, NominalChoice const& nominal) {
    auto const recording = opened(options);
    if (!recording) return recording.error();
    auto const& [forced, scale, file] = *recording;
    auto const map = propose_channels(file, forced);
    if (!map) return map.error();
    RecordingPreview preview;
    preview.name = file.name;
    preview.sampling_rate = file.sampling_rate;
    preview.samples = file.channels.empty() ? 0 : file.channels[0].samples.size();
    preview.facts = recording_facts(file, *map, scale);
    preview.nominal = nominal_for(nominal, file, preview.facts);
    preview.rows = preview_rows(file, *map, scale);
    preview.diagnostics = file.diagnostics;
    if (auto const playable = map_channels(file, forced); !playable)
        preview.diagnostics.push_back(playable.error().sentence);
    else if (auto const playback = Playback::open(file, *map, playback_options(options, scale, false)); !playback)
        preview.diagnostics.push_back(playback.error().sentence);
    return preview;
}

}  // namespace mb
