// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as recordings: the same text with and without a given rate.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/csv_waveform.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), size);
    for (double const rate : {0.0, 9600.0}) {
        auto const file = mb::read_csv(text, rate, "fuzz.csv");
        if (!file) {
            if (file.error().sentence.find('\n') != std::string::npos) std::abort();
            continue;
        }
        for (auto const& channel : file->channels) {
            if (channel.samples.size() != file->channels[0].samples.size()) std::abort();
            for (double const sample : channel.samples)
                if (!std::isfinite(sample)) std::abort();
        }
    }
    return 0;
}
