// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as recordings: the same text with and without a given rate.
#include <cstdint>
#include <string_view>

#include "sim/csv_waveform.hpp"
#include "tests/fuzz/recording_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), size);
    for (double const rate : {0.0, 9600.0}) mb::fuzz::check_recording(mb::read_csv(text, rate, "fuzz.csv"));
    return 0;
}
