// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as recordings: the same text with and without a given rate.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sim/csv_waveform.hpp"

namespace {

/// What is printed stays on one line and moves no cursor, whatever the file holds.
void must_be_one_line(std::string const& text) {
    for (char const c : text)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), size);
    for (double const rate : {0.0, 9600.0}) {
        auto const file = mb::read_csv(text, rate, "fuzz.csv");
        if (!file) {
            must_be_one_line(file.error().sentence);
            continue;
        }
        for (auto const& sentence : file->diagnostics) must_be_one_line(sentence);
        for (auto const& channel : file->channels) {
            must_be_one_line(channel.name);
            must_be_one_line(channel.unit);
            if (channel.samples.size() != file->channels[0].samples.size()) std::abort();
            for (double const sample : channel.samples)
                if (!std::isfinite(sample)) std::abort();
        }
    }
    return 0;
}
