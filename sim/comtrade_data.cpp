// SPDX-License-Identifier: GPL-3.0-or-later
// From records to a recording: gaps filled, counts scaled to volts and amperes, skew and changing rates taken out.
#include <algorithm>
#include <cmath>

#include "sim/channel_unit.hpp"
#include "sim/comtrade_records.hpp"
#include "sim/sample_repair.hpp"

namespace mb {
namespace {

/// Skew below this part of a sample changes nothing that a meter shows; beyond the other it is no skew of a converter.
constexpr double kLeastSkew = 1e-3, kMostSkew = 16.0;
/// Stamps further than this from their uniform places are irregular; rounding to a microsecond stays below.
constexpr double kUniform = 0.5;

class DataBuilder {
public:
    DataBuilder(ComtradeConfig const& config, std::string const& file) : config_(config), file_(file) {}

    Result<WaveformFile> build(ComtradeRecords records) {
        out_.name = file_;
        out_.line_frequency = config_.line_frequency;
        out_.diagnostics = config_.diagnostics;
        out_.diagnostics.insert(out_.diagnostics.end(), records.diagnostics.begin(), records.diagnostics.end());
        if (records.numbers.empty())
            return input_error("{}: no sample in the data file; is it the right one for this configuration?", file_);
        fill_gaps(records);
        total_ = records.numbers.size();
        if (auto done = scale(records); !done) return done.error();
        if (auto done = find_rate(records); !done) return done.error();
        take_out_skew();
        if (out_.channels.empty()) note("{}: no analog channel with samples, only {} status channels", file_, config_.status_channels);
        return std::move(out_);
    }

private:
    template <class... Args>
    void note(fmt::format_string<Args...> text, Args&&... args) {
        out_.diagnostics.push_back(fmt::format(text, std::forward<Args>(args)...));
    }

    std::vector<std::vector<double>*> all_samples() {
        std::vector<std::vector<double>*> all;
        for (WaveformChannel& channel : out_.channels) all.push_back(&channel.samples);
        return all;
    }

    /// Sample numbers that jump tell of lost records: their place is kept so that time stays right.
    void fill_gaps(ComtradeRecords& records) {
        auto const& numbers = records.numbers;
        std::int64_t const held = static_cast<std::int64_t>(numbers.size());
        std::int64_t lost = 0;
        bool ascending = true;
        for (std::size_t i = 1; i < numbers.size(); ++i) ascending = ascending && numbers[i] > numbers[i - 1];
        if (ascending) lost = numbers.back() - numbers.front() + 1 - held;
        std::int64_t const stated = stated_samples(config_, static_cast<std::size_t>(held + lost)).count;
        if (!ascending) {
            note("{}: the sample numbers do not go up one by one: the order in the file is used", file_);
        } else if (lost > 0 && (lost > held || (stated > 0 && held + lost > stated))) {
            note("{}: the sample numbers jump over {} samples, more than the recording can lack: the samples are joined", file_, lost);
        } else if (lost > 0) {
            note("{}: {} samples are missing (the sample numbers jump): their place is kept and filled by straight lines", file_, lost);
            insert_lost(records);
        }
    }

    static void insert_lost(ComtradeRecords& records) {
        std::vector<std::int64_t> const numbers = std::move(records.numbers);
        std::int64_t const first = numbers.front();
        auto const length = static_cast<std::size_t>(numbers.back() - first + 1);
        auto const spread = [&](std::vector<double>& values) {
            std::vector<double> wide(length, std::numeric_limits<double>::quiet_NaN());
            for (std::size_t i = 0; i < numbers.size(); ++i) wide[static_cast<std::size_t>(numbers[i] - first)] = values[i];
            values = std::move(wide);
        };
        for (auto& channel : records.counts) spread(channel);
        spread(records.stamps);
        records.numbers.resize(length);
        for (std::size_t i = 0; i < length; ++i) records.numbers[i] = first + static_cast<std::int64_t>(i);
    }

    Result<void> scale(ComtradeRecords& records) {
        for (std::size_t c = 0; c < config_.analog.size(); ++c) {
            ComtradeChannel const& channel = config_.analog[c];
            std::vector<double>& samples = records.counts[c];
            auto const outside =
                std::count_if(samples.begin(), samples.end(), [&](double n) { return n < channel.lowest || n > channel.highest; });
            if (outside > 0)
                note("{}: {} samples of channel '{}' are outside the stated {:g} to {:g}: they are used", file_, outside, channel.name,
                     channel.lowest, channel.highest);
            std::size_t const missing = fill_missing(samples);
            if (missing == samples.size()) {
                note("{}: channel '{}' holds no sample and is left out", file_, channel.name);
                continue;
            }
            if (missing > 0) note("{}: {} missing samples of channel '{}' were filled by straight lines", file_, missing, channel.name);
            auto const unit = channel_unit(channel.unit);
            double const factor = channel.ratio * (unit ? unit->scale : 1.0);
            for (double& value : samples) {
                value = (channel.multiplier * value + channel.offset) * factor;
                if (!(std::abs(value) <= kLargestSample))
                    return input_error("{}: channel '{}' reaches {:g}, beyond all reason; check its multiplier and ratio", file_,
                                       channel.name, value);
            }
            out_.channels.push_back({channel.name, channel.phase, channel.unit, std::move(samples)});
            skews_.push_back(channel.skew_us * 1e-6);
        }
        return {};
    }

    Result<void> find_rate(ComtradeRecords const& records) {
        std::vector<double> seconds(records.stamps);
        for (double& t : seconds) t *= config_.stamp_seconds;
        if (config_.rates.size() == 1 && config_.rates[0].rate_hz == 0.0) return rate_from_stamps(seconds);
        std::int64_t const stated = stated_samples(config_, total_).count;
        if (stated != static_cast<std::int64_t>(total_))
            note("{}: {} samples are stated and {} are there: these are used", file_, stated, total_);
        std::vector<RateSegment> const segments = rate_segments();
        for (RateSegment const& segment : segments)
            if (segment.rate <= 0.0) return input_error("{}: one of several sampling rates is 0; correct it in the configuration", file_);
        out_.sampling_rate = segments.front().rate;
        bool const changes =
            std::any_of(segments.begin(), segments.end(), [&](RateSegment const& s) { return s.rate != out_.sampling_rate; });
        if (changes) {
            auto const rate = unify_rates(all_samples(), segments, file_);
            if (!rate) return rate.error();
            out_.sampling_rate = *rate;
            note("{}: {} segments with different sampling rates were brought to {:g} Hz", file_, segments.size(), *rate);
        } else if (auto const axis = time_axis(seconds); axis && std::abs(axis->rate / out_.sampling_rate - 1.0) > 0.02) {
            note("{}: the time stamps tell {:.6g} Hz, the configuration {:.6g} Hz: the configuration is used", file_, axis->rate,
                 out_.sampling_rate);
        }
        return {};
    }

    std::vector<RateSegment> rate_segments() {
        bool const lengths = stated_samples(config_, total_).lengths;
        if (lengths) note("{}: the rate lines hold the number of samples of each segment, not of its last sample", file_);
        std::vector<RateSegment> segments;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < config_.rates.size() && begin < total_; ++i) {
            auto const last = static_cast<std::size_t>(config_.rates[i].last_sample);
            std::size_t end = lengths ? begin + std::min(last, total_) : last;
            end = i + 1 == config_.rates.size() ? total_ : std::clamp(end, begin, total_);
            if (end > begin) segments.push_back({config_.rates[i].rate_hz, end - begin});
            begin = end;
        }
        return segments;
    }

    Result<void> rate_from_stamps(std::vector<double>& seconds) {
        auto const axis = time_axis(seconds);
        if (!axis)
            return input_error("{}: no sampling rate: the configuration states 0 and the records have no time stamps that go forward",
                               file_);
        out_.sampling_rate = axis->rate;
        if (axis->deviation > kUniform) {
            fill_missing(seconds);
            auto const rate = straighten_time(all_samples(), seconds, file_);
            if (!rate) return rate.error();
            out_.sampling_rate = *rate;
            note("{}: the time stamps are not uniform (up to {:.3g} samples): interpolated by straight lines to {:g} Hz", file_,
                 axis->deviation, *rate);
        }
        return {};
    }

    void take_out_skew() {
        for (std::size_t c = 0; c < out_.channels.size(); ++c) {
            double const samples = skews_[c] * out_.sampling_rate;
            if (std::abs(samples) < kLeastSkew) continue;
            WaveformChannel& channel = out_.channels[c];
            if (std::abs(samples) > kMostSkew) {
                note("{}: the skew of channel '{}' ({:g} us) is no delay of a converter: it is ignored", file_, channel.name,
                     skews_[c] * 1e6);
                continue;
            }
            channel.samples = moved_earlier(channel.samples, samples);
            note("{}: the skew of channel '{}' ({:g} us) was taken out", file_, channel.name, skews_[c] * 1e6);
        }
    }

    ComtradeConfig const& config_;
    std::string const& file_;
    WaveformFile out_;
    std::vector<double> skews_;  // [s], per channel of out_
    std::size_t total_ = 0;
};

}  // namespace

Result<WaveformFile> read_data(ComtradeConfig const& config, ByteView bytes, std::string const& file, DataPlace const& place) {
    if (config.rates.empty()) return input_error("{}: the configuration has no sampling rate", file);
    auto records = config.format == ComtradeFormat::ascii
                       ? read_ascii_records(config, {reinterpret_cast<char const*>(bytes.data()), bytes.size()}, file, place)
                       : read_binary_records(config, bytes, file, place);
    if (!records) return records.error();
    return DataBuilder(config, file).build(std::move(*records));
}

}  // namespace mb
