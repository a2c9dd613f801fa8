// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/builtin_target.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

#include "core/catalogue/codec.hpp"
#include "core/comm/modbus/client_pdu.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

RegisterMap a200() {
    auto map = open_map("a200");
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(map), (map ? std::string{} : map.error().sentence));
    return *map;
}

double read(BuiltinTarget& target, char const* symbol) {
    RegisterMap const map = a200();
    Register const* reg = map.find(*find_symbol(symbol));
    BOOST_REQUIRE(reg != nullptr);
    auto const reply = target.exchange(Port::modbus, modbus::read_request(reg->address, reg->words));
    BOOST_REQUIRE(static_cast<bool>(reply));
    auto const words = modbus::parse_read_reply(*reply);
    BOOST_REQUIRE(static_cast<bool>(words));
    return std::get<double>(decode(*reg, *words));
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_four_verbs_drive_the_meter) {
    BuiltinTarget target(MeterSettings{}, a200());
    BOOST_TEST(!target.capabilities().name.empty());
    BOOST_REQUIRE(static_cast<bool>(target.apply(balanced(231.5, 10.0, 0.0, 50.0))));
    BOOST_REQUIRE(static_cast<bool>(target.advance(1s)));
    BOOST_TEST(std::abs(read(target, "load1.inst.v1") - 231.5) <= 0.02);
    BOOST_TEST(std::abs(read(target, "load1.inst.p") - 3 * 231.5 * 10.0) <= 2.0);
}

BOOST_AUTO_TEST_CASE(short_advances_add_up_to_the_same_readings) {
    auto const run = [](Duration step) {
        BuiltinTarget target(MeterSettings{}, a200());
        Stimulus s = balanced(230.0, 10.0, 0.0, 50.3);
        s.event = VoltageEvent{0b001, 0.5, 100ms, std::nullopt};
        BOOST_REQUIRE(static_cast<bool>(target.apply(s)));
        for (Duration t{}; t < Duration{1s}; t += step) BOOST_REQUIRE(static_cast<bool>(target.advance(step)));
        auto const reply = target.exchange(Port::modbus, modbus::read_request(18'432, 92));
        return *reply;
    };
    BOOST_TEST((run(1s) == run(Duration{48})));  // one millisecond at a time
}

BOOST_AUTO_TEST_CASE(a_wait_of_one_sample_or_of_nine_milliseconds_is_kept) {
    // 9 ms without voltage at a peak-to-peak place of the wave: a dip; the target may not swallow it because it is shorter than a block.
    BuiltinTarget target(MeterSettings{}, a200());
    BOOST_REQUIRE(static_cast<bool>(target.apply(balanced(230.0, 10.0, 0.0, 50.0))));
    BOOST_REQUIRE(static_cast<bool>(target.advance(1s)));
    BOOST_REQUIRE(static_cast<bool>(target.apply(balanced(0.0, 10.0, 0.0, 50.0))));
    BOOST_REQUIRE(static_cast<bool>(target.advance(9ms)));
    BOOST_REQUIRE(static_cast<bool>(target.apply(balanced(230.0, 10.0, 0.0, 50.0))));
    for (int n = 0; n < 9'600; ++n) BOOST_REQUIRE(static_cast<bool>(target.advance(Samples{1})));
    auto const slot = target.exchange(Port::modbus, modbus::read_request(42'286, 2));  // event_en50160_2: active, event
    BOOST_REQUIRE(static_cast<bool>(slot));
    auto const words = modbus::parse_read_reply(*slot);
    BOOST_REQUIRE(static_cast<bool>(words));
    BOOST_TEST((*words)[0] == 0);
    BOOST_TEST((*words)[1] == 2);  // a dip, and over
    BOOST_TEST(std::abs(read(target, "load1.inst.v1") - 230.0) <= 0.02);
}

BOOST_AUTO_TEST_CASE(faults_at_the_terminals_reach_the_readings) {
    // Two currents exchanged at PF 0.8 inductive (φ = 36.87°): phases 1 and 2 see them 120° off, cos(φ ± 120°) adds up to -cos φ, and P is
    // V·I·(cos φ - cos φ) = 0. One current reversed leaves a third of P.
    BuiltinTarget target(MeterSettings{}, a200());
    Stimulus s = balanced(230.0, 10.0, lag_degrees(0.8, false), 50.0);
    s.faults = {{FaultKind::swapped_currents, 0b0011}};
    BOOST_REQUIRE(static_cast<bool>(target.apply(s)));
    BOOST_REQUIRE(static_cast<bool>(target.advance(1s)));
    BOOST_TEST(std::abs(read(target, "load1.inst.p")) <= 2.0);
    s.faults = {{FaultKind::reversed_ct, 0b0100}};
    BOOST_REQUIRE(static_cast<bool>(target.apply(s)));
    BOOST_REQUIRE(static_cast<bool>(target.advance(1s)));
    BOOST_TEST(std::abs(read(target, "load1.inst.p") - 230.0 * 10.0 * 0.8) <= 2.0);
}

BOOST_AUTO_TEST_CASE(a_lost_neutral_shows_the_voltages_that_the_loads_leave) {
    // Conductances 1:1:2: V3 falls to three quarters, V1 and V2 rise to sqrt(21)/4.
    BuiltinTarget target(MeterSettings{}, a200());
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    s[Channel::i3].rms = 20.0;
    s.faults = {{FaultKind::neutral_loss}};
    BOOST_REQUIRE(static_cast<bool>(target.apply(s)));
    BOOST_REQUIRE(static_cast<bool>(target.advance(1s)));
    BOOST_TEST(std::abs(read(target, "load1.inst.v3") - 172.5) <= 0.02);
    BOOST_TEST(std::abs(read(target, "load1.inst.v1") - 230.0 * std::sqrt(21.0) / 4.0) <= 0.03);
    BOOST_TEST(std::abs(read(target, "load1.inst.i3") - 15.0) <= 0.002);
}

BOOST_AUTO_TEST_CASE(a_refused_fault_changes_nothing) {
    BuiltinTarget target(MeterSettings{}, a200(), Network::delta);
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    BOOST_REQUIRE(static_cast<bool>(target.apply(s)));
    s = balanced(100.0, 10.0, 0.0, 50.0);
    s.faults = {{FaultKind::neutral_loss}};
    auto const refused = target.apply(s);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().sentence == "neutral_loss: a 3P network has no neutral to lose");
    BOOST_REQUIRE(static_cast<bool>(target.advance(1s)));
    BOOST_TEST(std::abs(read(target, "load1.inst.v1") - 230.0) <= 0.02);
}
