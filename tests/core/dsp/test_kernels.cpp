// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops for wide vectors give the same bits as those for every processor.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "core/dsp/analyser.hpp"
#include "tests/core/dsp/signals.hpp"

using namespace mb;
using namespace mb::dsp;
using namespace mb::test;

namespace {

struct Bits {
    std::vector<unsigned char> bytes;
    std::size_t windows = 0;

    template <class T>
    void add(T const& value) {
        auto const* const p = reinterpret_cast<unsigned char const*>(&value);
        bytes.insert(bytes.end(), p, p + sizeof value);
    }
};

Bits readings(std::vector<Frame> const& frames, Vectors vectors, std::size_t step) {
    AnalyserSettings settings;
    settings.vectors = vectors;
    Analyser analyser(settings);
    Bits bits;
    Bits halves;
    Bits fast;
    for (std::size_t at = 0; at < frames.size(); at += step) {
        analyser.feed(Block{frames}.subspan(at, std::min(step, frames.size() - at)));
        for (HalfCycleRms const& h : analyser.half_cycles()) halves.add(h.rms);
        for (FastRms const& f : analyser.fast()) fast.add(f.rms);
        for (WindowResult const& w : analyser.windows()) {
            ++bits.windows;
            bits.add(w.frequency);
            bits.add(w.rms);
            bits.add(w.peak);
            bits.add(w.fundamental);
            bits.add(w.harmonic);
            bits.add(w.interharmonic);
            bits.add(w.active_power);
        }
    }
    for (Bits const* more : {&halves, &fast}) bits.bytes.insert(bits.bytes.end(), more->bytes.begin(), more->bytes.end());
    return bits;
}

std::vector<Frame> distorted() {
    Star s;
    s.frequency = 50.3;
    s.lag = 0.4;
    s.tones = {{3, 0.1, 0.2}, {5, 0.06, 0.2}, {49, 0.01, 0.02}};
    auto frames = frames_of(s, 2.0);
    frames[7'000].lanes[5] = std::numeric_limits<float>::infinity();  // and a flaw
    return frames;
}

}  // namespace

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_the_width_of_vectors) {
    // On a processor without wide vectors both are the same code.
    auto const frames = distorted();
    Bits const wide = readings(frames, Vectors::automatic, 96);
    Bits const plain = readings(frames, Vectors::plain, 96);
    BOOST_TEST(wide.windows == 9);
    BOOST_TEST((wide.bytes == plain.bytes));
    if (&kernels(Vectors::automatic) == &kernels(Vectors::plain)) BOOST_TEST_MESSAGE("no wide vectors here: compared with itself");
}

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_how_the_signal_is_cut) {
    auto const frames = distorted();
    Bits const blocks = readings(frames, Vectors::automatic, 96);
    BOOST_TEST((readings(frames, Vectors::automatic, 8).bytes == blocks.bytes));
    BOOST_TEST((readings(frames, Vectors::automatic, 960).bytes == blocks.bytes));
}
