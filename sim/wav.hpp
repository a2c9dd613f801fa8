// SPDX-License-Identifier: GPL-3.0-or-later
/// WAV files (RIFF/WAVE, WAVE_FORMAT_EXTENSIBLE too) as recordings: PCM of 16, 24 and 32 bits and 32-bit floats, 1 to 64 channels.
///
/// A WAV file holds parts of full scale, not volts. What they mean stands beside FILE.wav in FILE.scale.csv, one row a channel:
///     channel,name,unit,full_scale
///     1,U1,V,500
/// full_scale is what a sample of 1.0 (of 2^15 counts at 16 bits) stands for, in `unit`. A channel without a row is left out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

struct WavScale {
    int channel = 0;  ///< counts from 1
    std::string name;
    std::string unit;
    double full_scale = 0.0;  ///< > 0, in `unit`
};

/// The rows of a sidecar; the header row must be there, its columns in any order. `file` is its name for messages.
Result<std::vector<WavScale>> read_wav_scale(std::string_view text, std::string const& file);

/// `bytes` is the whole WAV file, `file` its name for messages. What is cut off or stated wrongly is told in the diagnostics and what is
/// there is read. Refused: RF64 and RIFX, compressed formats, other widths, no row of `scale` that fits.
Result<WaveformFile> read_wav(ByteView bytes, std::span<WavScale const> scale, std::string const& file);

/// Reads a WAV file and its sidecar. Without the sidecar refused with the row that it needs.
Result<WaveformFile> read_wav_file(std::string const& path);

}  // namespace mb
