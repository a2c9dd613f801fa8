// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/comtrade_records.hpp"

#include <algorithm>

namespace mb {

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

Error cut_off_error(std::string const& place, std::size_t held, std::int64_t stated) {
    return input_error("{}: the data end inside a record, {} of {} samples are there; the file was cut off, copy it again", place, held,
                       stated);
}

}  // namespace mb
