// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <string>

#include "core/signal/stimulus.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

Stimulus sound() {
    Stimulus s = balanced(230.0, 10.0, 30.0, 50.0);
    s[Channel::va].harmonics = {{63, 0.01, 0.0}};
    s[Channel::i2].interharmonics = {{4799.0, 0.1, 0.0}};
    s[Channel::i2].noise = 0.01;
    s[Channel::i2].dc = -1.0;
    s.modulation = {0b111, 2.0, 8.8, true};
    s.event = VoltageEvent{0b101, 0.0, 100ms, 90.0, 100ms, -30.0};
    s.inrush = CurrentEvent{0b1111, 8.0, 100ms, -0.8, 60ms, 0.0};
    return s;
}

std::string complaint(std::function<void(Stimulus&)> const& spoil) {
    Stimulus s = sound();
    spoil(s);
    auto const result = check(s);
    return result ? "" : result.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_a_source_can_make_is_accepted) {
    BOOST_TEST(complaint([](Stimulus&) {}) == "");
    BOOST_TEST(static_cast<bool>(check(Stimulus{})));
}

BOOST_AUTO_TEST_CASE(what_it_cannot_make_is_refused_by_channel_and_reason) {
    double const nan = std::nan("");
    auto const va = [](auto change) { return [change](Stimulus& s) { change(s[Channel::va]); }; };
    auto const i2 = [](auto change) { return [change](Stimulus& s) { change(s[Channel::i2]); }; };
    struct Case {
        std::function<void(Stimulus&)> spoil;
        std::string says;
    };
    std::vector<Case> const cases{
        {[&](Stimulus& s) { s.frequency_hz = nan; }, "stimulus: the frequency is not a number"},
        {[](Stimulus& s) { s.frequency_hz = 0.0; }, "stimulus: a frequency of 0 Hz; it must be above 0 and below half the sampling rate"},
        {[](Stimulus& s) { s.frequency_hz = 80.0; },
         "Va: harmonic 63 at 80 Hz is 5040 Hz; it must be below half the sampling rate, 4800 Hz"},
        {va([&](ChannelSignal& c) { c.rms = nan; }), "Va: the rms value is not a number"},
        {va([](ChannelSignal& c) { c.rms = -1.0; }), "Va: the rms value is -1; it can be 0 to 1e+09"},
        {va([](ChannelSignal& c) { c.harmonics[0].order = 64; }), "Va: there is no harmonic of order 64; orders are 2 to 63"},
        {va([](ChannelSignal& c) { c.harmonics[0].order = 1; }), "Va: there is no harmonic of order 1"},
        {va([&](ChannelSignal& c) { c.harmonics[0].ratio = nan; }), "Va: the ratio of a harmonic is not a number"},
        {i2([](ChannelSignal& c) { c.interharmonics[0].frequency_hz = 4800.0; }), "I2: an interharmonic of 4800 Hz"},
        {i2([](ChannelSignal& c) { c.interharmonics[0].frequency_hz = 0.0; }), "I2: an interharmonic of 0 Hz"},
        {i2([](ChannelSignal& c) { c.noise = -0.1; }), "I2: the rms value of the noise is -0.1"},
        {i2([&](ChannelSignal& c) { c.dc = INFINITY; }), "I2: the dc part is not a number"},
        {[](Stimulus& s) { s.modulation.depth = 2.1; }, "flicker: the depth is 2.1; it can be 0 to 2"},
        {[](Stimulus& s) { s.modulation.frequency_hz = 25.0; },
         "flicker: a modulation of 25 Hz; it must be above 0 and below half the fundamental, 25 Hz"},
        {[](Stimulus& s) { s.modulation.phases = 0b1000; }, "flicker: phases are V1, V2 and V3"},
        {[](Stimulus& s) { s.event->phases = 0; }, "voltage event: phases are V1, V2 and V3"},
        {[](Stimulus& s) { s.event->level = -0.1; }, "voltage event: the level is -0.1; it can be 0 to 100"},
        {[](Stimulus& s) { s.event->duration = {}; }, "voltage event: the duration must be above 0"},
        {[](Stimulus& s) { s.event->edge = 101ms; }, "voltage event: an edge of 0.101 s; it can be 0 to the duration, 0.1 s"},
        {[&](Stimulus& s) { s.event->point_on_wave_deg = nan; }, "voltage event: the point on wave is not a number"},
        {[](Stimulus& s) { s.inrush->inputs = 0b10000; }, "inrush: inputs are I1 to I4"},
        {[](Stimulus& s) { s.inrush->decay = {}; }, "inrush: the decay's time constant must be above 0"},
        {[](Stimulus& s) { s.inrush->dc_decay = {}; }, "inrush: the time constant of its dc part must be above 0"},
        {[](Stimulus& s) { s.inrush->multiple = -1.0; }, "inrush: the multiple is -1"},
        {[](Stimulus& s) { s.ramp = -1ms; }, "stimulus: a ramp of -0.001 s"},
        {[](Stimulus& s) { s.vt_ratio = 0.0; }, "voltage transformer: the ratio is 0; it must be above 0"},
    };
    for (Case const& c : cases) {
        auto const said = complaint(c.spoil);
        BOOST_TEST(said.find(c.says) == 0U, "expected: " << c.says << "\n said: " << said);
    }
}

BOOST_AUTO_TEST_CASE(a_ramp_of_the_frequency_needs_room_for_both_spectra_at_both_ends) {
    Stimulus before = balanced(230.0, 10.0, 0.0, 50.0);
    before[Channel::vb].harmonics = {{63, 0.01, 0.0}};
    Stimulus s = balanced(230.0, 10.0, 0.0, 77.0);
    BOOST_TEST(static_cast<bool>(check(s, before)));  // at once
    s.ramp = 1s;
    auto const up = check(s, before);
    BOOST_REQUIRE(!up);
    BOOST_TEST(up.error().sentence.find("Vb: harmonic 63 at 77 Hz is 4851 Hz") == 0U);
    before.ramp = 1s;
    BOOST_TEST(!check(before, s));  // and on the way back
    before[Channel::vb].harmonics.clear();
    BOOST_TEST(static_cast<bool>(check(s, before)));
}
