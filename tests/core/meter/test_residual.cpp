// SPDX-License-Identifier: GPL-3.0-or-later
// Residual current alarm: currents and times of IEC 62020 and of the manual, 10.1.3.
#include "core/meter/residual.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// The time from the begin of the residual current, `late` into a window, to the alarm; none within 30 s.
std::optional<Duration> acts_after(double current, ResidualSettings const& settings, Duration late, Duration window = 200ms) {
    ResidualMonitor m;
    m.set(settings);
    m.move_to(3);
    Instant const begin{1s};
    Duration const known = 60ms;  // after a window's end
    // The window in which it begins shows a part of it.
    double const part = current * std::sqrt(1.0 - seconds(late) / seconds(window));
    m.window(part, begin - late, begin - late + window);
    for (Instant t = begin - late + window; t < begin + 30s; t += window) {
        if (m.reading().alarm) return t + known - begin;
        m.window(current, t, t + window);
    }
    return std::nullopt;
}

/// Rms of a half wave of crest 1 that begins at the delay angle.
double half_wave(double delay_deg) {
    double const a = delay_deg * std::numbers::pi / 180.0;
    return std::sqrt((std::numbers::pi - a + std::sin(2.0 * a) / 2.0) / (4.0 * std::numbers::pi));
}

bool alarms(double current) { return acts_after(current, {0.03, 1500ms}, 0ms).has_value(); }

}  // namespace

BOOST_AUTO_TEST_CASE(half_of_the_rated_current_never_acts_and_all_of_it_always_within_the_manuals_times) {
    for (double const threshold : {0.01, 0.03, 0.3, 3.0})
        for (Duration const delay : {Duration{1500ms}, Duration{7500ms}})
            for (Duration const late : {Duration{}, Duration{60ms}, Duration{199ms}})
                for (Duration const window : {Duration{154ms}, Duration{200ms}, Duration{222ms}}) {
                    if (late >= window) continue;
                    ResidualSettings const settings{threshold, delay};
                    BOOST_TEST(!acts_after(0.5 * 1.03 * threshold, settings, late, window).has_value());
                    for (double const multiple : {0.97, 2.0, 5.0, 100.0}) {
                        auto const after = acts_after(multiple * threshold, settings, late, window);
                        BOOST_REQUIRE(after.has_value());
                        BOOST_TEST((*after >= delay));
                        BOOST_TEST((*after >= Duration{1500ms}));
                        BOOST_TEST((*after <= Duration{8500ms}));
                    }
                }
}

BOOST_AUTO_TEST_CASE(half_waves_act_between_the_limits_of_type_a) {
    // IEC 62020, type A: not below 0.35, 0.25, 0.11 of the rated current at a delay angle of 0, 90, 135 degrees, and at 1.4 at the latest;
    // the current is the rms of the half wave.
    struct Case {
        double delay, least;
    };
    for (Case const c : {Case{0.0, 0.35}, Case{90.0, 0.25}, Case{135.0, 0.11}}) {
        double const crest = 0.03 / half_wave(c.delay);
        BOOST_TEST(!alarms(c.least * crest * half_wave(c.delay)));
        BOOST_TEST(alarms(1.4 * crest * half_wave(c.delay)));
        // 6 mA of smooth dc on top add to the mean of the half wave: crest·(1 + cos α)/2π.
        double const mean = crest * (1.0 + std::cos(c.delay * std::numbers::pi / 180.0)) / (2.0 * std::numbers::pi);
        auto const with_dc = [&](double part) {
            double const rms = part * 0.03;
            return std::sqrt(rms * rms + 2.0 * part * mean * 0.006 + 0.006 * 0.006);
        };
        BOOST_TEST(!alarms(with_dc(c.least)));
        BOOST_TEST(alarms(with_dc(1.4)));
    }
}

BOOST_AUTO_TEST_CASE(the_rms_counts_dc_whether_the_windows_hold_it_or_not) {
    dsp::WindowResult w;
    w.rms[dsp::index(dsp::Measured::i4)] = 0.03;
    w.harmonic[dsp::index(dsp::Measured::i4)][0] = -0.04;
    BOOST_TEST(residual_current(w, 3, false) == 0.03);
    BOOST_TEST(std::abs(residual_current(w, 3, true) - 0.05) < 1e-15);
}

BOOST_AUTO_TEST_CASE(the_range_is_3_ma_to_3_a_and_the_alarm_falls_below_0_65) {
    ResidualMonitor m;
    m.set({0.03, 1500ms});
    BOOST_TEST((m.reading().state == ResidualState::no_sensor));
    m.move_to(0);
    Instant t{};
    auto const feed = [&](double current, int windows = 1) {
        for (int n = 0; n < windows; ++n, t += 200ms) m.window(current, t, t + 200ms);
        return m.reading();
    };
    BOOST_TEST((feed(0.0029).state == ResidualState::below_range));
    BOOST_TEST(feed(0.0029).current == 0.0);
    BOOST_TEST((feed(0.003).state == ResidualState::in_range));
    BOOST_TEST((feed(3.1).state == ResidualState::over_range));
    BOOST_TEST(feed(0.03, 20).alarm);
    BOOST_TEST(feed(0.02).alarm);
    BOOST_TEST(!feed(0.019).alarm);
    BOOST_TEST(feed(0.03, 20).alarm);
    BOOST_TEST(feed(std::nan("")).alarm);
    BOOST_TEST((m.reading().state == ResidualState::no_value));
    m.move_to(std::nullopt);
    BOOST_TEST(!m.reading().alarm);
}
