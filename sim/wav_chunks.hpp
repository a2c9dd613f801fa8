// SPDX-License-Identifier: GPL-3.0-or-later
/// The chunks of a RIFF/WAVE file: what the samples are and where they stand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace mb {

enum class WavFormat : std::uint8_t { pcm16, pcm24, pcm32, float32 };

struct WavChunks {
    WavFormat format = WavFormat::pcm16;
    int channels = 0;   ///< 1..64
    double rate = 0.0;  ///< [Hz] > 0
    ByteView data;      ///< whole frames, little-endian; into the file's bytes
    std::vector<std::string> diagnostics;
};

std::size_t bytes_per_sample(WavFormat format);

/// Refused with a sentence: no WAV file, RF64 and RIFX by name, no format or data, a format that is not read. `file`: name for messages.
Result<WavChunks> wav_chunks(ByteView bytes, std::string const& file);

}  // namespace mb
