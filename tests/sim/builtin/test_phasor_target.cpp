// SPDX-License-Identifier: GPL-3.0-or-later
// The meter on phasors behind its registers: a year of a load profile, faults, and what it says it cannot do.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

#include "core/catalogue/codec.hpp"
#include "core/comm/modbus/client_pdu.hpp"
#include "sim/builtin/builtin_target.hpp"
#include "sim/builtin/phasor_target.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

double read(Target& target, RegisterMap const& map, char const* symbol) {
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

void run(Target& target, Stimulus const& s, Duration time) {
    auto const applied = target.apply(s);
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(applied), (applied ? std::string{} : applied.error().sentence));
    BOOST_REQUIRE(static_cast<bool>(target.advance(time)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(phasor_target)

// 35 040 quarters of an hour: a day's swing on a year's, leading by night, feeding back at noon of summer days. The register tells the
// energy to 0.1 Wh; the sum of the closed form is exact to 1e-12.
BOOST_AUTO_TEST_CASE(a_year_of_quarters_of_an_hour_counts_the_energy_of_the_closed_form, *boost::unit_test::label("hours")) {
    auto const map = *open_map("a200");
    PhasorTarget target{MeterSettings{}, map};
    double imported = 0.0;
    double exported = 0.0;
    double lagging = 0.0;
    double leading = 0.0;
    for (int quarter = 0; quarter < 35'040; ++quarter) {
        double const day = 2 * std::numbers::pi * quarter / 96.0;
        double const year = 2 * std::numbers::pi * quarter / 35'040.0;
        double const current = 40.0 - 25.0 * std::cos(day) - 10.0 * std::cos(year);
        double const lag = 30.0 - 50.0 * std::sin(day) + (std::cos(year) < -0.9 && std::cos(day) < -0.8 ? 130.0 : 0.0);
        run(target, balanced(230.0, current, lag, 50.0), 15min);
        double const va = 3 * 230.0 * current * 0.25;
        double const p = va * std::cos(lag * std::numbers::pi / 180.0);
        double const q = va * std::sin(lag * std::numbers::pi / 180.0);
        (p >= 0 ? imported : exported) += std::abs(p);
        (q >= 0 ? lagging : leading) += std::abs(q);
    }
    BOOST_TEST(exported > 1e6);
    auto const near = [&](char const* symbol, double expected) {
        std::string const total = fmt::format("load1.energy.tot_{}", symbol);
        double const found = read(target, map, total.c_str()) + read(target, map, (total + "_res").c_str());
        BOOST_TEST(std::abs(found - expected) <= 1e-9 * expected + 0.1, total << " is " << found << ", not " << expected);
    };
    near("ea_pos", imported);
    near("ea_neg", exported);
    near("er_pos", lagging);
    near("er_neg", leading);
}

BOOST_AUTO_TEST_CASE(faults_of_network_and_wiring_read_as_on_the_waveform) {
    auto const map = *open_map("a200");
    std::vector<std::vector<Fault>> const all{{{FaultKind::reversed_ct, 0b0001}}, {{FaultKind::swapped_currents, 0b0011}},
                                              {{FaultKind::open_ct, 0b0100}},     {{FaultKind::phase_loss, 0, 0b010}},
                                              {{FaultKind::reversed_rotation}},   {{FaultKind::gain_error, 0b0010, 0, 5.0}},
                                              {{FaultKind::neutral_loss}},        {{FaultKind::earth_leakage, 0b1000, 0b001, 0.3, 230.0}}};
    for (auto const& faults : all) {
        Stimulus s = balanced(230.0, 10.0, 18.2, 50.0);
        s[Channel::i2].rms = 6.0;
        s[Channel::i3].rms = 2.0;
        s.faults = faults;
        BuiltinTarget waveform{MeterSettings{}, map};
        PhasorTarget phasor{MeterSettings{}, map};
        run(waveform, s, 4s);
        run(phasor, s, 4s);
        std::string const name{info(faults[0].kind).name};
        for (char const* symbol : {"load1.inst.v1", "load1.inst.v2", "load1.inst.v3", "load1.inst.i1", "load1.inst.i2", "load1.inst.i3",
                                   "load1.inst.p", "load1.inst.q", "load1.inst.s", "net_inst.u12"}) {
            double const a = read(waveform, map, symbol);
            double const b = read(phasor, map, symbol);
            BOOST_TEST(std::abs(a - b) <= 2e-4 * std::abs(a) + 0.011, name << ": " << symbol << " " << a << " and " << b);
        }
        for (int n = 1; n <= 4; ++n) {
            std::string const alarm = "alarm_system" + std::to_string(n) + ".state";
            BOOST_TEST(read(waveform, map, alarm.c_str()) == read(phasor, map, alarm.c_str()), name << ": " << alarm);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_it_lacks_is_refused_by_name_and_changes_nothing) {
    auto const map = *open_map("a200");
    PhasorTarget target{MeterSettings{}, map};
    BOOST_TEST(target.capabilities().name == "phasor Meterbench A200");
    BOOST_TEST(!target.capabilities().half_cycles);
    run(target, balanced(230.0, 10.0, 0.0, 50.0), 1s);
    Stimulus s = balanced(100.0, 10.0, 0.0, 50.0);
    s.event = VoltageEvent{0b111, 0.5, 100ms, std::nullopt};
    auto const refused = target.apply(s);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().sentence == "phasor mode: a voltage event has no phasor; leave it out, or run the waveform");
    BOOST_REQUIRE(static_cast<bool>(target.advance(1s)));
    BOOST_TEST(read(target, map, "load1.inst.v1") == 230.0);
}

BOOST_AUTO_TEST_SUITE_END()
