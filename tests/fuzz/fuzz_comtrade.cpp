// SPDX-License-Identifier: GPL-3.0-or-later
// Configuration and data in one input: the text before the first zero byte is the configuration, what follows are the data; without a
// zero byte the same bytes serve as both. Whatever is read must be playable or refused.
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "sim/comtrade.hpp"
#include "sim/playback.hpp"

namespace {

void require(bool true_always) {
    if (!true_always) std::abort();
}

void play(mb::WaveformFile const& file) {
    auto const map = mb::map_channels(file, {{"I4", "1"}});
    if (!map) return;
    for (bool const loop : {false, true}) {
        auto playback = mb::Playback::open(file, *map, {loop, true});
        if (!playback) continue;
        mb::Frame frames[192];
        playback->render(frames);
        for (mb::Frame const& frame : frames)
            for (std::size_t lane = 0; lane < mb::kChannels; ++lane) require(std::isfinite(frame.lanes[lane]));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string_view const all(reinterpret_cast<char const*>(bytes), size);
    auto const split = all.find('\0');
    auto const config = mb::parse_config(all.substr(0, split), "fuzz.cfg");
    if (!config) {
        require(config.error().sentence.find('\n') == std::string::npos);
        return 0;
    }
    std::size_t const begin = split == std::string_view::npos ? 0 : split + 1;
    auto const file = mb::read_data(*config, {bytes + begin, size - begin}, "fuzz.dat");
    if (!file) return 0;
    for (auto const& channel : file->channels) {
        require(channel.samples.size() == file->channels[0].samples.size());
        for (double const sample : channel.samples) require(std::isfinite(sample));
    }
    play(*file);
    return 0;
}
