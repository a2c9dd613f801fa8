// SPDX-License-Identifier: GPL-3.0-or-later
/// A meter on signals in closed form (tests/core/dsp/signals.hpp), asked and told by symbols only, as a client does.
#pragma once

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <string_view>
#include <variant>
#include <vector>

#include "core/meter/meter.hpp"
#include "core/meter/write.hpp"
#include "tests/core/dsp/signals.hpp"

namespace mb::test {

/// 2024-01-01 00:00:00: 8766 days after 2000-01-01. A boundary of every period of the clock.
inline constexpr EpochMilliseconds k2024 = 757'382'400'000;

struct MeterBench {
    Meter meter;
    std::vector<Instant> pulses;  ///< all so far

    explicit MeterBench(MeterSettings const& settings = {}) : meter(settings) {}

    void feed(std::vector<Frame> const& frames) {
        for (std::size_t at = 0; at < frames.size(); at += kBlockFrames) {
            meter.feed(Block{frames}.subspan(at, kBlockFrames));
            pulses.insert(pulses.end(), meter.pulses().begin(), meter.pulses().end());
        }
    }
    /// A second of whole cycles, again and again: it joins without a jump.
    void run(Star const& star, int seconds) {
        auto const second = frames_of(star, 1.0);
        for (int n = 0; n < seconds; ++n) feed(second);
    }
    void write(std::string_view symbol, Value const& value) {
        auto const commands = commands_for(std::array{SymbolWrite{*find_symbol(symbol), value}}, meter.snapshot()->settings);
        BOOST_REQUIRE_MESSAGE(commands, symbol << " was refused: " << (commands ? "" : commands.error().sentence));
        for (Command const& c : *commands) meter.carry_out(c);
    }
    /// The sentence with which a write is refused; empty where it is not.
    std::string refusal(std::string_view symbol, Value const& value) {
        auto const commands = commands_for(std::array{SymbolWrite{*find_symbol(symbol), value}}, meter.snapshot()->settings);
        return commands ? std::string{} : commands.error().sentence;
    }
    void write(std::string_view symbol, int value) { write(symbol, Value{static_cast<std::uint64_t>(value)}); }
    void set_clock(EpochMilliseconds now) { meter.carry_out(SetClock{now}); }

    Value value(std::string_view symbol) {
        auto const id = find_symbol(symbol);
        BOOST_REQUIRE_MESSAGE(id.has_value(), symbol << " is no symbol");
        return meter.snapshot()->value(*id);
    }
    bool has(std::string_view symbol) { return !std::holds_alternative<std::monostate>(value(symbol)); }
    std::string_view why_not(std::string_view symbol) { return meter.snapshot()->why_not(*find_symbol(symbol)); }
    /// Measured or whole.
    double number(std::string_view symbol) {
        Value const v = value(symbol);
        if (auto const* whole = std::get_if<std::uint64_t>(&v)) return static_cast<double>(*whole);
        BOOST_REQUIRE_MESSAGE(std::holds_alternative<double>(v), symbol << " is not available");
        return std::get<double>(v);
    }
    /// relative: 1e-4 is ten times what the accuracy tests allow; enough to tell one rule from another.
    void near(std::string_view symbol, double expected, double relative = 1e-4) {
        double const found = number(symbol);
        BOOST_TEST(std::abs(found - expected) <= relative * std::abs(expected), symbol << " is " << found << ", not " << expected);
    }
};

inline constexpr double kDegree = kPi / 180.0;

inline Star dark() {
    Star star;
    star.voltage = star.current = 0.0;
    return star;
}
inline Star lagging(double degrees, double current = 10.0) {
    Star star;
    star.current = current;
    star.lag = degrees * kDegree;
    return star;
}

}  // namespace mb::test
