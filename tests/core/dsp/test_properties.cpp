// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold between two measurements, whatever the right value is. Twenty stars from a fixed seed each; limits are the accuracy
// targets (docs/accuracy.md).
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

#include "core/dsp/power.hpp"
#include "core/dsp/unbalance.hpp"
#include "tests/core/dsp/same_bits.hpp"
#include "tests/core/dsp/signals.hpp"

namespace data = boost::unit_test::data;
using namespace mb;
using namespace mb::dsp;
using namespace mb::test;

namespace {

constexpr int kStars = 20;
constexpr double kLevel = 0.00005;   // U, I
constexpr double kPower = 0.0002;    // P, Q, of S
constexpr double kHarmonic = 0.001;  // of reading
constexpr double kSeconds = 0.8;

struct Results {
    std::vector<WindowResult> windows;
    std::vector<HalfCycleRms> half_cycles;

    void take(Analyser const& a) {
        windows.insert(windows.end(), a.windows().begin(), a.windows().end());
        half_cycles.insert(half_cycles.end(), a.half_cycles().begin(), a.half_cycles().end());
    }
    bool same_as(Results const& other) const { return same_bits(windows, other.windows) && same_bits(half_cycles, other.half_cycles); }
};

void feed(Analyser& analyser, Results& results, Block frames) {
    analyser.feed(frames);
    results.take(analyser);
}

Results run(std::vector<Frame> const& frames, std::size_t chunk = kBlockFrames) {
    Analyser analyser(50, 230.0);
    Results results;
    for (std::size_t at = 0; at < frames.size(); at += chunk)
        feed(analyser, results, Block{frames}.subspan(at, std::min(chunk, frames.size() - at)));
    BOOST_REQUIRE(!results.windows.empty());
    return results;
}

Star random_star(int seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    auto const between = [&random](double a, double b) { return a + (b - a) * static_cast<double>(random()) / 4294967296.0; };
    Star s;
    s.frequency = between(45.0, 60.0);
    s.voltage = between(100.0, 280.0);
    s.current = between(1.0, 50.0);
    s.lag = between(-kPi, kPi);
    s.start = between(0.0, 2 * kPi);
    for (int const order : {3, 5, 11, 25}) s.tones.push_back({order, between(0.001, 0.1), between(0.001, 0.3)});
    return s;
}

void scale(std::vector<Frame>& frames, float factor) {
    for (Frame& f : frames) f.lanes *= factor;
}

double apparent(WindowResult const& w) { return total(w, {}).apparent; }

}  // namespace

BOOST_DATA_TEST_CASE(twice_the_samples_is_exactly_twice_every_level_and_four_times_every_power, data::xrange(kStars), seed) {
    auto frames = frames_of(random_star(seed), kSeconds);
    auto const one = run(frames);
    scale(frames, 2.0F);
    auto const two = run(frames);
    BOOST_REQUIRE_EQUAL(one.windows.size(), two.windows.size());
    for (std::size_t k = 0; k < one.windows.size(); ++k) {
        WindowResult const& a = one.windows[k];
        WindowResult const& b = two.windows[k];
        BOOST_TEST(a.frequency == b.frequency);
        for (std::size_t m = 0; m < kMeasured; ++m) {
            BOOST_TEST(2.0 * a.rms[m] == b.rms[m]);
            BOOST_TEST(2.0 * a.peak[m] == b.peak[m]);
            for (std::size_t h = 0; h < a.harmonic[m].size(); ++h) BOOST_TEST(2.0 * a.harmonic[m][h] == b.harmonic[m][h]);
        }
        for (std::size_t p = 0; p < 3; ++p) {
            BOOST_TEST(4.0 * a.active_power[p] == b.active_power[p]);
            BOOST_TEST(4.0 * a.fundamental_power[p] == b.fundamental_power[p]);
        }
    }
}

BOOST_DATA_TEST_CASE(turning_the_phases_round_turns_the_readings_round, data::xrange(kStars), seed) {
    Star star = random_star(seed);
    star.level = [](int phase, double) { return 1.0 - 0.1 * phase; };
    auto frames = frames_of(star, kSeconds);
    WindowResult const a = run(frames).windows.back();
    for (Frame& f : frames) {
        Lanes const x = f.lanes;
        f.lanes = Lanes{x[1], x[2], x[0], x[3], x[5], x[6], x[4], x[7]};
    }
    WindowResult const b = run(frames).windows.back();
    for (std::size_t const first : {index(Measured::v1), index(Measured::i1), index(Measured::u12)})
        for (std::size_t p = 0; p < 3; ++p)
            BOOST_TEST(b.rms[first + p] == a.rms[first + (p + 1) % 3], boost::test_tools::tolerance(2 * kLevel));
    for (int p = 0; p < 3; ++p) {
        BOOST_TEST(std::abs(phase(b, p, {}).active - phase(a, (p + 1) % 3, {}).active) < kPower * apparent(a));
        BOOST_TEST(std::abs(phase(b, p, {}).reactive - phase(a, (p + 1) % 3, {}).reactive) < kPower * apparent(a));
    }
    // 0.01 points each.
    BOOST_TEST(std::abs(phase_voltages(b).unbalance_percent() - phase_voltages(a).unbalance_percent()) < 0.02);
    BOOST_TEST(std::abs(b.frequency - a.frequency) < 0.010);
}

BOOST_DATA_TEST_CASE(a_later_start_changes_no_reading, data::xrange(kStars), seed) {
    Star star = random_star(seed);
    WindowResult const a = run(frames_of(star, kSeconds)).windows.back();
    // By a whole number of samples and a part of one, up to a cycle.
    star.start += 2 * kPi * star.frequency * (seed * 9 + 0.37) / kSampleRate;
    WindowResult const b = run(frames_of(star, kSeconds)).windows.back();
    for (Measured const m : {Measured::v1, Measured::v2, Measured::v3, Measured::u12, Measured::i1, Measured::i2, Measured::i3})
        BOOST_TEST(b[m] == a[m], boost::test_tools::tolerance(2 * kLevel));
    BOOST_TEST(std::abs(total(b, {}).active - total(a, {}).active) < kPower * apparent(a));
    BOOST_TEST(std::abs(total(b, {}).reactive - total(a, {}).reactive) < kPower * apparent(a));
    for (std::size_t h = 2; h < a.harmonic[0].size(); ++h)
        BOOST_TEST(std::abs(b.harmonic[0][h] - a.harmonic[0][h]) <= 2 * kHarmonic * std::max(a.harmonic[0][h], 0.001 * a[Measured::v1]));
}

BOOST_DATA_TEST_CASE(the_harmonics_of_two_disjoint_spectra_are_in_their_sum_unchanged, data::xrange(kStars), seed) {
    Star one = random_star(seed);
    Star other = one;  // the same fundamental
    one.tones = {{2, 0.002, 0.01}, {7, 0.05, 0.2}, {23, 0.004, 0.02}, {49, 0.003, 0.05}};
    other.tones = {{3, 0.08, 0.3}, {8, 0.001, 0.001}, {24, 0.02, 0.1}, {63, 0.001, 0.01}};
    auto frames = frames_of(one, kSeconds);
    auto const more = frames_of(other, kSeconds);
    WindowResult const a = run(frames).windows.back();
    WindowResult const b = run(more).windows.back();
    for (std::size_t n = 0; n < frames.size(); ++n) frames[n].lanes += more[n].lanes;
    WindowResult const sum = run(frames).windows.back();
    for (std::size_t const m : {index(Measured::v1), index(Measured::v3), index(Measured::i2)}) {
        for (auto const& [part, from] : {std::pair{&a, &one}, std::pair{&b, &other}})
            for (Tone const& tone : from->tones) {
                auto const h = static_cast<std::size_t>(tone.order);
                BOOST_TEST(sum.harmonic[m][h] > 0.0);
                BOOST_TEST(sum.harmonic[m][h] == part->harmonic[m][h], boost::test_tools::tolerance(2 * kHarmonic));
            }
        BOOST_TEST(sum.harmonic[m][1] == a.harmonic[m][1] + b.harmonic[m][1], boost::test_tools::tolerance(2 * kHarmonic));
    }
}

BOOST_AUTO_TEST_CASE(a_steady_signal_reads_the_same_in_five_hundred_windows) {
    Star star;
    star.frequency = 50.3;
    star.lag = 1.0;
    star.tones = {{3, 0.10, 0.20}, {5, 0.06, 0.20}, {40, 0.02, 0.05}};
    auto const ten_seconds = frames_of(star, 10.0);  // 503 whole cycles, so they may follow each other
    Analyser analyser(50, 230.0);
    std::size_t windows = 0;
    double low_v = 1e9, high_v = 0.0, low_p = 1e9, high_p = 0.0, low_f = 1e9, high_f = 0.0, end = 0.0;
    while (windows < 500)
        for (std::size_t at = 0; at < ten_seconds.size(); at += kBlockFrames) {
            analyser.feed(Block{ten_seconds}.subspan(at, kBlockFrames));
            for (WindowResult const& w : analyser.windows()) {
                if (windows++ > 0) BOOST_TEST(w.begin == end);
                end = w.end;
                low_v = std::min(low_v, w[Measured::v2]);
                high_v = std::max(high_v, w[Measured::v2]);
                low_p = std::min(low_p, w.active_power[2]);
                high_p = std::max(high_p, w.active_power[2]);
                low_f = std::min(low_f, w.frequency);
                high_f = std::max(high_f, w.frequency);
            }
        }
    BOOST_TEST(high_v / low_v - 1.0 < kLevel);
    BOOST_TEST(high_p - low_p < kPower * star.voltage * star.current);
    BOOST_TEST(high_f - low_f < 0.005);
}

BOOST_AUTO_TEST_CASE(the_size_of_the_chunks_changes_no_bit_of_any_result) {
    for (int const seed : {1, 2, 3}) {
        Star star = random_star(seed);
        star.level = [](int phase, double t) { return phase == 0 && t > 0.3 && t < 0.5 ? 0.4 : 1.0; };
        auto const frames = frames_of(star, 2.0);
        auto const blocks = run(frames);
        for (std::size_t const chunk : {std::size_t{8}, std::size_t{960}}) BOOST_TEST(run(frames, chunk).same_as(blocks));
    }
}

BOOST_AUTO_TEST_CASE(two_analysers_fed_in_turns_read_what_each_reads_alone) {
    auto const first = frames_of(random_star(7), 2.0);
    auto const second = frames_of(random_star(8), 2.0);
    Analyser a(50, 230.0);
    Analyser b(50, 230.0);
    Results of_a, of_b;
    for (std::size_t at = 0; at < first.size(); at += kBlockFrames) {
        feed(a, of_a, Block{first}.subspan(at, kBlockFrames));
        feed(b, of_b, Block{second}.subspan(at, kBlockFrames));
    }
    BOOST_TEST(of_a.same_as(run(first)));
    BOOST_TEST(of_b.same_as(run(second)));
    BOOST_TEST(!of_a.same_as(of_b));
}
