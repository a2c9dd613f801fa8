// SPDX-License-Identifier: GPL-3.0-or-later
// Faults at the terminals, and what the meter's own alarms say of them at the family's registers.
#include <boost/test/unit_test.hpp>

#include "core/catalogue/codec.hpp"
#include "core/comm/modbus/client_pdu.hpp"
#include "sim/builtin/builtin_target.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// A meter on three phases of 230 V and 10 A at PF 0.95 (lag 18.2°), its default alarms: 1 rotation, 2 association, 3 sensor, 4 rating.
struct Bench {
    RegisterMap map = *open_map("a200");
    BuiltinTarget target{MeterSettings{}, map};
    Stimulus stimulus = balanced(230.0, 10.0, 18.2, 50.0);

    double read(char const* symbol) {
        Register const* reg = map.find(*find_symbol(symbol));
        BOOST_REQUIRE_MESSAGE(reg != nullptr, symbol);
        auto const reply = target.exchange(Port::modbus, modbus::read_request(reg->address, reg->words));
        BOOST_REQUIRE(static_cast<bool>(reply));
        auto const words = modbus::parse_read_reply(*reply);
        BOOST_REQUIRE(static_cast<bool>(words));
        Value const value = decode(*reg, *words);
        if (auto const* whole = std::get_if<std::uint64_t>(&value)) return static_cast<double>(*whole);
        BOOST_REQUIRE_MESSAGE(std::holds_alternative<double>(value), symbol);
        return std::get<double>(value);
    }
    void with(std::vector<Fault> faults, Duration time) {
        stimulus.faults = std::move(faults);
        auto const applied = target.apply(stimulus);
        BOOST_REQUIRE_MESSAGE(static_cast<bool>(applied), (applied ? std::string{} : applied.error().sentence));
        BOOST_REQUIRE(static_cast<bool>(target.advance(time)));
    }
    /// Active alarms, bit 0 is alarm 1.
    int active() {
        int bits = 0;
        for (int n = 1; n <= 4; ++n) bits |= read(("alarm_system" + std::to_string(n) + ".state").c_str()) == 1.0 ? 1 << (n - 1) : 0;
        return bits;
    }
};

SensorPlug plug(std::string_view model, double rating) {
    for (std::size_t n = 0; n < sensors().size(); ++n)
        if (sensors()[n].model == model) return {static_cast<std::uint16_t>(n), rating};
    BOOST_FAIL("no such sensor");
    return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_fault_of_the_wiring_raises_its_own_alarm_and_no_other) {
    struct Case {
        Fault fault;
        int alarms;
    };
    for (Case const& c : {Case{{FaultKind::reversed_rotation}, 0b0001}, Case{{FaultKind::swapped_currents, 0b0011}, 0b0010},
                          Case{{FaultKind::reversed_ct, 0b0100}, 0b0010}, Case{{FaultKind::wrong_association, 0, 0, 1.0}, 0b0010},
                          Case{{FaultKind::swapped_voltages, 0, 0b1001}, 0b0010}, Case{{FaultKind::swapped_voltages, 0, 0b0110}, 0b0011},
                          Case{{FaultKind::open_ct, 0b0010}, 0b0100}, Case{{FaultKind::phase_loss, 0, 0b0001}, 0b0100}}) {
        BOOST_TEST_CONTEXT(info(c.fault.kind).name) {
            Bench bench;
            bench.with({}, 6s);
            BOOST_TEST(bench.active() == 0);
            bench.with({c.fault}, 4s);
            BOOST_TEST(bench.active() == 0);  // the delay is 5 s
            bench.with({c.fault}, 2s);
            BOOST_TEST(bench.active() == c.alarms);
            bench.with({}, 6s);
            BOOST_TEST(bench.active() == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_pairing_is_told_by_input_with_its_correction) {
    Bench bench;
    bench.with({{FaultKind::swapped_currents, 0b0011}}, 6s);
    BOOST_TEST(bench.read("wiring.association_1") == 2.0);
    BOOST_TEST(bench.read("wiring.association_2") == 2.0);
    BOOST_TEST(bench.read("wiring.association_3") == 1.0);
    BOOST_TEST(bench.read("wiring.correction_phase_1") == 1.0);  // V2
    BOOST_TEST(bench.read("wiring.correction_phase_2") == 0.0);
    BOOST_TEST(bench.read("alarm_system2.line") == 0.0);
    BOOST_TEST(bench.read("alarm_system2.fault") == 2.0);
    BOOST_TEST(bench.read("wiring.fault") == 2.0);
}

BOOST_AUTO_TEST_CASE(a_rating_outside_the_recognised_sensors_range_is_an_alarm) {
    Bench bench;
    for (auto& sensor : bench.stimulus.sensors) sensor.plug = plug("TE-25", 100.0);
    bench.with({}, 6s);
    BOOST_TEST(bench.active() == 0);
    BOOST_TEST(bench.read("sensor1.rating") == 100.0);
    BOOST_TEST(bench.read("sensor1.maximum") == 192.0);
    bench.with({{FaultKind::wrong_rating, 0b0001, 0, 4.0}}, 6s);
    BOOST_TEST(bench.active() == 0b1000);
    BOOST_TEST(std::abs(bench.read("load1.inst.i1") - 40.0) < 0.01);
}

BOOST_AUTO_TEST_CASE(a_rating_told_by_hand_multiplies_the_current_of_a_333_mv_transformer) {
    Bench bench;
    bench.stimulus.sensors[0].plug = plug("ACTL-1250/150", 150.0);
    bench.with({}, 1s);
    BOOST_TEST(std::abs(bench.read("load1.inst.i1") - 10.0) < 0.002);
    Register const* told = bench.map.find(*find_symbol("own.sensor1_rating"));
    BOOST_REQUIRE(told != nullptr);
    std::vector<std::uint16_t> words(told->words);
    encode(*told, Value{300.0}, words);
    auto const reply = bench.target.exchange(Port::modbus, modbus::write_request(told->address, words));
    BOOST_REQUIRE(static_cast<bool>(reply));
    BOOST_REQUIRE(static_cast<bool>(modbus::parse_write_reply(*reply)));
    bench.with({}, 1s);
    BOOST_TEST(std::abs(bench.read("load1.inst.i1") - 20.0) < 0.004);
}

BOOST_AUTO_TEST_CASE(a_leak_through_a_residual_sensor_is_read_and_alarmed_in_the_manuals_times) {
    auto const leaking = [](double amperes, Duration time) {
        Bench bench;
        bench.stimulus.sensors[3].plug = plug("dIC-30", 3.0);
        bench.with({}, 1s);
        Fault leak{FaultKind::earth_leakage, 0b1000, 0b0001, amperes};
        leak.reference = 230.0;
        bench.with({leak}, time);
        BOOST_TEST(std::abs(bench.read("residual.current") - amperes) <= 0.03 * amperes);
        BOOST_TEST(bench.read("residual.input") == 4.0);
        return bench.read("residual.alarm") == 1.0;
    };
    BOOST_TEST(!leaking(0.03, 1500ms));
    BOOST_TEST(leaking(0.03, 8500ms));
    BOOST_TEST(!leaking(0.015, 12s));
    BOOST_TEST(leaking(2.9, 8500ms));
}
