// SPDX-License-Identifier: GPL-3.0-or-later
// Expected amplitudes are those of the tones that were put in; limits are the filter's promise (sim/sinc_kernel.hpp).
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "sim/fundamental.hpp"
#include "sim/playback.hpp"
#include "sim/recording_facts.hpp"
#include "sim/waveform_open.hpp"

using namespace mb;

namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;

ChannelMap first_voltage_only() {
    ChannelMap map;
    map.fill(-1);
    map[0] = 0;
    return map;
}

template <class Signal>
WaveformFile sampled(double rate, double seconds, Signal const& signal) {
    WaveformFile file;
    file.name = "r.cfg";
    file.sampling_rate = rate;
    file.channels.push_back({"U1", "", "V", {}});
    for (int n = 0; n < static_cast<int>(std::lround(rate * seconds)); ++n) file.channels[0].samples.push_back(signal(n / rate));
    return file;
}

Playback opened(WaveformFile const& file, bool loop) {
    auto playback = Playback::open(file, first_voltage_only(), {loop, true});
    BOOST_REQUIRE_MESSAGE(playback, (playback ? "" : playback.error().sentence));
    return std::move(*playback);
}

std::vector<double> played(Playback& playback, std::size_t frames) {
    std::vector<Frame> out(frames);
    playback.render(out);
    std::vector<double> va;
    for (Frame const& frame : out) va.push_back(frame[Channel::va]);
    return va;
}

/// Peak amplitude of the tone f in x (9600 Hz) by correlation under a Hann window.
double amplitude(std::span<double const> x, double f) {
    double re = 0.0, im = 0.0, weight = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const hann = 0.5 - 0.5 * std::cos(kTwoPi * (static_cast<double>(i) + 0.5) / static_cast<double>(x.size()));
        double const angle = kTwoPi * f * static_cast<double>(i) / kSampleRate;
        re += hann * x[i] * std::cos(angle);
        im += hann * x[i] * std::sin(angle);
        weight += hann;
    }
    return 2.0 * std::hypot(re, im) / weight;
}

double rms(std::span<double const> x) {
    double sum = 0.0;
    for (double const v : x) sum += v * v;
    return std::sqrt(sum / static_cast<double>(x.size()));
}

/// Of the tone near `about` in x (9600 Hz): the advance of its phase from second to second.
double frequency(std::span<double const> x, double about) {
    double advance = 0.0, last = 0.0;
    std::size_t const seconds = x.size() / 9'600;
    for (std::size_t s = 0; s < seconds; ++s) {
        double re = 0.0, im = 0.0;
        for (std::size_t i = s * 9'600; i < (s + 1) * 9'600; ++i) {
            double const hann = 0.5 - 0.5 * std::cos(kTwoPi * (static_cast<double>(i % 9'600) + 0.5) / 9'600.0);
            double const angle = kTwoPi * about * static_cast<double>(i) / kSampleRate;
            re += hann * x[i] * std::cos(angle);
            im -= hann * x[i] * std::sin(angle);
        }
        double const phase = std::atan2(im, re);
        if (s > 0) advance += std::remainder(phase - last, kTwoPi);
        last = phase;
    }
    return about + advance / kTwoPi / static_cast<double>(seconds - 1);
}

/// Without the first and last 100 ms, where the recording's ends are.
std::span<double const> middle(std::vector<double> const& x) { return std::span<double const>(x).subspan(960, x.size() - 1920); }

}  // namespace

BOOST_AUTO_TEST_SUITE(playback)

BOOST_AUTO_TEST_CASE(tones_up_to_3_9_khz_keep_their_amplitude_at_any_rate_above_the_meters) {
    for (double const rate : {10'000.0, 12'800.0, 15'360.0, 30'707.244140625, 48'000.0, 100'000.0})
        for (double const f : {50.0, 61.7, 1'000.0, 3'000.0, 3'780.0, 3'900.0}) {
            auto playback = opened(sampled(rate, 1.0, [&](double t) { return 100.0 * std::cos(kTwoPi * f * t + 0.7); }), false);
            auto const out = played(playback, 9'600);
            BOOST_TEST_CONTEXT(rate << " Hz, tone " << f)
            BOOST_TEST(amplitude(middle(out), f) == 100.0, boost::test_tools::tolerance(1e-4));
        }
}

BOOST_AUTO_TEST_CASE(tones_above_4_8_khz_are_80_db_down_instead_of_folding) {
    for (double const rate : {12'800.0, 30'707.244140625, 48'000.0, 100'000.0})
        for (double const f : {4'800.0, 4'900.0, 5'500.0, 6'000.0, 9'550.0, 14'000.0}) {
            if (f >= rate / 2.0) continue;
            auto playback = opened(sampled(rate, 1.0, [&](double t) { return std::sin(kTwoPi * f * t + 0.3); }), false);
            BOOST_TEST_CONTEXT(rate << " Hz, tone " << f)
            BOOST_TEST(rms(middle(played(playback, 9'600))) < 1e-4 * std::numbers::sqrt2 / 2.0);
        }
}

BOOST_AUTO_TEST_CASE(slow_recordings_are_interpolated_without_images) {
    for (double const rate : {800.0, 1'200.0, 3'200.0, 6'400.0, 9'599.0})
        for (double const f : {50.0, 0.4 * rate}) {
            auto playback = opened(sampled(rate, 2.0, [&](double t) { return 100.0 * std::cos(kTwoPi * f * t); }), false);
            auto const out = played(playback, 19'200);
            // All the energy is in the tone: an image would add to the rms.
            BOOST_TEST_CONTEXT(rate << " Hz, tone " << f) {
                BOOST_TEST(amplitude(middle(out), f) == 100.0, boost::test_tools::tolerance(1e-4));
                std::vector<double> rest(out);
                for (std::size_t i = 0; i < rest.size(); ++i)
                    rest[i] -= 100.0 * std::cos(kTwoPi * f * static_cast<double>(i) / kSampleRate);
                BOOST_TEST(rms(middle(rest)) < 0.02);
            }
        }
}

BOOST_AUTO_TEST_CASE(a_sine_is_played_sample_for_sample_whatever_its_rate) {
    for (double const rate : {800.0, 1'000.0, 6'400.0, 51'200.0, 100'000.0}) {
        auto const sine = [](double t) { return 230.0 * std::numbers::sqrt2 * std::sin(kTwoPi * 50.0 * t + 0.3); };
        auto playback = opened(sampled(rate, 1.0, sine), false);
        BOOST_TEST(*playback.frames_left() == 9'600);
        auto const out = played(playback, 9'600);
        double worst = 0.0;
        for (std::size_t i = 960; i < out.size() - 960; ++i)
            worst = std::max(worst, std::abs(out[i] - sine(static_cast<double>(i) / kSampleRate)));
        BOOST_TEST_CONTEXT(rate << " Hz") {
            BOOST_TEST(worst < 1e-4 * 230.0 * std::numbers::sqrt2);
            BOOST_TEST(rms(middle(out)) == 230.0, boost::test_tools::tolerance(1e-4));
        }
    }
}

BOOST_AUTO_TEST_CASE(time_is_kept_to_the_sample_over_a_long_recording) {
    auto const signal = [](double t) { return std::sin(kTwoPi * 50.0 * t); };
    auto playback = opened(sampled(30'707.244140625, 20.0, signal), false);
    BOOST_TEST(*playback.frames_left() == 192'000);
    auto const out = played(playback, 192'000);
    double worst = 0.0;
    for (std::size_t i = 100; i < out.size() - 100; ++i)
        worst = std::max(worst, std::abs(out[i] - signal(static_cast<double>(i) / kSampleRate)));
    BOOST_TEST(worst < 1e-4);
}

BOOST_AUTO_TEST_CASE(at_the_meters_own_rate_samples_are_played_as_they_are) {
    WaveformFile file = sampled(9'600.0, 0.1, [](double t) { return std::floor(1e6 * t); });
    auto playback = opened(file, false);
    auto const out = played(playback, 960);
    BOOST_TEST(out == file.channels[0].samples, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_recording_ends_in_silence_and_counts_its_frames) {
    auto playback = opened(sampled(19'200.0, 0.5, [](double) { return 7.0; }), false);
    BOOST_TEST(*playback.frames_left() == 4'800);
    auto const out = played(playback, 4'850);
    BOOST_TEST(out[0] == 7.0, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(out[4'799] == 7.0, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(out[4'800] == 0.0);
    BOOST_TEST(*playback.frames_left() == 0);
}

BOOST_AUTO_TEST_CASE(a_loop_repeats_whole_cycles_without_a_seam) {
    // 3.7 cycles of 60 Hz with a fifth harmonic; at 12 kHz a cycle is 200 samples.
    auto const signal = [](double t) { return 100.0 * std::sin(kTwoPi * 60.0 * t + 0.4) + 8.0 * std::sin(kTwoPi * 300.0 * t + 1.0); };
    auto playback = opened(sampled(12'000.0, 3.7 / 60.0, signal), true);
    BOOST_TEST(playback.loop_samples() == 600);
    BOOST_TEST(!playback.frames_left().has_value());
    auto const out = played(playback, 96'000);
    double worst = 0.0;
    for (std::size_t i = 0; i < out.size(); ++i) worst = std::max(worst, std::abs(out[i] - signal(static_cast<double>(i) / kSampleRate)));
    BOOST_TEST(worst < 0.01);
}

BOOST_AUTO_TEST_CASE(a_loop_keeps_frequency_and_rms_where_its_cycles_are_no_whole_number_of_samples) {
    struct Case {
        double rate, f;
        int samples;
    };
    for (Case const& c : {Case{1'000.0, 60.0, 70}, Case{1'600.0, 50.2, 320}, Case{1'000.0, 50.3, 83}, Case{800.0, 49.7, 100},
                          Case{1'000.0, 60.3, 40}, Case{1'200.0, 59.9, 1'200}, Case{9'600.0, 50.3, 960}, Case{1'000.0, 50.0, 47},
                          Case{12'800.0, 60.1, 2'000}, Case{25'600.0, 49.9, 2'050}}) {
        double const f = c.f;  // a structured binding cannot be captured by clang's lambdas
        WaveformFile const file = sampled(c.rate, c.samples / c.rate, [&](double t) {
            double const w = kTwoPi * f * t;  // two cycles tell the frequency beside a third harmonic, not beside higher ones
            return std::numbers::sqrt2 * (230.0 * std::sin(w + 0.4) + 23.0 * std::sin(3.0 * w + 1.0));
        });
        auto playback = opened(file, true);
        auto const out = played(playback, 96'000);  // whole cycles: the frequencies are tenths of a hertz
        BOOST_TEST_CONTEXT(f << " Hz, " << c.samples << " samples at " << c.rate << " Hz") {
            BOOST_TEST(std::abs(frequency(out, f) - f) < 0.005);
            double const true_rms = 230.0 * std::sqrt(1.0 + 0.01);
            BOOST_TEST(std::abs(rms(out) / true_rms - 1.0) < 5e-4);
            // and beside the tones that were put in there is nothing: a seam would ring
            double const fundamental = amplitude(out, f) / std::numbers::sqrt2;
            BOOST_TEST(std::abs(fundamental / 230.0 - 1.0) < 5e-4);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_loop_has_no_seam_between_samples_either) {
    // At 1 kHz a cycle of 60 Hz is 16.67 samples: four are 66.67, so the seam falls between two samples.
    auto const signal = [](double t) { return 100.0 * std::sin(kTwoPi * 60.0 * t + 0.4) + 8.0 * std::sin(kTwoPi * 300.0 * t + 1.0); };
    auto playback = opened(sampled(1'000.0, 0.070, signal), true);
    BOOST_TEST(playback.loop_samples() == 4.0 * 1'000.0 / 60.0, boost::test_tools::tolerance(1e-6));
    auto const out = played(playback, 9'600);
    double worst = 0.0;
    for (std::size_t i = 0; i < out.size(); ++i) worst = std::max(worst, std::abs(out[i] - signal(static_cast<double>(i) / kSampleRate)));
    BOOST_TEST(worst < 0.1);
}

BOOST_AUTO_TEST_CASE(a_capture_that_ends_just_before_its_last_cycle_does_is_looped_at_its_frequency) {
    // Four cycles are 2048.6 samples, of which 2044 were kept: less than a hundredth of a cycle is missing.
    double const f = 4.0 * 30'720.0 / 2'048.6;
    auto const signal = [&](double t) { return 100.0 * std::sin(kTwoPi * f * t + 0.4); };
    auto playback = opened(sampled(30'720.0, 2'044.0 / 30'720.0, signal), true);
    auto const out = played(playback, 96'000);
    BOOST_TEST(std::abs(frequency(out, f) - f) < 0.005);
    BOOST_TEST(amplitude(out, f) == 100.0, boost::test_tools::tolerance(5e-4));
}

BOOST_AUTO_TEST_CASE(a_capture_cut_by_whole_samples_still_counts_its_last_cycle) {
    // Four cycles at 59.975 Hz are 2047.98 samples of this rate.
    auto const signal = [](double t) { return std::sin(kTwoPi * 59.975 * t); };
    WaveformFile file = sampled(30'707.244140625, 2048.0 / 30'707.244140625, signal);
    BOOST_TEST(file.channels[0].samples.size() == 2048U);
    BOOST_TEST(opened(file, true).loop_samples() == 2048);
}

BOOST_AUTO_TEST_CASE(less_than_a_cycle_and_no_signal_at_all_are_refused_for_a_loop) {
    auto const refusal = [](WaveformFile const& file) {
        auto const playback = Playback::open(file, first_voltage_only(), {true, true});
        BOOST_REQUIRE(!playback);
        return playback.error().sentence;
    };
    WaveformFile brief = sampled(10'000.0, 0.012, [](double t) { return std::sin(kTwoPi * 50.0 * t); });
    brief.line_frequency = 50.0;
    BOOST_TEST(refusal(brief).find("less than one whole cycle") != std::string::npos);
    BOOST_TEST(refusal(sampled(10'000.0, 0.5, [](double) { return 0.0; })).find("no mains frequency") != std::string::npos);
    BOOST_TEST(refusal(sampled(10'000.0, 0.5, [](double) { return 12.0; })).find("no mains frequency") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rates_that_no_meter_can_follow_are_refused) {
    for (double const rate : {0.0, 799.0, 100'001.0}) {
        WaveformFile file = sampled(1'000.0, 0.1, [](double t) { return t; });
        file.sampling_rate = rate;
        BOOST_TEST(!Playback::open(file, first_voltage_only(), {}));
    }
}

BOOST_AUTO_TEST_CASE(voltages_to_neutral_get_the_neutrals_own_voltage_added) {
    WaveformFile file = sampled(9'600.0, 0.1, [](double) { return 230.0; });
    file.channels.push_back({"U4", "", "V", std::vector<double>(file.channels[0].samples.size(), 5.0)});
    ChannelMap map = first_voltage_only();
    map[index(Channel::vn)] = 1;
    for (bool const to_neutral : {true, false}) {
        auto playback = Playback::open(file, map, {false, to_neutral});
        BOOST_REQUIRE(playback);
        Frame frame;
        playback->render({&frame, 1});
        BOOST_TEST(frame[Channel::va] == (to_neutral ? 235.0F : 230.0F));
        BOOST_TEST(frame[Channel::vn] == 5.0F);
    }
}

BOOST_AUTO_TEST_CASE(the_fundamental_is_found_in_few_cycles_and_many) {
    for (double const f : {42.0, 47.5, 50.3, 59.975, 65.0})
        for (double const seconds : {0.06, 0.2, 1.0, 20.0}) {
            auto const file = sampled(6'400.0, seconds, [&](double t) {
                double const w = kTwoPi * f * t;
                return 230.0 * std::sin(w + 1.0) + 20.0 * std::sin(3.0 * w) + 15.0 * std::sin(5.0 * w + 2.0) + 5.0 * std::sin(7.0 * w) +
                       3.0 * std::sin(23.0 * w);
            });
            // Of what a loop needs: the error over the whole recording stays below a hundredth of a cycle.
            BOOST_TEST_CONTEXT(f << " Hz, " << seconds << " s")
            BOOST_TEST(std::abs(fundamental_frequency(file.channels[0].samples, 6'400.0, 0.0) - f) * seconds < 0.01);
        }
}

BOOST_AUTO_TEST_CASE(the_mean_of_a_drifting_frequency_is_found) {
    // From 49.8 to 50.6 Hz in 20 s: 1004 cycles, a mean of 50.2 Hz.
    auto const file = sampled(6'400.0, 20.0, [](double t) { return std::sin(kTwoPi * (49.8 * t + 0.02 * t * t)); });
    BOOST_TEST(std::abs(fundamental_frequency(file.channels[0].samples, 6'400.0, 0.0) - 50.2) * 20.0 < 0.05);
}

BOOST_AUTO_TEST_CASE(noise_has_no_fundamental) {
    unsigned state = 1;
    auto const file =
        sampled(6'400.0, 1.0, [&](double) { return static_cast<double>((state = state * 1'664'525U + 1'013'904'223U) >> 16) - 32'768.0; });
    BOOST_TEST(fundamental_frequency(file.channels[0].samples, 6'400.0, 50.0) == 0.0);
}

BOOST_AUTO_TEST_CASE(nominal_values_follow_the_recording_and_not_its_dip) {
    auto const file = sampled(9'600.0, 0.5, [](double t) {
        return (t > 0.1 && t < 0.3 ? 0.3 : 1.0) * 231.5 * std::numbers::sqrt2 * std::sin(kTwoPi * 50.0 * t);
    });
    RecordingFacts const facts = recording_facts(file, first_voltage_only());
    BOOST_TEST(facts.voltage == 231.5, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(standard_voltage(facts.voltage) == 230.0);
    BOOST_TEST(standard_voltage(348.9) == 347.0);
    BOOST_TEST(standard_voltage(119.0) == 120.0);
    BOOST_TEST(standard_voltage(31.234) == 31.2, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(standard_current(126.1) == 150.0);
    BOOST_TEST(standard_current(0.0) == 1.0);
    BOOST_TEST(standard_current(5.0) == 5.0);
}

// A real capture of four cycles (347/600 V, 60 Hz): the numbers beside it were computed from its samples by an independent program.
BOOST_AUTO_TEST_CASE(a_looped_real_capture_keeps_rms_and_power) {
    std::filesystem::path const folder(MB_VECTORS_DIR);
    if (!std::filesystem::exists(folder / "keating_1999.CFG")) {
        BOOST_TEST_MESSAGE("skipped: no recordings");
        std::puts("skipped: no recordings");
        return;
    }
    std::ifstream stream(folder / "12_keating.json");
    auto const truth = nlohmann::json::parse(stream)["by_definition_4_cycles"];
    auto const file = open_waveform((folder / "keating_1999.CFG").string());
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    auto const map = map_channels(*file, {});
    BOOST_REQUIRE(map);
    auto playback = Playback::open(*file, *map, {.loop = true});
    BOOST_REQUIRE(playback);
    BOOST_TEST(playback->loop_samples() == 2048);
    // 45 loops of 2048 samples are 28 812.1 frames.
    std::vector<Frame> frames(28'812);
    playback->render(frames);
    for (std::size_t phase = 0; phase < 3; ++phase) {
        double vv = 0.0, ii = 0.0, vi = 0.0;
        for (Frame const& frame : frames) {
            double const v = double{frame.lanes[phase]} - double{frame.lanes[index(Channel::vn)]};
            double const i = frame.lanes[index(Channel::i1) + phase];
            vv += v * v;
            ii += i * i;
            vi += v * i;
        }
        auto const n = static_cast<double>(frames.size());
        std::string const number = std::to_string(phase + 1);
        BOOST_TEST_CONTEXT("phase " << number) {
            BOOST_TEST(std::sqrt(vv / n) == truth["rms"]["U" + number].get<double>(), boost::test_tools::tolerance(5e-4));
            BOOST_TEST(std::sqrt(ii / n) == truth["rms"]["I" + number].get<double>(), boost::test_tools::tolerance(5e-4));
            BOOST_TEST(vi / n == truth["P"][phase].get<double>(), boost::test_tools::tolerance(5e-4));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
