// SPDX-License-Identifier: GPL-3.0-or-later
// Harmonics, interharmonics, peaks, restarts and fast rms against closed forms; the wide sweep is tests/accuracy.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/dsp/analyser.hpp"
#include "core/dsp/distortion.hpp"
#include "tests/core/dsp/signals.hpp"

namespace data = boost::unit_test::data;
using namespace mb;
using namespace mb::dsp;
using namespace mb::test;

namespace {

struct Seen {
    std::vector<WindowResult> windows;
    std::vector<FastRms> fast;
};

Seen run(std::vector<Frame> const& frames, int nominal = 50, AnalyserOptions const& options = {}, std::optional<double> restart = {}) {
    Analyser analyser(nominal, 230.0);
    analyser.set(options);
    if (restart) analyser.restart_at(*restart);
    Seen seen;
    for (std::size_t at = 0; at < frames.size(); at += 96) {
        analyser.feed(Block{frames}.subspan(at, 96));
        seen.windows.insert(seen.windows.end(), analyser.windows().begin(), analyser.windows().end());
        seen.fast.insert(seen.fast.end(), analyser.fast().begin(), analyser.fast().end());
    }
    return seen;
}

/// 230 V and 10 A with one interharmonic of ratio 0.01 at `multiple` times the fundamental, in V1 only.
std::vector<Frame> with_interharmonic(double f, double multiple) {
    auto frames = frames_of(Star{.frequency = f}, 2.0);
    for (std::size_t n = 0; n < frames.size(); ++n)
        frames[n].lanes[0] +=
            static_cast<float>(2.3 * std::numbers::sqrt2 * std::sin(2 * kPi * f * multiple * static_cast<double>(n) / kSampleRate));
    return frames;
}

}  // namespace

BOOST_DATA_TEST_CASE(an_interharmonic_on_a_line_stands_between_its_orders, data::make({50.0, 49.3, 60.0}), f) {
    // Half an order above the seventh: five (six) lines from it, inside the centred subgroup.
    WindowResult const w = run(with_interharmonic(f, 7.5), f > 55 ? 60 : 50).windows.back();
    BOOST_TEST(std::abs(w.interharmonic[0][7] / 2.3 - 1.0) < 0.001);
    BOOST_TEST(w.interharmonic[0][6] < 0.002);
    BOOST_TEST(w.interharmonic[0][8] < 0.002);
    BOOST_TEST(w.harmonic[0][7] < 0.002);
    BOOST_TEST(w.interharmonic[1][7] < 0.002);
    // U12 = V1 - V2 and U31 have it, U23 has not.
    BOOST_TEST(std::abs(w.interharmonic[index(Measured::u12)][7] / 2.3 - 1.0) < 0.001);
    BOOST_TEST(w.interharmonic[index(Measured::u23)][7] < 0.002);
}

BOOST_AUTO_TEST_CASE(a_line_beside_a_harmonic_belongs_to_its_subgroup) {
    // IEC 61000-4-7: the lines one below and one above count to the subgroup, those two away to the interharmonics.
    WindowResult const beside = run(with_interharmonic(50.0, 7.1)).windows.back();
    BOOST_TEST(std::abs(beside.harmonic[0][7] / 2.3 - 1.0) < 0.001);
    BOOST_TEST(beside.interharmonic[0][7] < 0.002);
    WindowResult const off = run(with_interharmonic(50.0, 7.2)).windows.back();
    BOOST_TEST(off.harmonic[0][7] < 0.002);
    BOOST_TEST(std::abs(off.interharmonic[0][7] / 2.3 - 1.0) < 0.001);
}

BOOST_AUTO_TEST_CASE(the_neutral_current_has_the_third_harmonics_of_three_phases) {
    WindowResult const w = run(frames_of(Star{.tones = {{3, 0.0, 0.3}, {5, 0.0, 0.2}}}, 2.0)).windows.back();
    auto const& in = w.harmonic[index(Measured::in)];
    BOOST_TEST(std::abs(in[3] - 9.0) < 0.009);
    BOOST_TEST(in[1] < 0.001);
    BOOST_TEST(in[5] < 0.001);
}

BOOST_AUTO_TEST_CASE(the_crest_of_a_sine_is_the_square_root_of_two) {
    WindowResult const w = run(frames_of(Star{.frequency = 49.3}, 2.0)).windows.back();
    // The largest of 192 samples a cycle misses the crest by up to 1 - cos(pi/192) = 0.013 %.
    for (Measured const m : {Measured::v1, Measured::i2, Measured::u23})
        BOOST_TEST(std::abs(crest_factor(w, m) / std::numbers::sqrt2 - 1.0) < 0.00014);
}

BOOST_DATA_TEST_CASE(harmonics_stand_while_the_frequency_moves_one_hertz_a_second, data::make({5, 25, 40, 60}), order) {
    // Phase 2 pi (49.5 t + t²/2); order 40 turns by 5 rad against a straight line, so lines without the parabola are smeared.
    std::vector<Frame> frames(2 * 9'600);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n) / kSampleRate;
        double const a = 2 * kPi * (49.5 * t + t * t / 2);
        for (std::size_t p = 0; p < 3; ++p) {
            double const x = a - 2 * kPi * static_cast<double>(p) / 3;
            frames[n].lanes[p] = static_cast<float>(230 * std::numbers::sqrt2 * (std::sin(x) + 0.05 * std::sin(order * x)));
        }
    }
    auto const windows = run(frames).windows;
    for (std::size_t n = 1; n < windows.size(); ++n) {
        BOOST_TEST(std::abs(windows[n].harmonic[0][static_cast<std::size_t>(order)] / 11.5 - 1.0) < 0.001);
        double const t = (windows[n].begin + windows[n].end) / 2 / kSampleRate;
        BOOST_TEST(std::abs(windows[n].frequency - (49.5 + t)) < 0.005);
    }
}

BOOST_AUTO_TEST_CASE(a_restart_lets_the_running_window_complete_and_begins_a_new_one_beside_it) {
    auto const windows = run(frames_of(Star{.frequency = 50.3}, 3.0), 50, {}, 10'000.0).windows;
    int overlaps = 0;
    for (std::size_t n = 1; n < windows.size(); ++n) {
        WindowResult const& before = windows[n - 1];
        WindowResult const& w = windows[n];
        BOOST_TEST(w.cycles == 10);
        BOOST_TEST(std::abs((w.end - w.begin) - 10 * 9'600 / 50.3) < 0.01);
        BOOST_TEST(w.fresh == before.end);
        if (w.begin == before.end) continue;
        ++overlaps;
        BOOST_TEST(before.begin < 10'000.0);
        BOOST_TEST(before.end > 10'000.0);
        BOOST_TEST(w.begin >= 10'000.0);
        BOOST_TEST(w.begin < 10'000.0 + 9'600 / 50.3);  // the first cycle after the tick
    }
    BOOST_TEST(overlaps == 1);
}

BOOST_DATA_TEST_CASE(fast_rms_comes_every_so_many_cycles, data::make({1, 3, 10}), cycles) {
    AnalyserOptions options;
    options.fast_cycles = cycles;
    Star s{.frequency = 49.3};
    s.level = [](int, double t) { return t < 1.0 ? 1.0 : 0.5; };
    auto const fast = run(frames_of(s, 2.0), 50, options).fast;
    BOOST_TEST(std::abs(static_cast<double>(fast.size()) - 1.93 * 49.3 / cycles) < 2.0);
    for (FastRms const& f : fast) {
        // Across the step a channel's crossings are bridged by the common period.
        BOOST_TEST(std::abs((f.end - f.begin) - cycles * 9'600 / 49.3) < 3.0);
        if (f.end < 9'000.0) BOOST_TEST(std::abs(f.rms[0] - 230.0) < 0.02);
        if (f.begin > 10'200.0) BOOST_TEST(std::abs(f.rms[0] - 115.0) < 0.02);
        BOOST_TEST(std::abs(f.rms[index(Measured::i1)] - 10.0) < 0.03);
    }
}

BOOST_AUTO_TEST_CASE(restarts_in_quick_succession_keep_two_windows_at_most_and_the_latest_counts) {
    Analyser analyser(50, 230.0);
    auto const frames = frames_of(Star{}, 2.0);
    // Three restarts within one window: each finds a cycle of its own while the window still runs.
    double const begin = run(frames).windows[3].begin;
    double latest = 0.0;
    std::vector<double> positions{begin + 1'160, begin + 680, begin + 200};
    std::vector<WindowResult> windows;
    for (std::size_t at = 0; at < frames.size(); at += 96) {
        if (!positions.empty() && static_cast<double>(at) >= positions.back()) {
            analyser.restart_at(latest = positions.back());
            positions.pop_back();
        }
        analyser.feed(Block{frames}.subspan(at, 96));
        windows.insert(windows.end(), analyser.windows().begin(), analyser.windows().end());
    }
    int overlaps = 0;
    for (std::size_t n = 1; n < windows.size(); ++n) {
        BOOST_TEST(std::abs((windows[n].end - windows[n].begin) - 1'920.0) < 0.01);
        if (windows[n].begin == windows[n - 1].end) continue;
        ++overlaps;
        BOOST_TEST(windows[n].begin >= latest);
    }
    BOOST_TEST(overlaps == 1);
}
