// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/comtrade_write.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <vector>

#include "sim/waveform_write.hpp"

namespace mb {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr double kLargestStamp = 4'294'967'294.0;  // of 32 bits; the last number means none

struct Counts {
    double largest;  ///< of a sample
    int revision;
    std::string_view name;
    std::string_view lowest, highest;  ///< as the configuration states them
};
Counts counts_of(ComtradeFormat format) {
    if (format == ComtradeFormat::ascii) return {99'998.0, 1999, "ASCII", "-99999", "99998"};
    if (format == ComtradeFormat::binary) return {32'767.0, 1999, "BINARY", "-32767", "32767"};
    return {0.0, 2013, "FLOAT32", "-3.4028235E38", "3.4028235E38"};
}

/// The smallest of 1.0, 1.1 … 9.9 times a power of ten that is not below x > 0.
double two_digits_above(double x) {
    int const exponent = static_cast<int>(std::floor(std::log10(x))) - 1;
    for (int e = exponent - 1;; ++e)
        for (int digits = 10; digits < 100; ++digits) {
            double const step = e >= 0 ? digits * std::pow(10.0, e) : digits / std::pow(10.0, -e);
            if (step >= x * (1.0 - 1e-12)) return step;  // a product that was rounded up is not above its factor
        }
}

/// What one count is worth. Chosen so that the rounded samples ask for the same count again.
double count_of(std::vector<double> const& samples, double largest) {
    double peak = 0.0;
    for (double const x : samples) peak = std::max(peak, std::abs(x));
    if (peak / largest < 1e-300) return 1.0;
    double const count = two_digits_above(peak / largest);
    // A peak just above what the next finer count takes may be rounded down to that: then it is that count, and the peak its last one.
    return two_digits_above(std::round(peak / count) * count / largest);
}

void put(std::string& bytes, std::uint32_t value, int length) {
    for (int i = 0; i < length; ++i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

class Writer {
public:
    Writer(WaveformFile const& file, ComtradeFormat format) : file_(file), format_(format), limits_(counts_of(format)) {
        samples_ = file.channels[0].samples.size();
        for (WaveformChannel const& channel : file.channels)
            counts_.push_back(limits_.largest > 0.0 ? count_of(channel.samples, limits_.largest) : 1.0);
        double const last = static_cast<double>(samples_ - 1) * 1e6 / file.sampling_rate;
        while (last / stamp_ > kLargestStamp) stamp_ *= 10.0;
    }

    std::string config(int revision) const {
        std::string text;
        auto const line = [&](std::string const& content) { text.append(content).append(kEnd); };
        line(fmt::format("{},Meterbench,{}", plain_name(file_.name, 64), revision));
        line(fmt::format("{0},{0}A,0D", file_.channels.size()));
        for (std::size_t c = 0; c < file_.channels.size(); ++c) {
            WaveformChannel const& channel = file_.channels[c];
            line(fmt::format("{},{},{},,{},{},0,0,{},{},1,1,P", c + 1, plain_name(channel.name, 64), plain_name(channel.phase, 2),
                             plain_name(base_unit(channel.unit), 32), counts_[c], limits_.lowest, limits_.highest));
        }
        line(fmt::format("{}", file_.line_frequency));
        line("1");
        line(fmt::format("{},{}", file_.sampling_rate, samples_));
        line("01/01/2000,00:00:00.000000");
        line("01/01/2000,00:00:00.000000");
        line(std::string{limits_.name});
        line(fmt::format("{}", stamp_));
        if (revision >= 2013) {
            line("0,x");  // UTC; no local time
            line("F,3");  // the clock is not to be relied on, nor what it says of leap seconds
        }
        return text;
    }

    std::string data() const {
        std::string bytes;
        auto out = std::back_inserter(bytes);
        for (std::size_t i = 0; i < samples_; ++i) {
            auto const number = static_cast<std::uint32_t>(i + 1);
            auto const stamp = static_cast<std::uint32_t>(std::llround(static_cast<double>(i) * 1e6 / file_.sampling_rate / stamp_));
            if (format_ == ComtradeFormat::ascii) {
                fmt::format_to(out, "{},{}", number, stamp);
            } else {
                put(bytes, number, 4);
                put(bytes, stamp, 4);
            }
            for (std::size_t c = 0; c < counts_.size(); ++c) sample(bytes, file_.channels[c].samples[i], counts_[c]);
            if (format_ == ComtradeFormat::ascii) bytes.append(kEnd);
        }
        return bytes;
    }

    int revision() const { return limits_.revision; }
    std::string_view type() const { return limits_.name; }

private:
    void sample(std::string& bytes, double value, double count) const {
        if (format_ == ComtradeFormat::float32) return put(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
        auto const rounded = static_cast<std::int32_t>(std::clamp(std::round(value / count), -limits_.largest, limits_.largest));
        if (format_ == ComtradeFormat::binary)
            put(bytes, static_cast<std::uint32_t>(rounded), 2);
        else
            fmt::format_to(std::back_inserter(bytes), ",{}", rounded);
    }

    WaveformFile const& file_;
    ComtradeFormat format_;
    Counts limits_;
    std::size_t samples_ = 0;
    std::vector<double> counts_;  // value of a count, per channel
    double stamp_ = 1.0;          // [µs] of a count of the time stamps
};

Result<void> check(WaveformFile const& file, ComtradeFormat format) {
    if (format == ComtradeFormat::binary32) return input_error("{}: BINARY32 is read and not written; choose FLOAT32", file.name);
    if (auto const good = check_writable(file); !good) return good;
    if (file.channels[0].samples.size() > 4'294'967'294U)
        return input_error("{}: {} samples are more than COMTRADE can number; cut out a part", file.name, file.channels[0].samples.size());
    return {};
}

}  // namespace

Result<ComtradePair> write_comtrade(WaveformFile const& file, ComtradeFormat format) {
    if (auto const good = check(file, format); !good) return good.error();
    Writer const writer(file, format);
    return ComtradePair{writer.config(writer.revision()), writer.data()};
}

Result<std::string> write_cff(WaveformFile const& file, ComtradeFormat format) {
    if (auto const good = check(file, format); !good) return good.error();
    Writer const writer(file, format);
    std::string const data = writer.data();
    std::string const size = format == ComtradeFormat::ascii ? std::string{} : fmt::format(": {}", data.size());
    return fmt::format("--- file type: CFG ---{0}{1}--- file type: INF ---{0}--- file type: HDR ---{0}--- file type: DAT {2}{3} ---{0}",
                       kEnd, writer.config(2013), writer.type(), size) +
           data;
}

}  // namespace mb
