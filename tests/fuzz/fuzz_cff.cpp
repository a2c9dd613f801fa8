// SPDX-License-Identifier: GPL-3.0-or-later
// COMTRADE in one file: whatever is read must be playable or refused.
#include <string_view>

#include "sim/comtrade_cff.hpp"
#include "tests/fuzz/recording_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    auto const file = mb::read_cff({reinterpret_cast<char const*>(bytes), size}, "fuzz.cff");
    if (mb::fuzz::check_recording(file)) mb::fuzz::play(*file);
    return 0;
}
