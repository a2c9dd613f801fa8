// SPDX-License-Identifier: GPL-3.0-or-later
// Binary records: sample number, stamp, samples, status words, all little-endian (C37.111-1999, 6.5; -2013, 8.6).
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "sim/comtrade_records.hpp"

namespace mb {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint8_t kDosEnd = 0x1A;
/// How much longer than described a binary record may be before we no longer look for it.
constexpr std::size_t kMostExtraBytes = 512;
/// A channel is read from so many records at a time: they stay in the first cache while all channels pass.
constexpr std::size_t kRecordsAtATime = 256;
/// Number and stamp before the samples.
constexpr std::size_t kHead = 8;

std::uint32_t word32(std::uint8_t const* at) {
    std::array<std::uint8_t, 4> b;
    std::memcpy(b.data(), at, b.size());
    return std::uint32_t{b[0]} | std::uint32_t{b[1]} << 8 | std::uint32_t{b[2]} << 16 | std::uint32_t{b[3]} << 24;
}

struct BinaryShape {
    std::size_t analog_end = kHead;  ///< sample number, time stamp, analog samples
    std::size_t record = kHead;      ///< with the status words
};

BinaryShape described_shape(ComtradeConfig const& config) {
    BinaryShape shape;
    shape.analog_end += (config.format == ComtradeFormat::binary ? 2 : 4) * config.analog.size();
    shape.record = shape.analog_end + 2 * static_cast<std::size_t>((config.status_channels + 15) / 16);
    return shape;
}

/// Do records of this length start with consecutive sample numbers?
bool counts_up(ByteView bytes, std::size_t record) {
    std::size_t const checks = std::min<std::size_t>(bytes.size() / record, 5);
    for (std::size_t i = 1; i < checks; ++i)
        if (word32(bytes.data() + i * record) != word32(bytes.data()) + i) return false;
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

/// A sample is missing where it is the most negative count, unless the channel says that it uses that count.
template <class Count>
struct Integers {
    static constexpr std::size_t kBytes = sizeof(Count);
    explicit Integers(ComtradeChannel const& channel) : uses_lowest(channel.lowest <= double{std::numeric_limits<Count>::min()}) {}
    double operator()(std::uint8_t const* at) const {
        Count count;
        if constexpr (kBytes == 2)
            count = static_cast<Count>(at[0] | at[1] << 8);
        else
            count = static_cast<Count>(word32(at));
        return count == std::numeric_limits<Count>::min() && !uses_lowest ? kMissing : static_cast<double>(count);
    }
    bool uses_lowest;
};

/// 2013, 8.6: the lowest float says "missing"; infinities are of no use either.
struct Floats {
    static constexpr std::size_t kBytes = 4;
    explicit Floats(ComtradeChannel const&) {}
    double operator()(std::uint8_t const* at) const {
        auto const value = std::bit_cast<float>(word32(at));
        return std::isfinite(value) && value != std::numeric_limits<float>::lowest() ? double{value} : kMissing;
    }
};

template <class Samples>
void read_samples(ComtradeConfig const& config, ByteView bytes, std::size_t record, std::size_t held, ComtradeRecords& records) {
    std::vector<Samples> const readers(config.analog.begin(), config.analog.end());
    for (auto& channel : records.counts) channel.resize(held);
    for (std::size_t begin = 0; begin < held; begin += kRecordsAtATime) {
        std::size_t const count = std::min(kRecordsAtATime, held - begin);
        for (std::size_t c = 0; c < readers.size(); ++c) {
            Samples const read = readers[c];
            std::uint8_t const* at = bytes.data() + begin * record + kHead + c * Samples::kBytes;
            double* const to = records.counts[c].data() + begin;
            for (std::size_t i = 0; i < count; ++i, at += record) to[i] = read(at);
        }
    }
}

void read_heads(ByteView bytes, std::size_t record, std::size_t held, ComtradeRecords& records) {
    constexpr std::uint32_t kNoStamp = 0xFFFFFFFFU;
    bool any_stamp = false;
    records.numbers.resize(held);
    records.stamps.resize(held);
    for (std::size_t i = 0; i < held; ++i) {
        std::uint8_t const* const at = bytes.data() + i * record;
        std::uint32_t const stamp = word32(at + 4);
        any_stamp = any_stamp || (stamp != 0 && stamp != kNoStamp);
        records.numbers[i] = word32(at);
        records.stamps[i] = stamp == kNoStamp ? kMissing : static_cast<double>(stamp);
    }
    if (!any_stamp) std::fill(records.stamps.begin(), records.stamps.end(), kMissing);
}

}  // namespace

Result<ComtradeRecords> read_binary_records(ComtradeConfig const& config, ByteView bytes, std::string const& file, DataPlace const& place) {
    ComtradeRecords records;
    records.counts.resize(config.analog.size());
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
        bool const goes_on =
            rest.size() >= shape.record && word32(rest.data()) == word32(bytes.data()) + static_cast<std::uint32_t>(stated);
        if (!rest.empty() && (all_padding(rest) || !goes_on)) {
            records.diagnostics.push_back(fmt::format("{}: {} bytes after the last sample are ignored", file, rest.size()));
            bytes = bytes.first(bytes.size() - rest.size());
        }
    }
    std::size_t const held = bytes.size() / shape.record;
    if (std::size_t const tail = bytes.size() % shape.record; tail != 0) {
        bool const lacks = static_cast<std::int64_t>(held) < stated && !all_padding(bytes.last(tail));
        if (lacks && !place.known_short) return cut_off_error(fmt::format("{}: byte {}", file, bytes.size()), held, stated);
        records.diagnostics.push_back(fmt::format("{}: {} bytes after the last whole record are ignored", file, tail));
    }
    if (config.format == ComtradeFormat::binary)
        read_samples<Integers<std::int16_t>>(config, bytes, shape.record, held, records);
    else if (config.format == ComtradeFormat::binary32)
        read_samples<Integers<std::int32_t>>(config, bytes, shape.record, held, records);
    else
        read_samples<Floats>(config, bytes, shape.record, held, records);
    read_heads(bytes, shape.record, held, records);
    return records;
}

}  // namespace mb
