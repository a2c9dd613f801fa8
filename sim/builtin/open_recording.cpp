// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/open_recording.hpp"

#include <map>
#include <utility>

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

std::string mapping_line(WaveformFile const& file, ChannelMap const& map) {
    std::string line;
    for (std::size_t lane = 0; lane < kChannels; ++lane)
        line += fmt::format("{}{}={}", lane == 0 ? "" : " ", kChannelNames[lane],
                            map[lane] < 0 ? "none" : file.channels[static_cast<std::size_t>(map[lane])].name);
    return line;
}

}  // namespace

Result<Recording> open_recording(RecordingOptions const& options, NominalChoice const& nominal, bool loop) {
    auto const forced = forced_channels(options.channels);
    if (!forced) return forced.error();
    auto const file = open_waveform(options.path, {options.rate});
    if (!file) return file.error();
    auto const map = map_channels(*file, *forced);
    if (!map) return map.error();
    auto playback = Playback::open(*file, *map, {loop, options.against == "neutral"});
    if (!playback) return playback.error();
    RecordingFacts const facts = recording_facts(*file, *map);
    return Recording{
        file->name,       file->sampling_rate, mapping_line(*file, *map), facts, std::move(*playback), nominal_for(nominal, *file, facts),
        file->diagnostics};
}

}  // namespace mb
