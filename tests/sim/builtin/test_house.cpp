// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/house.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <thread>

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// Waits for something that must come; bounded by the number of looks, so a hanging house fails and does not hang the tests.
bool comes(std::function<bool()> const& what) {
    for (int look = 0; look < 2'000; ++look) {
        if (what()) return true;
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

HouseOptions fast() {
    HouseOptions o;
    o.speed = 50.0;
    return o;
}

double reading(House& house, char const* symbol) {
    Value const v = house.snapshot()->value(*find_symbol(symbol));
    return std::holds_alternative<double>(v) ? std::get<double>(v) : std::nan("");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_house_lives_by_itself_and_publishes_readings) {
    House house(Grid(balanced(230.0, 10.0, 0.0, 50.0)), fast());
    BOOST_REQUIRE(house.snapshot() != nullptr);
    BOOST_TEST(comes([&] { return std::abs(reading(house, "net_inst.v1") - 230.0) < 0.02; }));
    BOOST_TEST((house.now() > Instant{}));
}

BOOST_AUTO_TEST_CASE(a_posted_stimulus_and_command_are_carried_out_in_the_house) {
    House house(Grid(balanced(230.0, 10.0, 0.0, 50.0)), fast());
    Stimulus s = balanced(120.0, 10.0, 0.0, 60.0);
    BOOST_REQUIRE(static_cast<bool>(house.apply(s)));
    BOOST_TEST(comes([&] { return std::abs(reading(house, "net_inst.v3") - 120.0) < 0.02; }));
    house.carry_out(SetClock{1'000});
    BOOST_TEST(comes([&] { return house.snapshot()->power_on.has_value(); }));
}

BOOST_AUTO_TEST_CASE(the_scope_shows_the_latest_frames_in_order) {
    House house(Grid(balanced(230.0, 10.0, 0.0, 50.0)), fast());
    Waveform w;
    BOOST_REQUIRE(comes([&] {
        house.copy_waveform(w);
        return w.frames.size() == kScopeFrames;
    }));
    // Va = 230·√2·sin(2π·50·n/9600), n counted from power-on; w.end is n of the frame after the last.
    auto const first = std::chrono::floor<Samples>(w.end.time_since_epoch()).count() - static_cast<std::int64_t>(w.frames.size());
    for (std::size_t k = 0; k < w.frames.size(); k += 37) {
        double const expected =
            230.0 * std::sqrt(2.0) *
            std::sin(2 * 3.14159265358979323846 * static_cast<double>((first + static_cast<std::int64_t>(k)) % 192) / 192.0);
        BOOST_TEST(std::abs(static_cast<double>(w.frames[k][Channel::va]) - expected) < 0.01);
    }
}

BOOST_AUTO_TEST_CASE(many_threads_may_read_and_post_while_it_runs) {
    House house(Grid(balanced(230.0, 10.0, 0.0, 50.0)), fast());
    std::vector<std::jthread> readers;
    std::atomic<int> wrong{0};
    for (int n = 0; n < 4; ++n)
        readers.emplace_back([&house, &wrong] {
            Waveform w;
            Instant last{};
            for (int k = 0; k < 500; ++k) {
                auto const s = house.snapshot();
                if (s == nullptr || s->time < last) ++wrong;
                last = s->time;
                house.note_traffic();
                house.copy_waveform(w);
                house.carry_out(PressKey{panel::Key::right, panel::Press::brief});
            }
        });
    readers.clear();
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_fault_in_the_house_is_refused_to_the_caller_or_reaches_the_meter) {
    House house(Grid(balanced(230.0, 10.0, 0.0, 50.0)), fast());
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    s.faults = {{FaultKind::saturation, 0b0001, 0, 1.0}};
    BOOST_TEST(!house.apply(s));
    BOOST_TEST(!house.disturb_recording(s));  // none is played
    s.faults = {{FaultKind::phase_loss, 0, 0b100}};
    BOOST_REQUIRE(static_cast<bool>(house.apply(s)));
    BOOST_TEST(comes([&] { return reading(house, "net_inst.v3") < 0.02; }));
    BOOST_TEST(comes([&] { return std::abs(reading(house, "net_inst.v1") - 230.0) < 0.02; }));
}

BOOST_AUTO_TEST_CASE(a_recording_in_the_house_goes_on_under_its_faults) {
    // 230 V and 115 V recorded in two phases; exchanged at the terminals the meter reads 115 V in the first.
    WaveformFile file;
    file.sampling_rate = 9'600.0;
    for (double const volts : {230.0, 115.0}) {
        WaveformChannel channel{"U", "", "V", {}};
        for (int n = 0; n < 9'600; ++n)
            channel.samples.push_back(volts * std::sqrt(2.0) * std::sin(2 * 3.14159265358979323846 * n / 192.0));
        file.channels.push_back(channel);
    }
    auto playback = Playback::open(file, ChannelMap{0, 1, -1, -1, -1, -1, -1, -1}, {.loop = true});
    BOOST_REQUIRE(static_cast<bool>(playback));
    House house(Grid(std::move(*playback)), fast());
    BOOST_TEST(comes([&] { return std::abs(reading(house, "net_inst.v1") - 230.0) < 0.05; }));
    Stimulus s;
    s.faults = {{FaultKind::neutral_loss}};
    BOOST_TEST(!house.disturb_recording(s));
    s.faults = {{FaultKind::swapped_voltages, 0, 0b0011}};
    BOOST_REQUIRE(static_cast<bool>(house.disturb_recording(s)));
    BOOST_TEST(comes([&] { return std::abs(reading(house, "net_inst.v1") - 115.0) < 0.05; }));
    BOOST_REQUIRE(static_cast<bool>(house.apply(balanced(100.0, 1.0, 0.0, 50.0))));  // ends the recording
    BOOST_TEST(comes([&] { return std::abs(reading(house, "net_inst.v1") - 100.0) < 0.05; }));
    BOOST_TEST(!house.disturb_recording(s));
}
