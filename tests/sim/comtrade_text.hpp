// SPDX-License-Identifier: GPL-3.0-or-later
/// Small COMTRADE recordings written by the tests themselves: every part can be bent.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/comtrade.hpp"

namespace mb::test {

/// One voltage channel, 1 kHz, four samples, ASCII, as the 1999 edition wants it.
struct ComtradeText {
    std::string station = "Station,Device,1999";
    std::string counts = "1,1A,0D";
    std::vector<std::string> channels{"1,U1,A,,V,1,0,0,-32767,32767,1,1,P"};
    std::string line_frequency = "50";
    std::vector<std::string> rates{"1", "1000,4"};
    std::string start = "01/02/2020,10:00:00.000000";
    std::string trigger = "01/02/2020,10:00:00.001000";
    std::string format = "ASCII";
    std::vector<std::string> rest{"1"};
    std::string line_end = "\r\n";

    std::string config() const {
        std::string text;
        auto const put = [&](std::string const& line) { text += line + line_end; };
        put(station);
        put(counts);
        for (auto const& line : channels) put(line);
        put(line_frequency);
        for (auto const& line : rates) put(line);
        put(start);
        put(trigger);
        put(format);
        for (auto const& line : rest) put(line);
        return text;
    }

    Result<WaveformFile> read(std::string const& data) const {
        auto const parsed = parse_config(config(), "x.cfg");
        if (!parsed) return parsed.error();
        return read_data(*parsed, {reinterpret_cast<std::uint8_t const*>(data.data()), data.size()}, "x.dat");
    }
};

inline std::string const kFourSamples = "1,0,10\r\n2,1000,20\r\n3,2000,30\r\n4,3000,40\r\n";

/// Little-endian bytes of a binary record.
class Bytes16 {
public:
    Bytes16& u32(std::uint32_t value) { return put(value, 4); }
    Bytes16& i16(int value) { return put(static_cast<std::uint32_t>(value), 2); }
    Bytes16& i32(std::int32_t value) { return put(static_cast<std::uint32_t>(value), 4); }
    Bytes16& f32(float value) { return put(std::bit_cast<std::uint32_t>(value), 4); }
    std::string bytes;

private:
    Bytes16& put(std::uint32_t value, int length) {
        for (int i = 0; i < length; ++i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
        return *this;
    }
};

/// Is there a diagnostic that holds `part`?
inline bool says(std::vector<std::string> const& diagnostics, std::string const& part) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [&](std::string const& d) { return d.find(part) != std::string::npos; });
}

}  // namespace mb::test
