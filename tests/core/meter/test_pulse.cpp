// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/pulse.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr double kSamplesPerSecond = 9600.0;
constexpr Duration kSample = Samples{1};

/// Windows of so many samples of constant power, one after the other, and the pulses as a meter would give them: after each window,
/// up to its end and what lies behind it.
struct Bench {
    PulseOutput output;
    double position = 0.0;
    std::vector<Instant> pulses{};

    Instant now() const { return Instant{Duration{static_cast<std::int64_t>(position * 5.0)}}; }
    void give(Instant until) {
        while (auto const at = output.give(until)) pulses.push_back(*at);
    }
    void feed(double power, double seconds, double window = 1920.0) {
        double const end = position + seconds * kSamplesPerSecond;
        while (position < end) {
            double const next = std::min(position + window, end);
            output.add(power, position, next);
            position = next;
            give(now());
        }
    }
    double due(std::size_t n) const { return seconds(pulses[n].time_since_epoch() - kPulseLatency); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_kth_pulse_stands_where_the_energy_is_k_weights) {
    // t_k = k · w/P; windows are of an odd fractional length on purpose.
    for (double const power : {100.0, 3333.0, 20'000.0, 35'999.0})
        for (std::uint64_t const weight : {1U, 7U}) {
            Bench b{PulseOutput{weight}};
            b.feed(power, 20.0, 1913.7);
            b.give(b.now() + 1s);
            double const step = static_cast<double>(weight) * 360.0 / power;
            // The last multiple may fall on the end itself.
            BOOST_TEST(std::abs(static_cast<double>(b.pulses.size()) - std::floor(20.0 / step)) <= 1.0);
            BOOST_TEST(b.output.counted() == b.pulses.size());
            double worst = 0.0;
            for (std::size_t k = 1; k <= b.pulses.size(); ++k)
                worst = std::max(worst, std::abs(b.due(k - 1) - static_cast<double>(k) * step));
            BOOST_TEST(worst <= 1.0 / kSamplesPerSecond);
        }
}

BOOST_AUTO_TEST_CASE(a_change_of_power_inside_a_pulse_counts_both_parts) {
    Bench b{PulseOutput{10}};  // 1 Wh
    b.feed(3600.0, 0.5);       // 0.5 Wh
    b.feed(7200.0, 0.5);       // 1 Wh: the pulse comes after half of it
    b.give(b.now() + 1s);
    BOOST_REQUIRE(b.pulses.size() == 1U);
    BOOST_TEST(std::abs(b.due(0) - 0.75) <= seconds(kSample));
}

BOOST_AUTO_TEST_CASE(every_pulse_runs_behind_the_signal_by_the_same_time) {
    Bench b{PulseOutput{1}};
    b.feed(3600.0, 1.0);  // due at 0.1 s, 0.2 s …
    b.give(Instant{399ms});
    BOOST_TEST(!b.output.give(Instant{399ms}).has_value());
    b.give(b.now() + 1s);
    BOOST_TEST((b.pulses.at(0) - (Instant{100ms} + kPulseLatency) <= kSample));
}

BOOST_AUTO_TEST_CASE(the_output_is_lit_for_five_milliseconds) {
    PulseOutput output{1};
    output.add(3600.0, 0.0, 1000.0);
    BOOST_TEST(!output.lit(Instant{}));
    auto const at = output.give(Instant{1s});
    BOOST_REQUIRE(at.has_value());
    BOOST_TEST(output.lit(*at));
    BOOST_TEST(output.lit(*at + 5ms - Duration{1}));
    BOOST_TEST(!output.lit(*at + 5ms));
}

BOOST_AUTO_TEST_CASE(an_output_that_is_asked_for_more_gives_a_hundred_a_second_and_the_rest_later) {
    Bench b{PulseOutput{1}};
    b.feed(72'000.0, 2.0);  // 200 pulses a second
    BOOST_TEST(b.output.counted() == 400U);
    BOOST_TEST(b.output.saturated(b.now()));
    b.feed(0.0, 3.0);
    BOOST_TEST(!b.output.saturated(b.now()));
    BOOST_TEST(b.pulses.size() == 400U);
    BOOST_TEST(b.output.given() == 400U);
    for (std::size_t n = 1; n < b.pulses.size(); ++n) BOOST_REQUIRE((b.pulses[n] - b.pulses[n - 1] == kPulsePeriod));
    b.feed(3600.0, 1.0);  // then on time again: 5 s + 0.1 s
    b.give(b.now() + 1s);
    BOOST_TEST(std::abs(b.due(400) - 5.1) <= seconds(kSample));
}

BOOST_AUTO_TEST_CASE(a_hundred_a_second_is_not_too_many) {
    Bench b{PulseOutput{1}};
    b.position = 0.1 - 1e-10;  // just under half a tick, so that times are rounded now up, now down
    for (int n = 0; n < 50; ++n) {
        b.feed(36'000.0, 0.2, 191.37);
        BOOST_TEST(!b.output.saturated(b.now()));
    }
}

BOOST_AUTO_TEST_CASE(many_small_windows_that_wait_are_given_whole_and_in_time) {
    Bench b{PulseOutput{1}};
    b.feed(72'000.0, 3.0, 96.0);  // 600 pulses, two a window; far more windows wait than the queue has places
    b.feed(0.0, 2.0);
    b.feed(3600.0, 1.05);  // meanwhile: ten pulses at 5.1 s, 5.2 s …
    b.feed(0.0, 3.0);
    BOOST_TEST(b.output.counted() == 610U);
    BOOST_REQUIRE(b.pulses.size() == 610U);
    for (std::size_t n = 1; n < 600; ++n) BOOST_REQUIRE((b.pulses[n] - b.pulses[n - 1] == kPulsePeriod));
    // The 600 take six seconds from 5 ms on; the ten wait behind them until 6.105 s.
    BOOST_TEST(std::abs(b.due(599) - 5.995) <= seconds(kSample));
    BOOST_TEST(std::abs(b.due(609) - 6.095) <= seconds(kSample));
}

BOOST_AUTO_TEST_CASE(a_queue_of_millions_loses_nothing) {
    Bench b{PulseOutput{1}};
    b.feed(4.0e9, 60.0, 480.0);  // 50 ms windows: more than the queue has places for
    std::uint64_t const due = b.output.counted();
    BOOST_TEST(due == 666'666'666U);  // 4 GW · 60 s = 66 666 666.66 Wh
    b.feed(0.0, 10.0);
    BOOST_TEST(b.output.given() == b.pulses.size());
    BOOST_TEST(std::abs(static_cast<double>(b.pulses.size()) - 6'970.0) <= 1.0);  // 70 s less the latency, 100 a second
    BOOST_TEST(b.output.saturated(b.now()));
    BOOST_TEST(b.output.counted() == due);
}

BOOST_AUTO_TEST_CASE(a_selection_starts_counting_at_nothing) {
    Bench b{PulseOutput{1}};
    b.feed(360'000.0, 1.0);
    BOOST_TEST(b.output.counted() == 1000U);
    Instant const latest = b.pulses.back();
    b.output.select(10);
    BOOST_TEST(b.output.counted() == 0U);
    BOOST_TEST(!b.output.give(b.now() + 10s).has_value());
    BOOST_TEST(b.output.lit(latest));  // the pulse in hand keeps its length
    b.feed(3600.0, 1.5);
    BOOST_TEST(b.output.counted() == 1U);
}

BOOST_AUTO_TEST_CASE(an_unknown_power_gives_no_pulses) {
    PulseOutput output{1};
    output.add(std::numeric_limits<double>::quiet_NaN(), 0.0, 1920.0);
    output.add(0.0, 1920.0, 3840.0);
    BOOST_TEST(output.counted() == 0U);
    BOOST_TEST(!output.give(Instant{1h}).has_value());
}

// The same batches asked for pulse by pulse and all at once: below, at and above what the output can give, with a change between.
BOOST_AUTO_TEST_CASE(all_at_once_is_the_same_as_one_by_one) {
    for (double const power : {500.0, 3599.0, 3600.0, 3601.0, 35'999.0, 36'001.0, 80'000.0}) {
        PulseOutput one{1};
        PulseOutput all{1};
        double position = 0.0;
        for (double const seconds : {700.0, 61.3, 900.0, 5.0, 900.0}) {
            double const end = position + seconds * kSamplesPerSecond;
            double const now_power = seconds < 100.0 ? 0.5 * power : power;
            one.add(now_power, position, end);
            all.add(now_power, position, end);
            position = end;
            Instant const now{Duration{static_cast<std::int64_t>(position * 5.0)}};
            std::vector<Instant> told;
            std::vector<Instant> given;
            all.give_until(now, [&](Instant at) { told.push_back(at); });
            while (auto const at = one.give(now)) given.push_back(*at);
            BOOST_REQUIRE(told.size() <= given.size());
            BOOST_TEST(std::equal(told.begin(), told.end(), given.begin()), power << " W");
            BOOST_TEST(all.given() == one.given(), power << " W");
            BOOST_TEST(all.saturated(now) == one.saturated(now), power << " W");
            for (Duration const back : {0ms, 3ms, 20ms, 60ms}) BOOST_TEST(all.lit(now - back) == one.lit(now - back), power << " W");
        }
    }
}
