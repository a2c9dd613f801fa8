// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/comtrade_records.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/text_fields.hpp"

namespace mb {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint8_t kDosEnd = 0x1A;
/// How much longer than described a binary record may be before we no longer look for it.
constexpr std::size_t kMostExtraBytes = 512;

ComtradeRecords empty_records(ComtradeConfig const& config) {
    ComtradeRecords records;
    records.counts.resize(config.analog.size());
    return records;
}

Error cut_off(std::string const& place, std::size_t held, std::int64_t stated) {
    return input_error("{}: the data end inside a record, {} of {} samples are there; the file was cut off, copy it again", place, held,
                       stated);
}

/// 1999, 8.4 and 1991: a missing ASCII sample is empty or 99999 (beyond the channel's own range).
double ascii_count(double value, ComtradeChannel const& channel) {
    return value == 99999.0 && channel.highest < 99999.0 ? kMissing : value;
}

/// A binary sample is missing where it is the most negative count, unless the channel says that it uses that count.
double binary_count(double value, double most_negative, ComtradeChannel const& channel) {
    return value == most_negative && !(channel.lowest <= most_negative) ? kMissing : value;
}

std::uint32_t word(ByteView bytes, std::size_t at, std::size_t length) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < length; ++i) value |= std::uint32_t{bytes[at + i]} << (8 * i);
    return value;
}

struct BinaryShape {
    std::size_t sample_bytes = 2;
    std::size_t analog_end = 8;  ///< sample number, time stamp, analog samples
    std::size_t record = 8;      ///< with the status words
};

BinaryShape described_shape(ComtradeConfig const& config) {
    BinaryShape shape;
    shape.sample_bytes = config.format == ComtradeFormat::binary ? 2 : 4;
    shape.analog_end = 8 + shape.sample_bytes * config.analog.size();
    shape.record = shape.analog_end + 2 * static_cast<std::size_t>((config.status_channels + 15) / 16);
    return shape;
}

/// Do records of this length start with consecutive sample numbers?
bool counts_up(ByteView bytes, std::size_t record) {
    std::size_t const checks = std::min<std::size_t>(bytes.size() / record, 5);
    for (std::size_t i = 1; i < checks; ++i)
        if (word(bytes, i * record, 4) != word(bytes, 0, 4) + i) return false;
    return checks >= 2;
}

/// The length of a record as the sample numbers tell where the description does not fit; 0 where nothing does.
std::size_t measured_record(ByteView bytes, BinaryShape const& shape) {
    for (std::size_t extra = 0; extra <= kMostExtraBytes; extra += 2)
        if (shape.analog_end + extra != shape.record && counts_up(bytes, shape.analog_end + extra)) return shape.analog_end + extra;
    return 0;
}

bool all_padding(ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == kDosEnd; }) ||
           std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

double binary_sample(ByteView bytes, std::size_t at, ComtradeFormat format, ComtradeChannel const& channel) {
    if (format == ComtradeFormat::binary)
        return binary_count(static_cast<std::int16_t>(word(bytes, at, 2)), std::numeric_limits<std::int16_t>::min(), channel);
    if (format == ComtradeFormat::binary32)
        return binary_count(static_cast<std::int32_t>(word(bytes, at, 4)), std::numeric_limits<std::int32_t>::min(), channel);
    auto const value = std::bit_cast<float>(word(bytes, at, 4));
    // 2013, 8.6: the lowest float says "missing"; infinities are of no use either.
    return std::isfinite(value) && value != std::numeric_limits<float>::lowest() ? static_cast<double>(value) : kMissing;
}

}  // namespace

StatedSamples stated_samples(ComtradeConfig const& config, std::size_t held) {
    if (config.rates.empty()) return {};
    constexpr std::int64_t kMost = 1'000'000'000'000'000;  // far from overflow
    std::int64_t sum = 0, last = -1;
    bool ascending = true;
    for (ComtradeRate const& rate : config.rates) {
        ascending = ascending && rate.last_sample > last;
        last = rate.last_sample;
        sum = std::min(sum + std::min(last, kMost), kMost);
    }
    auto const there = static_cast<std::int64_t>(held);
    bool const lengths = config.rates.size() > 1 && (!ascending || (sum == there && last != there));
    return {lengths ? sum : last, lengths};
}

Result<ComtradeRecords> read_ascii_records(ComtradeConfig const& config, std::string_view text, std::string const& file) {
    ComtradeRecords records = empty_records(config);
    std::string_view const body = text.substr(0, text.find(static_cast<char>(kDosEnd)));
    std::size_t const wanted = 2 + config.analog.size();
    std::size_t const all = wanted + static_cast<std::size_t>(config.status_channels);
    std::size_t short_lines = 0, long_lines = 0;
    auto const lines = split_lines(body);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (trimmed(lines[i]).empty()) continue;
        auto const fields = split_fields(lines[i], ',');
        auto const place = [&] { return fmt::format("{}:{}", file, i + 1); };
        bool const last = i + 1 == lines.size() && !body.ends_with('\n') && !body.ends_with('\r');
        auto const held = records.numbers.size();
        auto const number = parse_number(fields[0]);
        if (!number || std::abs(*number) > 1e15)
            return input_error("{}: a sample number is expected, found '{}'; are these ASCII data?", place(),
                               plain_text(fields[0].substr(0, 40)).text);
        std::int64_t const stated = last ? stated_samples(config, held + 1).count : 0;
        if (last && fields.size() < wanted && static_cast<std::int64_t>(held) < stated) return cut_off(place(), held, stated);
        if (last && static_cast<std::int64_t>(held) + 1 < stated) {
            records.diagnostics.push_back(
                fmt::format("{}: the last line has no end, its last value may be cut: the line is ignored", place()));
            break;
        }
        records.numbers.push_back(static_cast<std::int64_t>(*number));
        records.stamps.push_back(fields.size() > 1 ? parse_number(fields[1]).value_or(kMissing) : kMissing);
        for (std::size_t c = 0; c < config.analog.size(); ++c) {
            std::string_view const field = 2 + c < fields.size() ? fields[2 + c] : std::string_view{};
            auto const value = parse_number(field);
            if (!value && !field.empty())
                return input_error("{}: sample '{}' of channel '{}' is no number", place(), plain_text(field.substr(0, 40)).text,
                                   config.analog[c].name);
            records.counts[c].push_back(value ? ascii_count(*value, config.analog[c]) : kMissing);
        }
        if (fields.size() < all) ++short_lines;
        // An empty field after a last comma is a habit of some writers, not a value.
        if (fields.size() > all && !(fields.size() == all + 1 && fields.back().empty())) ++long_lines;
    }
    if (short_lines > 0)
        records.diagnostics.push_back(fmt::format("{}: {} lines have fewer than the {} fields described", file, short_lines, all));
    if (long_lines > 0)
        records.diagnostics.push_back(
            fmt::format("{}: {} lines have more than the {} fields described: the rest is ignored", file, long_lines, all));
    return records;
}

Result<ComtradeRecords> read_binary_records(ComtradeConfig const& config, ByteView bytes, std::string const& file) {
    ComtradeRecords records = empty_records(config);
    BinaryShape shape = described_shape(config);
    if (bytes.size() >= 2 * shape.record && !counts_up(bytes, shape.record)) {
        if (std::size_t const measured = measured_record(bytes, shape); measured != 0) {
            records.diagnostics.push_back(
                fmt::format("{}: the configuration describes records of {} bytes, the sample numbers show {}: these are used", file,
                            shape.record, measured));
            shape.record = measured;
        }
    }
    std::int64_t const stated = stated_samples(config, bytes.size() / shape.record).count;
    // What follows the stated samples: padding, or more samples.
    if (stated > 0 && bytes.size() / shape.record >= static_cast<std::size_t>(stated)) {
        ByteView const rest = bytes.subspan(static_cast<std::size_t>(stated) * shape.record);
        bool const goes_on = rest.size() >= shape.record && word(rest, 0, 4) == word(bytes, 0, 4) + static_cast<std::uint32_t>(stated);
        if (!rest.empty() && (all_padding(rest) || !goes_on)) {
            records.diagnostics.push_back(fmt::format("{}: {} bytes after the last sample are ignored", file, rest.size()));
            bytes = bytes.first(bytes.size() - rest.size());
        }
    }
    std::size_t const held = bytes.size() / shape.record;
    if (std::size_t const tail = bytes.size() % shape.record; tail != 0) {
        if (!all_padding(bytes.last(tail)) && static_cast<std::int64_t>(held) < stated)
            return cut_off(fmt::format("{}: byte {}", file, bytes.size()), held, stated);
        records.diagnostics.push_back(fmt::format("{}: {} bytes after the last whole record are ignored", file, tail));
    }
    for (auto& channel : records.counts) channel.reserve(held);
    bool any_stamp = false;
    for (std::size_t i = 0; i < held; ++i) {
        std::size_t const at = i * shape.record;
        records.numbers.push_back(word(bytes, at, 4));
        std::uint32_t const stamp = word(bytes, at + 4, 4);
        any_stamp = any_stamp || (stamp != 0 && stamp != 0xFFFFFFFFU);
        records.stamps.push_back(stamp == 0xFFFFFFFFU ? kMissing : stamp);
        for (std::size_t c = 0; c < config.analog.size(); ++c)
            records.counts[c].push_back(binary_sample(bytes, at + 8 + c * shape.sample_bytes, config.format, config.analog[c]));
    }
    if (!any_stamp) std::fill(records.stamps.begin(), records.stamps.end(), kMissing);
    return records;
}

}  // namespace mb
