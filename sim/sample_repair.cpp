// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sample_repair.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "sim/sinc_kernel.hpp"

namespace mb {
namespace {

/// How much longer than the file's a recording may become when its rates are unified: 100 Hz beside 25 kHz.
constexpr double kMostGrowth = 256.0;
/// All channels together: half a gigabyte.
constexpr double kMostValues = 64e6;

Result<void> check_size(double length, double held, std::size_t channels, double rate, std::string_view far_apart,
                        std::string const& file) {
    if (!(length <= kMostGrowth * held)) return input_error("{}: {}", file, far_apart);
    if (!(length * static_cast<double>(channels) <= kMostValues))
        return input_error("{}: brought to {:g} Hz its {} channels would hold {:.3g} samples each, more than memory should; cut it", file,
                           rate, channels, length);
    return {};
}

}  // namespace

std::size_t fill_missing(std::vector<double>& x) {
    std::size_t missing = 0;
    auto const known = [](double value) { return !std::isnan(value); };
    auto at = std::find_if(x.begin(), x.end(), known);
    if (at == x.end()) return x.size();
    missing += static_cast<std::size_t>(at - x.begin());
    std::fill(x.begin(), at, *at);
    while (at != x.end()) {
        auto const gap = std::find_if_not(at, x.end(), known);
        if (gap == x.end()) break;
        at = std::find_if(gap, x.end(), known);
        auto const length = at - gap;
        missing += static_cast<std::size_t>(length);
        double const from = *(gap - 1);
        double const to = at == x.end() ? from : *at;
        for (std::ptrdiff_t i = 0; i < length; ++i)
            gap[i] = from + (to - from) * static_cast<double>(i + 1) / static_cast<double>(length + 1);
    }
    return missing;
}

std::optional<TimeAxis> time_axis(std::span<double const> t) {
    auto const known = [](double value) { return !std::isnan(value); };
    auto const first = std::find_if(t.begin(), t.end(), known);
    auto const last = std::find_if(t.rbegin(), t.rend(), known);
    if (first == t.end()) return std::nullopt;
    auto const begin = first - t.begin();
    auto const end = t.rend() - last - 1;
    double const passed = *last - *first;
    if (end <= begin || !(passed > 0.0)) return std::nullopt;
    TimeAxis axis;
    axis.rate = static_cast<double>(end - begin) / passed;
    double before = *first;
    for (auto i = begin + 1; i <= end; ++i) {
        double const stamp = t[static_cast<std::size_t>(i)];
        if (std::isnan(stamp)) continue;
        axis.deviation = std::max(axis.deviation, std::abs((stamp - *first) * axis.rate - static_cast<double>(i - begin)));
        axis.ascending = axis.ascending && stamp > before;
        before = stamp;
    }
    return axis;
}

Result<double> unify_rates(std::vector<std::vector<double>*> const& channels, std::span<RateSegment const> segments,
                           std::string const& file) {
    double highest = 0.0, duration = 0.0, held = 0.0;
    for (RateSegment const& segment : segments) {
        highest = std::max(highest, segment.rate);
        duration += static_cast<double>(segment.count) / segment.rate;
        held += static_cast<double>(segment.count);
    }
    double const length = std::floor(duration * highest + 1e-6);
    auto const far_apart =
        fmt::format("its sampling rates are too far apart to bring them to {:g} Hz; cut out the part with the highest rate", highest);
    if (auto fits = check_size(length, held, channels.size(), highest, far_apart, file); !fits) return fits.error();
    // One for all segments: a kernel is measured in samples of its source, and none of the sources is faster than the target.
    SincKernel const kernel(highest, highest);
    std::vector<float> scratch(kernel.taps());
    for (std::vector<double>* const channel : channels) {
        std::vector<double> out;
        out.reserve(static_cast<std::size_t>(length));
        std::size_t which = 0, begin = 0;
        double start = 0.0;
        for (double n = 0.0; n < length; ++n) {
            double const time = n / highest;
            auto const last_of = [&] { return start + static_cast<double>(segments[which].count) / segments[which].rate; };
            while (which + 1 < segments.size() && time >= last_of()) {
                start = last_of();
                begin += segments[which].count;
                ++which;
            }
            std::span<double const> const part = std::span<double const>(*channel).subspan(begin, segments[which].count);
            out.push_back(value_at(kernel, part, (time - start) * segments[which].rate, scratch));
        }
        *channel = std::move(out);
    }
    return highest;
}

Result<double> straighten_time(std::vector<std::vector<double>*> const& channels, std::span<double const> t, std::string const& file) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < t.size(); ++i) {
        steps.push_back(t[i] - t[i - 1]);
        if (!(steps.back() > 0.0))
            return input_error("{}: time does not go forward at sample {}; sort the rows or give the rate", file, i + 1);
    }
    if (steps.empty()) return input_error("{}: one sample has no rate", file);
    auto const middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    double const rate = 1.0 / *middle;
    double const length = std::floor((t.back() - t.front()) * rate + 1e-6) + 1.0;
    if (auto fits = check_size(length, static_cast<double>(t.size()), channels.size(), rate,
                               "its time stamps have gaps too long to fill; cut the recording there", file);
        !fits)
        return fits.error();
    for (std::vector<double>* const channel : channels) {
        std::vector<double> out;
        std::size_t after = 1;
        for (double n = 0.0; n < length; ++n) {
            double const time = std::min(t.front() + n / rate, t.back());
            while (after + 1 < t.size() && t[after] < time) ++after;
            double const part = (time - t[after - 1]) / (t[after] - t[after - 1]);
            out.push_back((*channel)[after - 1] + part * ((*channel)[after] - (*channel)[after - 1]));
        }
        *channel = std::move(out);
    }
    return rate;
}

std::vector<double> moved_earlier(std::span<double const> x, double samples) {
    SincKernel const kernel(1.0, 1.0);
    std::vector<float> scratch(kernel.taps());
    std::vector<double> out(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) out[i] = value_at(kernel, x, static_cast<double>(i) - samples, scratch);
    return out;
}

}  // namespace mb
