// SPDX-License-Identifier: GPL-3.0-or-later
// Configuration and data in one input: the text before the first zero byte is the configuration, what follows are the data; without a
// zero byte the same bytes serve as both. Whatever is read must be playable or refused.
#include <string_view>

#include "sim/comtrade.hpp"
#include "tests/fuzz/recording_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string_view const all(reinterpret_cast<char const*>(bytes), size);
    auto const split = all.find('\0');
    auto const config = mb::parse_config(all.substr(0, split), "fuzz.cfg");
    if (!config) {
        mb::fuzz::must_be_one_line(config.error().sentence);
        return 0;
    }
    std::size_t const begin = split == std::string_view::npos ? 0 : split + 1;
    auto const file = mb::read_data(*config, {bytes + begin, size - begin}, "fuzz.dat");
    if (mb::fuzz::check_recording(file)) mb::fuzz::play(*file);
    return 0;
}
