// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/waveform_write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

#include "core/base/suggest.hpp"
#include "sim/channel_unit.hpp"
#include "sim/comtrade_write.hpp"
#include "sim/csv_write.hpp"
#include "sim/file_write.hpp"
#include "sim/sample_repair.hpp"
#include "sim/text_fields.hpp"
#include "sim/waveform_picture.hpp"

namespace mb {
namespace {

/// The data file beside a configuration, its case as that one's.
std::string data_beside(std::string const& path) {
    std::filesystem::path file{path};
    std::string const extension = file.extension().string();
    bool const large = !extension.empty() && extension == to_upper(extension);
    return file.replace_extension(large ? ".DAT" : ".dat").string();
}

}  // namespace

Result<WaveformFormat> waveform_format(std::string_view name, std::string const& path) {
    std::string const extension = std::filesystem::path(path).extension().string();
    auto const fits = [&](WaveformFormatRow const& row) { return to_upper(extension) == to_upper(std::string{row.extension}); };
    if (name.empty()) {
        auto const row = std::find_if(kWaveformFormats.begin(), kWaveformFormats.end(), fits);
        if (row != kWaveformFormats.end()) return row->id;
        return input_error("{}: '{}' does not tell what to write; end it in .cfg, .cff, .csv or .png", path, extension);
    }
    auto const row =
        std::find_if(kWaveformFormats.begin(), kWaveformFormats.end(), [&](WaveformFormatRow const& r) { return r.name == name; });
    if (row == kWaveformFormats.end()) {
        std::vector<std::string_view> known;
        for (WaveformFormatRow const& r : kWaveformFormats) known.push_back(r.name);
        return input_error("unknown format '{}'{}; known are {}", name.substr(0, 40), suggestion(name, known), fmt::join(known, ", "));
    }
    if (!fits(*row)) return input_error("{}: format {} wants a file that ends in {}", path, name, row->extension);
    return row->id;
}

Result<std::vector<OutputFile>> write_waveform(WaveformFile const& file, WaveformFormat format, std::string const& path) {
    auto const pair = [&](ComtradeFormat data) -> Result<std::vector<OutputFile>> {
        auto written = write_comtrade(file, data);
        if (!written) return written.error();
        // The data first: a configuration never stands there without them.
        return std::vector<OutputFile>{{data_beside(path), std::move(written->data)}, {path, std::move(written->config)}};
    };
    auto const single = [&](Result<std::string> written) -> Result<std::vector<OutputFile>> {
        if (!written) return written.error();
        return std::vector<OutputFile>{{path, *std::move(written)}};
    };
    switch (format) {
        case WaveformFormat::comtrade1999:
            return pair(ComtradeFormat::binary);
        case WaveformFormat::comtrade1999_ascii:
            return pair(ComtradeFormat::ascii);
        case WaveformFormat::comtrade2013:
            return pair(ComtradeFormat::float32);
        case WaveformFormat::cff:
            return single(write_cff(file, ComtradeFormat::float32));
        case WaveformFormat::cff_ascii:
            return single(write_cff(file, ComtradeFormat::ascii));
        case WaveformFormat::csv:
            return single(write_csv(file));
        case WaveformFormat::png:
            break;
    }
    return single(draw_waveform(file));
}

Result<void> write_files(std::span<OutputFile const> files) {
    std::vector<std::string> fresh;
    std::error_code none;
    for (OutputFile const& file : files) {
        bool const was_there = std::filesystem::exists(file.path, none);
        if (auto const written = write_file(file.path, file.bytes); !written) {
            for (std::string const& path : fresh) std::filesystem::remove(path, none);
            return written;
        }
        if (!was_there) fresh.push_back(file.path);
    }
    return {};
}

Result<void> check_writable(WaveformFile const& file) {
    if (file.channels.empty() || file.channels[0].samples.empty()) return input_error("{}: there is nothing to write", file.name);
    if (!(file.sampling_rate > 0.0 && file.sampling_rate <= 1e9))
        return input_error("{}: a sampling rate of {} Hz cannot be written", file.name, file.sampling_rate);
    for (WaveformChannel const& channel : file.channels) {
        if (channel.samples.size() != file.channels[0].samples.size())
            return input_error("{}: '{}' has {} samples and the first channel {}; they must be equal", file.name, one_line(channel.name),
                               channel.samples.size(), file.channels[0].samples.size());
        for (double const x : channel.samples)
            if (!(std::abs(x) <= kLargestSample))
                return input_error("{}: '{}' holds {}, which no format keeps", file.name, one_line(channel.name), x);
    }
    return {};
}

Result<WaveformFile> cut(WaveformFile file, double from, double to) {
    auto const index = [&](double t, std::size_t most) {
        double const at = std::ceil(t * file.sampling_rate - 1e-6);  // what a decimal fraction of a second lacks is no sample
        return at >= static_cast<double>(most) ? most : at > 0.0 ? static_cast<std::size_t>(at) : 0;
    };
    std::size_t const length = file.channels.empty() ? 0 : file.channels[0].samples.size();
    std::size_t const begin = index(from, length);
    std::size_t const end = std::isnan(to) ? length : index(to, length);
    if (begin >= end)
        return input_error("{}: no sample lies in that window; the recording is {:.6g} s long", file.name,
                           static_cast<double>(length) / file.sampling_rate);
    for (WaveformChannel& channel : file.channels)
        channel.samples = {channel.samples.begin() + static_cast<std::ptrdiff_t>(begin),
                           channel.samples.begin() + static_cast<std::ptrdiff_t>(end)};
    return file;
}

Result<WaveformFile> choose(WaveformFile const& file, std::span<std::string const> channels) {
    WaveformFile chosen = file;
    chosen.channels.clear();
    for (std::string const& wanted : channels) {
        auto found = std::find_if(file.channels.begin(), file.channels.end(), [&](WaveformChannel const& c) { return c.name == wanted; });
        auto const number = parse_integer(wanted);
        if (found == file.channels.end() && number && *number >= 1 && *number <= static_cast<std::int64_t>(file.channels.size()))
            found = file.channels.begin() + (*number - 1);
        if (found == file.channels.end()) {
            std::vector<std::string_view> known;
            for (WaveformChannel const& channel : file.channels) known.push_back(channel.name);
            return input_error("{}: no channel '{}'{}; it has {}", file.name, one_line(wanted), suggestion(wanted, known),
                               one_line(fmt::format("{}", fmt::join(known, ", ")), 200));
        }
        chosen.channels.push_back(*found);
    }
    return chosen;
}

WaveformFile waveform_of(std::span<Frame const> frames, std::string const& name) {
    constexpr std::array<std::string_view, kChannels> kNames{"V1", "V2", "V3", "Vn", "I1", "I2", "I3", "I4"};
    constexpr std::array<std::string_view, kChannels> kPhases{"A", "B", "C", "N", "A", "B", "C", "N"};
    WaveformFile file;
    file.name = name;
    file.sampling_rate = kSampleRate;
    for (std::size_t c = 0; c < kChannels; ++c) {
        bool const voltage = c <= index(Channel::vn);
        WaveformChannel channel{std::string{kNames[c]}, std::string{kPhases[c]}, voltage ? "V" : "A", {}};
        channel.samples.reserve(frames.size());
        for (Frame const& frame : frames) {
            double const against = c < index(Channel::vn) ? static_cast<double>(frame.lanes[index(Channel::vn)]) : 0.0;
            channel.samples.push_back(static_cast<double>(frame.lanes[c]) - against);
        }
        file.channels.push_back(std::move(channel));
    }
    return file;
}

std::string base_unit(std::string const& unit) {
    auto const known = channel_unit(unit);
    if (!known) return unit;
    return known->kind == ChannelKind::voltage ? "V" : "A";
}

std::string plain_name(std::string_view text, std::size_t most) {
    std::string name = one_line(plain_text(text).text, std::string::npos);
    std::replace(name.begin(), name.end(), ',', ' ');
    if (name.size() > most) {
        while (most > 0 && (static_cast<unsigned char>(name[most]) & 0xC0U) == 0x80U) --most;  // not within a character of UTF-8
        name.resize(most);
    }
    return std::string{trimmed(name)};
}

}  // namespace mb
