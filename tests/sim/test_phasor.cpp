// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/phasor.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

#include "tests/sim/synth_probe.hpp"

using namespace mb;
using namespace mb::test;
using namespace std::chrono_literals;

namespace {

Stimulus distorted() {
    Stimulus s = balanced(230.0, 10.0, 30.0, 50.0);
    s[Channel::vn] = {3.0, 70.0, {}};
    s[Channel::vb].harmonics = {{2, 0.02, 15.0}, {5, 0.1, 40.0}};
    s[Channel::i2].harmonics = {{3, 0.3, 180.0}, {63, 0.02, -20.0}};
    s[Channel::i3].dc = -0.4;
    return s;
}

Result<Spectra> spectra_of(Stimulus const& s) {
    auto const plan = plan_terminals(s, Network::wye);
    if (!plan) return plan.error();
    return mb::spectra_of(*plan);
}

std::string refusal(std::function<void(Stimulus&)> const& spoil) {
    Stimulus s = distorted();
    spoil(s);
    auto const result = spectra_of(s);
    return result ? "" : result.error().sentence;
}

}  // namespace

// One second at 50 Hz holds whole cycles of every order. A float lane, the cubic at order 63 (2e-6 of the crest).
BOOST_AUTO_TEST_CASE(phasors_are_the_lines_of_the_rendered_wave) {
    Stimulus const s = distorted();
    auto const spectra = spectra_of(s);
    BOOST_REQUIRE(static_cast<bool>(spectra));
    Synth synth(s);
    auto const frames = render(synth, kSampleRate);
    for (std::size_t c = 0; c < kChannels; ++c)
        for (int h : {1, 2, 3, 5, 7, 63}) {
            auto const expected = line(frames, static_cast<Channel>(c), 50.0 * h);
            BOOST_TEST(std::abs(spectra->lanes[c][static_cast<std::size_t>(h)] - expected) < (c < 4 ? 2e-4 : 2e-5),
                       kChannelNames[c] << " order " << h);
        }
    BOOST_TEST(spectra->lanes[index(Channel::i3)][0].real() == -0.4);
}

BOOST_AUTO_TEST_CASE(linear_faults_and_the_voltage_transformer_stand_between) {
    Stimulus s = distorted();
    auto const sound = spectra_of(s);
    Fault swapped;
    swapped.kind = FaultKind::swapped_currents;
    swapped.inputs = 0b0011;
    Fault reversed;
    reversed.kind = FaultKind::reversed_ct;
    reversed.inputs = 0b0001;
    s.faults = {swapped, reversed};
    s.vt_ratio = 200.0;
    auto const faulty = spectra_of(s);
    BOOST_REQUIRE(static_cast<bool>(faulty));
    auto const& was = sound->lanes;
    for (std::size_t h = 0; h < was[0].size(); ++h) {
        BOOST_TEST(std::abs(faulty->lanes[index(Channel::i1)][h] + was[index(Channel::i2)][h]) < 1e-12);
        BOOST_TEST(std::abs(faulty->lanes[index(Channel::i2)][h] - was[index(Channel::i1)][h]) < 1e-12);
        BOOST_TEST(std::abs(faulty->lanes[index(Channel::i3)][h] - was[index(Channel::i3)][h]) < 1e-12);
        BOOST_TEST(std::abs(faulty->lanes[index(Channel::vb)][h] * 200.0 - was[index(Channel::vb)][h]) < 1e-10);
    }
}

BOOST_AUTO_TEST_CASE(what_has_no_phasor_is_refused_by_name) {
    struct Case {
        std::function<void(Stimulus&)> spoil;
        std::string what;
    };
    std::vector<Case> const cases{
        {[](Stimulus& s) { s.ramp = 1s; }, "a ramp"},
        {[](Stimulus& s) {
             s.event = VoltageEvent{0b111, 0.5, 100ms, std::nullopt};
         },
         "a voltage event"},
        {[](Stimulus& s) { s.inrush = CurrentEvent{0b111, 8.0, 100ms, 0.0, {}, std::nullopt}; }, "an inrush"},
        {[](Stimulus& s) { s.modulation.depth = 0.01; }, "flicker"},
        {[](Stimulus& s) { s[Channel::i3].noise = 0.01; }, "noise of I3"},
        {[](Stimulus& s) {
             s[Channel::vb].interharmonics = {{175.0, 1.0, 0.0}};
         },
         "the interharmonic of Vb at 175 Hz"},
        {[](Stimulus& s) { s.sensors[1].errors = true; }, "the sensor in I2 with its errors"},
        {[](Stimulus& s) {
             s.faults = {{FaultKind::phase_error, 0b0001, 0, 30}};
         },
         "the fault phase_error"},
    };
    for (Case const& c : cases)
        BOOST_TEST(refusal(c.spoil) == "phasor mode: " + c.what + " has no phasor; leave it out, or run the waveform");
    BOOST_TEST(refusal([](Stimulus& s) { s.frequency_hz = 80.0; }).find("I2: harmonic 63 at 80 Hz") == 0U);
}
