// SPDX-License-Identifier: GPL-3.0-or-later
// Signals that cannot be measured: no value, the reason, and back within two windows.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>

#include "core/dsp/analyser.hpp"
#include "tests/core/dsp/signals.hpp"

namespace data = boost::unit_test::data;
using namespace mb;
using namespace mb::dsp;
using namespace mb::test;

namespace {

std::vector<WindowResult> windows_of(std::vector<Frame> const& frames, AnalyserSettings const& settings = {},
                                     AnalyserOptions const& options = {}) {
    Analyser analyser(settings);
    analyser.set(options);
    std::vector<WindowResult> windows;
    for (std::size_t at = 0; at < frames.size(); at += 96) {
        analyser.feed(Block{frames}.subspan(at, 96));
        windows.insert(windows.end(), analyser.windows().begin(), analyser.windows().end());
    }
    return windows;
}

bool has_value(WindowResult const& w, Measured m) { return std::isfinite(w[m]) && std::isfinite(w.harmonic[index(m)][5]); }
std::string reason(Flaw flaw) {
    constexpr std::array kNames{"none", "not finite", "over range", "no fundamental", "frequency out of range"};
    return kNames[static_cast<std::size_t>(flaw)];
}

}  // namespace

BOOST_DATA_TEST_CASE(a_sample_that_is_no_number_takes_its_channel_away_and_nothing_else,
                     data::make({std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                                 -std::numeric_limits<float>::infinity()}),
                     bad) {
    auto frames = frames_of(Star{}, 3.0);
    std::size_t const at = 14'400;  // 1.5 s
    for (std::size_t n = at; n < at + 50; ++n) frames[n].lanes[5] = bad;
    int touched = 0;
    for (WindowResult const& w : windows_of(frames)) {
        bool const inside = w.begin < static_cast<double>(at + 50) && w.end > static_cast<double>(at);
        touched += inside;
        BOOST_TEST(has_value(w, Measured::i2) == !inside);
        BOOST_TEST(has_value(w, Measured::in) == !inside);  // I1 + I2 + I3
        BOOST_TEST(std::isfinite(w.active_power[1]) == !inside);
        BOOST_TEST(reason(w.flaw[index(Measured::i2)]) == (inside ? "not finite" : "none"));
        BOOST_TEST(w.flagged == inside);
        for (Measured const m : {Measured::v1, Measured::v2, Measured::u23, Measured::i1, Measured::i3}) BOOST_TEST(has_value(w, m));
        BOOST_TEST(std::abs(w[Measured::i1] - 10.0) < 0.0005);
        BOOST_TEST(std::abs(w.frequency - 50.0) < 0.001);
    }
    BOOST_TEST((touched == 1 || touched == 2));
}

BOOST_AUTO_TEST_CASE(a_gap_in_a_voltage_spoils_the_window_and_two_windows_later_all_is_well) {
    auto frames = frames_of(Star{}, 3.0);
    std::size_t const at = 14'400;
    std::size_t const end = at + 300;
    for (std::size_t n = at; n < end; ++n) frames[n].lanes[0] = std::numeric_limits<float>::quiet_NaN();
    for (WindowResult const& w : windows_of(frames)) {
        if (w.begin < static_cast<double>(end) && w.end > static_cast<double>(at)) {
            BOOST_TEST(!has_value(w, Measured::v1));
            BOOST_TEST(!has_value(w, Measured::i3));  // its window is not one of whole cycles for sure
            BOOST_TEST(std::isnan(w.frequency));
            BOOST_TEST(reason(w.sync) == "not finite");
        }
        if (w.begin > static_cast<double>(end) + 2 * 1'920 || w.end < static_cast<double>(at)) {
            BOOST_TEST(has_value(w, Measured::v1));
            BOOST_TEST(std::abs(w[Measured::v1] - 230.0) < 0.01);
            BOOST_TEST(std::abs(w.frequency - 50.0) < 0.001);
        }
        // Never a wrong number that looks right: whatever has a value has the right one.
        for (Measured const m : {Measured::v2, Measured::v3})
            if (std::isfinite(w[m])) BOOST_TEST(std::abs(w[m] - 230.0) < 0.0115);
        for (Measured const m : {Measured::i1, Measured::i2, Measured::i3})
            if (std::isfinite(w[m])) BOOST_TEST(std::abs(w[m] - 10.0) < 0.0005);
    }
}

BOOST_AUTO_TEST_CASE(a_clipped_input_has_no_value) {
    AnalyserSettings settings;
    settings.full_scale_voltage = 320.0;  // the crest is 325.3
    settings.full_scale_current = 20.0;
    auto const windows = windows_of(frames_of(Star{}, 1.5), settings);
    BOOST_REQUIRE(windows.size() > 3);
    for (WindowResult const& w : windows) {
        BOOST_TEST(reason(w.flaw[0]) == "over range");
        BOOST_TEST(std::isnan(w[Measured::v1]));
        BOOST_TEST(has_value(w, Measured::i1));
    }
}

BOOST_AUTO_TEST_CASE(silence_is_zero_volts_without_frequency_or_harmonics) {
    std::vector<Frame> const frames(3 * 9'600);
    auto const windows = windows_of(frames);
    BOOST_REQUIRE(windows.size() > 10);
    for (WindowResult const& w : windows) {
        BOOST_TEST(w[Measured::v1] == 0.0);
        BOOST_TEST(w[Measured::i1] == 0.0);
        BOOST_TEST(std::isnan(w.frequency));
        BOOST_TEST(std::isnan(w.harmonic[0][5]));
        BOOST_TEST(reason(w.sync) == "no fundamental");
    }
}

BOOST_DATA_TEST_CASE(a_frequency_outside_45_to_65_hz_has_no_reading,
                     data::make({20.0, 30.0, 40.0, 42.0, 44.5, 65.5, 68.0, 75.0, 100.0, 150.0, 400.0}), f) {
    Star s;
    s.frequency = f;
    auto const windows = windows_of(frames_of(s, 3.0));
    BOOST_REQUIRE(windows.size() > 3);
    for (std::size_t n = 2; n < windows.size(); ++n) {
        WindowResult const& w = windows[n];
        BOOST_TEST(std::isnan(w.frequency));
        BOOST_TEST((w.sync == Flaw::frequency_out_of_range || w.sync == Flaw::no_fundamental));
        for (Measured const m : {Measured::v1, Measured::u12, Measured::i1}) BOOST_TEST(!std::isfinite(w[m]), "f = " << f << ": " << w[m]);
    }
}

BOOST_AUTO_TEST_CASE(one_phase_is_enough) {
    for (std::size_t alone = 0; alone < 3; ++alone) {
        auto frames = frames_of(Star{.frequency = 51.7}, 3.0);
        for (Frame& frame : frames)
            for (std::size_t p = 0; p < 3; ++p)
                if (p != alone) frame.lanes[p] = 0.0F;
        auto const windows = windows_of(frames);
        WindowResult const& w = windows.back();
        BOOST_TEST(std::abs(w.frequency - 51.7) < 0.005);
        BOOST_TEST(std::abs(w.rms[alone] - 230.0) < 0.0115);
        BOOST_TEST(std::abs(w.rms[(alone + 1) % 3]) == 0.0);
        BOOST_TEST(std::abs(w[Measured::i2] - 10.0) < 0.0005);
        BOOST_TEST(std::isfinite(w.harmonic[alone][5]));
        BOOST_TEST(std::isnan(w.harmonic[(alone + 1) % 3][5]));
    }
}

BOOST_AUTO_TEST_CASE(direct_voltage_counts_in_rms_unless_it_is_removed) {
    auto frames = frames_of(Star{}, 2.0);
    for (Frame& frame : frames) {
        frame.lanes[0] += 40.0F;
        frame.lanes[4] += 2.0F;
    }
    WindowResult const with = windows_of(frames).back();
    BOOST_TEST(std::abs(with[Measured::v1] - std::hypot(230.0, 40.0)) < 0.0115);
    BOOST_TEST(std::abs(with.active_power[0] - 2'380.0) < 0.3);
    BOOST_TEST(std::abs(with.harmonic[0][0] - 40.0) < 0.002);
    BOOST_TEST(std::abs(with.frequency - 50.0) < 0.001);
    AnalyserOptions options;
    options.remove_dc = true;
    WindowResult const without = windows_of(frames, {}, options).back();
    BOOST_TEST(std::abs(without[Measured::v1] - 230.0) < 0.0115);
    BOOST_TEST(std::abs(without.active_power[0] - 2'300.0) < 0.3);
}
