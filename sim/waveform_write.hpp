// SPDX-License-Identifier: GPL-3.0-or-later
/// The one door out for recordings: a window of one as COMTRADE, table or picture.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/signal/frame.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

enum class WaveformFormat : std::uint8_t { comtrade1999, comtrade1999_ascii, comtrade2013, cff, cff_ascii, csv, png };
struct WaveformFormatRow {
    WaveformFormat id;
    std::string_view name;
    std::string_view extension;  ///< of the file that the user names
    std::string_view label;
};
/// The first one with an extension is what the extension alone asks for.
inline constexpr std::array<WaveformFormatRow, 7> kWaveformFormats{{
    {WaveformFormat::comtrade2013, "comtrade2013", ".cfg", "COMTRADE 2013, FLOAT32, .cfg and .dat"},
    {WaveformFormat::comtrade1999, "comtrade1999", ".cfg", "COMTRADE 1999, BINARY (16 bit), .cfg and .dat"},
    {WaveformFormat::comtrade1999_ascii, "comtrade1999-ascii", ".cfg", "COMTRADE 1999, ASCII, .cfg and .dat"},
    {WaveformFormat::cff, "cff", ".cff", "COMTRADE 2013 in one file, FLOAT32"},
    {WaveformFormat::cff_ascii, "cff-ascii", ".cff", "COMTRADE 2013 in one file, ASCII"},
    {WaveformFormat::csv, "csv", ".csv", "table"},
    {WaveformFormat::png, "png", ".png", "picture, 1600 x 900"},
}};
/// By the name ("" : by the extension of `path`). Refused: an unknown name or extension, a name that does not go with the extension.
Result<WaveformFormat> waveform_format(std::string_view name, std::string const& path);

struct OutputFile {
    std::string path;
    std::string bytes;
};
/// The files to be written, in this order; path: the one that the user names. Refused: what check_writable() refuses.
Result<std::vector<OutputFile>> write_waveform(WaveformFile const& file, WaveformFormat format, std::string const& path);

/// All of them or none: what was new beside one that cannot be written is removed again. Refused: what write_file() refuses.
Result<void> write_files(std::span<OutputFile const> files);

/// Refused: no channel, no samples, unequal lengths, a rate that is not above 0, samples that are not finite or beyond 1e12.
Result<void> check_writable(WaveformFile const& file);

/// Samples with from <= t < to [s]; NaN: to the end. Refused where none is left.
Result<WaveformFile> cut(WaveformFile file, double from, double to);
/// Channels by name or number (from 1), in this order. Refused: an unknown one.
Result<WaveformFile> choose(WaveformFile const& file, std::span<std::string const> channels);

/// Frames of the terminals as a recording at 9600 Hz: V1 V2 V3 against neutral, as recordings are (docs/decisions/0010-recordings.md), Vn
/// against earth, I1 I2 I3 I4.
WaveformFile waveform_of(std::span<Frame const> frames, std::string const& name);

/// "V" or "A" where the unit is one of voltage or current (samples are in these), else as it is.
std::string base_unit(std::string const& unit);
/// In UTF-8, on one line and without commas; at most so many bytes, cut between characters.
std::string plain_name(std::string_view text, std::size_t most);

}  // namespace mb
