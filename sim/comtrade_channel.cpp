// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/comtrade_channel.hpp"

#include <algorithm>
#include <cmath>

#include "sim/text_fields.hpp"

namespace mb {
namespace {

/// The fewest fields of an analog channel line: those of 1991, to max.
constexpr std::size_t kAnalogFields = 10;

class AnalogLine {
public:
    AnalogLine(std::span<std::string_view const> fields, std::string const& where, std::vector<std::string>& diagnostics)
        : f_(fields), where_(where), diagnostics_(diagnostics) {}

    Result<ComtradeChannel> read(std::size_t number) {
        if (f_.size() < kAnalogFields)
            return input_error("{}: an analog channel needs at least {} fields, this line has {}", where_, kAnalogFields, f_.size());
        channel_.name = f_[1];
        channel_.phase = f_[2];
        channel_.unit = f_[4];
        if (channel_.name.empty()) channel_.name = fmt::format("channel {}", number);
        if (auto done = formula(); !done) return done.error();
        auto const skew = parse_number(f_[7]);
        if (!skew && !f_[7].empty()) tolerate("the skew '{}' of channel '{}' is no number: 0 is used", f_[7].substr(0, 20), channel_.name);
        channel_.skew_us = skew.value_or(0.0);
        channel_.lowest = parse_number(f_[8]).value_or(channel_.lowest);
        channel_.highest = parse_number(f_[9]).value_or(channel_.highest);
        if (channel_.lowest > channel_.highest) std::swap(channel_.lowest, channel_.highest);
        if (f_.size() > 12) to_primary();
        return std::move(channel_);
    }

private:
    template <class... Args>
    void tolerate(fmt::format_string<Args...> text, Args&&... args) {
        diagnostics_.push_back(fmt::format("{}: {}", where_, fmt::format(text, std::forward<Args>(args)...)));
    }

    Result<void> formula() {
        auto const a = parse_number(f_[5]);
        auto const b = parse_number(f_[6]);
        if (!a)
            return input_error("{}: the multiplier of channel '{}' is '{}', a number is needed", where_, channel_.name,
                               f_[5].substr(0, 40));
        if (!b && !f_[6].empty())
            return input_error("{}: the offset of channel '{}' is '{}', a number is needed", where_, channel_.name, f_[6].substr(0, 40));
        if (!b) tolerate("channel '{}' has no offset: 0 is used", channel_.name);
        if (*a == 0.0) tolerate("channel '{}' has a multiplier of 0: it is constant", channel_.name);
        channel_.multiplier = *a;
        channel_.offset = b.value_or(0.0);
        return {};
    }

    void to_primary() {
        std::string const side = to_upper(f_[12]);
        if (side != "S") {
            if (side != "P") tolerate("channel '{}' says neither P nor S: its values are taken as primary", channel_.name);
            return;
        }
        auto const primary = parse_number(f_[10]);
        auto const secondary = parse_number(f_[11]);
        if (!primary || !secondary || !(*primary > 0.0) || !(*secondary > 0.0) || !std::isfinite(*primary / *secondary)) {
            tolerate("channel '{}' holds secondary values but no usable ratio ({}:{}): they are taken as they are", channel_.name,
                     f_[10].substr(0, 20), f_[11].substr(0, 20));
            return;
        }
        channel_.ratio = *primary / *secondary;
        if (channel_.ratio != 1.0) tolerate("channel '{}' holds secondary values: multiplied by {:g}", channel_.name, channel_.ratio);
    }

    std::span<std::string_view const> f_;
    std::string const& where_;
    std::vector<std::string>& diagnostics_;
    ComtradeChannel channel_;
};

}  // namespace

Result<ComtradeChannel> read_analog_line(std::span<std::string_view const> fields, std::size_t number, std::string const& where,
                                         std::vector<std::string>& diagnostics) {
    return AnalogLine(fields, where, diagnostics).read(number);
}

}  // namespace mb
