// SPDX-License-Identifier: GPL-3.0-or-later
// A WAV file and its scale in one input: the text before the first zero byte is the scale, what follows the file. A scale that is refused
// gives way to one of two channels, so that the file is read all the same.
#include <string_view>
#include <vector>

#include "sim/wav.hpp"
#include "tests/fuzz/recording_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string_view const all(reinterpret_cast<char const*>(bytes), size);
    auto const split = all.find('\0');
    std::size_t const begin = split == std::string_view::npos ? 0 : split + 1;
    auto const scale = mb::read_wav_scale(all.substr(0, split), "fuzz.scale.csv");
    if (!scale) mb::fuzz::must_be_one_line(scale.error().sentence);
    std::vector<mb::WavScale> const two{{1, "U1", "V", 500.0}, {2, "I1", "A", 20.0}};
    auto const file = mb::read_wav({bytes + begin, size - begin}, scale ? *scale : two, "fuzz.wav");
    if (mb::fuzz::check_recording(file)) mb::fuzz::play(*file);
    return 0;
}
