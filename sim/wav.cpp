// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/wav.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <limits>

#include "sim/channel_unit.hpp"
#include "sim/file_bytes.hpp"
#include "sim/sample_repair.hpp"
#include "sim/text_fields.hpp"
#include "sim/wav_chunks.hpp"

namespace mb {
namespace {

namespace fs = std::filesystem;

constexpr double kCount = 0x1p-31;

/// A sample as a part of full scale; a float that is no number is missing.
double part_of_full_scale(std::uint8_t const* at, WavFormat format) {
    auto const byte = [&](int i) { return std::uint32_t{at[i]}; };
    // Shorter numbers are moved to the top of 32 bits, where their sign is.
    switch (format) {
        case WavFormat::pcm16:
            return static_cast<double>(static_cast<std::int32_t>(byte(0) << 16 | byte(1) << 24)) * kCount;
        case WavFormat::pcm24:
            return static_cast<double>(static_cast<std::int32_t>(byte(0) << 8 | byte(1) << 16 | byte(2) << 24)) * kCount;
        case WavFormat::pcm32:
            return static_cast<double>(static_cast<std::int32_t>(byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24)) * kCount;
        case WavFormat::float32: {
            auto const value = std::bit_cast<float>(byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24);
            return std::isfinite(value) ? static_cast<double>(value) : std::numeric_limits<double>::quiet_NaN();
        }
    }
    return 0.0;
}

/// The row of a channel, nullptr where there is none.
WavScale const* row_of(std::span<WavScale const> scale, int channel) {
    auto const found = std::find_if(scale.begin(), scale.end(), [&](WavScale const& row) { return row.channel == channel; });
    return found == scale.end() ? nullptr : &*found;
}

Result<WaveformChannel> channel_of(WavChunks const& chunks, WavScale const& row, WaveformFile& file) {
    std::size_t const width = bytes_per_sample(chunks.format);
    std::size_t const frame = width * static_cast<std::size_t>(chunks.channels);
    auto const unit = channel_unit(row.unit);
    double const full_scale = row.full_scale * (unit ? unit->scale : 1.0);
    WaveformChannel channel{row.name, "", row.unit, std::vector<double>(chunks.data.size() / frame)};
    std::uint8_t const* at = chunks.data.data() + static_cast<std::size_t>(row.channel - 1) * width;
    for (double& sample : channel.samples) {
        sample = full_scale * part_of_full_scale(at, chunks.format);
        at += frame;
        if (std::abs(sample) > kLargestSample)
            return input_error("{}: channel {} reaches {:g} {}, beyond all reason; check its full scale", file.name, row.channel, sample,
                               row.unit);
    }
    std::size_t const missing = fill_missing(channel.samples);
    if (missing == channel.samples.size())
        channel.samples.clear();
    else if (missing > 0)
        file.diagnostics.push_back(
            fmt::format("{}: {} samples of '{}' are no numbers: filled by straight lines", file.name, missing, row.name));
    return channel;
}

}  // namespace

Result<WaveformFile> read_wav(ByteView bytes, std::span<WavScale const> scale, std::string const& file) {
    auto const chunks = wav_chunks(bytes, file);
    if (!chunks) return chunks.error();
    WaveformFile out;
    out.name = file;
    out.sampling_rate = chunks->rate;
    out.diagnostics = chunks->diagnostics;
    for (int number = 1; number <= chunks->channels; ++number) {
        WavScale const* const row = row_of(scale, number);
        if (row == nullptr) {
            out.diagnostics.push_back(fmt::format("{}: channel {} has no row in its scale and is left out", file, number));
            continue;
        }
        auto channel = channel_of(*chunks, *row, out);
        if (!channel) return channel.error();
        if (channel->samples.empty())
            out.diagnostics.push_back(fmt::format("{}: channel {} ('{}') holds no number and is left out", file, number, row->name));
        else
            out.channels.push_back(std::move(*channel));
    }
    for (WavScale const& row : scale)
        if (row.channel > chunks->channels)
            out.diagnostics.push_back(
                fmt::format("{}: its scale describes channel {} ('{}'), the file has {}", file, row.channel, row.name, chunks->channels));
    if (out.channels.empty()) return input_error("{}: none of its {} channels has a scale and samples", file, chunks->channels);
    return out;
}

Result<WaveformFile> read_wav_file(std::string const& path) {
    auto const bytes = read_file_bytes(path);
    if (!bytes) return bytes.error();
    fs::path beside(path);
    std::error_code error;
    beside.replace_extension(".scale.csv");
    if (fs::path capital = fs::path(path).replace_extension(".SCALE.CSV");
        !fs::is_regular_file(beside, error) && fs::is_regular_file(capital, error))
        beside = capital;
    if (!fs::is_regular_file(beside, error))
        return input_error(
            "{}: a WAV file does not tell volts and amperes; write {} beside it with the header channel,name,unit,full_scale and "
            "a row for each channel, for example 1,U1,V,500",
            path, beside.filename().string());
    auto const text = read_file_bytes(beside.string());
    if (!text) return text.error();
    auto const scale = read_wav_scale(*text, beside.string());
    if (!scale) return scale.error();
    auto file = read_wav({reinterpret_cast<std::uint8_t const*>(bytes->data()), bytes->size()}, *scale, path);
    if (file) file->name = fs::path(path).filename().string();
    return file;
}

}  // namespace mb
