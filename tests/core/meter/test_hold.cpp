// SPDX-License-Identifier: GPL-3.0-or-later
// Terminals that are held instead of sampled: the same steady state from both, and what time does to it in closed form.
#include <algorithm>
#include <map>

#include "core/catalogue/point.hpp"
#include "core/meter/intervals.hpp"
#include "core/meter/wiring_settings.hpp"
#include "core/signal/stimulus.hpp"
#include "sim/synth.hpp"
#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;
using namespace std::chrono_literals;

namespace {

Spectra spectra(Stimulus const& s) {
    Spectra all;
    for (std::size_t c = 0; c < kChannels; ++c) all.lanes[c] = spectrum_of(s.channels[c]);
    return all;
}

/// Unequal voltages and currents with low, middle and high orders, at the angles of the network.
Stimulus distorted(NetworkRow const& network, double frequency) {
    Stimulus s;
    s.frequency_hz = frequency;
    for (std::size_t k = 0; k < 3; ++k) {
        if ((network.phases >> k & 1U) == 0) continue;
        double const multiple = network.neutral && network.nominal[k] > 0.0 ? network.nominal[k] : 1.0;
        double const uneven = 1.0 + 0.02 * static_cast<double>(k);
        s.channels[k] = {230.0 * multiple * uneven,
                         network.angle_deg[k] - 1.5 * static_cast<double>(k),
                         {{3, 0.02, 20.0}, {5, 0.05, 40.0}, {25, 0.01, -60.0}}};
    }
    if (network.neutral) s[Channel::vn] = {2.0, 33.0, {}};
    for (std::size_t k = 0; k < kCurrentInputs; ++k)
        s.channels[4 + k] = {10.0 + 3.0 * static_cast<double>(k),
                             -25.0 - 115.0 * static_cast<double>(k),
                             {{3, 0.3, 100.0}, {7, 0.1, -20.0}, {40, 0.02, 5.0}}};
    return s;
}

MeterSettings wired(NetworkRow const& network, double frequency) {
    MeterSettings settings;
    settings.nominal = {230.0, 20.0, frequency > 55.0 ? 60 : 50};
    BOOST_REQUIRE(static_cast<bool>(settings.settings.set(SettingId::net_type, static_cast<double>(network.id))));
    LoadRow const* most = nullptr;
    for (LoadRow const& row : load_types())
        if ((row.networks >> static_cast<int>(network.id) & 1U) != 0 && (most == nullptr || row.sensors > most->sensors)) most = &row;
    BOOST_REQUIRE(most != nullptr);
    BOOST_REQUIRE(static_cast<bool>(settings.settings.set(SettingId::load_type, static_cast<double>(most->id), 1)));
    return settings;
}

/// Limits of the accuracy table and tighter. A crest lies between samples: by x''·(T/2)²/2 of the wave's highest orders, here 0.4 %.
double allowed(Quantity const& q, double value) {
    if (q.name.starts_with("crest_")) return 0.004 * value;
    switch (q.unit) {
        case Unit::volt:
            return std::abs(value) * 2e-4 + 230.0 * 5e-5;
        case Unit::ampere:
            return std::abs(value) * 2e-4 + 20.0 * 5e-5;
        case Unit::watt:
        case Unit::var:
        case Unit::volt_ampere:
            return std::abs(value) * 2e-4 + 230.0 * 20.0 * 1e-4;
        case Unit::hertz:
            return 1e-3;
        case Unit::percent:
            return 0.02;
        case Unit::degree:
            return 0.05;
        default:
            return 5e-4;
    }
}

double apart(Quantity const& q, double a, double b) {
    return q.unit == Unit::degree ? std::abs(std::remainder(a - b, 360.0)) : std::abs(a - b);
}

struct HeldBench : MeterBench {
    using MeterBench::MeterBench;

    void hold(Stimulus const& s, Duration time) { meter.hold(spectra(s), s.frequency_hz, std::chrono::floor<Samples>(time)); }
    std::uint64_t completed(Level level) {
        auto const snapshot = meter.snapshot();
        auto const& readings = level == Level::average         ? snapshot->average
                               : level == Level::three_seconds ? snapshot->three_seconds
                               : level == Level::ten_minutes   ? snapshot->ten_minutes
                                                               : snapshot->two_hours;
        return readings ? readings->completed : 0;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(held_terminals)

BOOST_AUTO_TEST_CASE(agree_with_the_sampled_wave_on_every_quantity_of_every_network) {
    std::size_t compared = 0;
    for (NetworkRow const& network : networks()) {
        if (network.id == Network::undefined) continue;
        for (double const frequency : {45.0, 50.0, 60.0, 65.0}) {
            Stimulus const s = distorted(network, frequency);
            Meter fed{wired(network, frequency)};
            Synth synth{s};
            std::array<Frame, kBlockFrames> block;
            for (int n = 0; n < 100; ++n) {
                synth.render(block);
                fed.feed(block);
            }
            HeldBench held{wired(network, frequency)};
            held.hold(s, 1s);
            auto const a = fed.snapshot();
            auto const b = held.meter.snapshot();
            for (std::size_t p = 0; p < point_count(); ++p) {
                Quantity const& q = *points()[p].quantity;
                std::string const which = fmt::format("{} at {} Hz: {} of {}", network.name, frequency,
                                                      with_order(q.name, points()[p].order), points()[p].instance);
                BOOST_TEST(std::isnan(a->readings[p]) == std::isnan(b->readings[p]),
                           which << ": " << a->readings[p] << " and " << b->readings[p]);
                if (std::isnan(a->readings[p]) || std::isnan(b->readings[p])) continue;
                ++compared;
                BOOST_TEST(apart(q, a->readings[p], b->readings[p]) <= allowed(q, a->readings[p]),
                           which << ": " << a->readings[p] << " and " << b->readings[p]);
            }
        }
    }
    BOOST_TEST(compared > 10'000U);
}

BOOST_AUTO_TEST_CASE(averages_weigh_what_was_held_by_its_time) {
    HeldBench b;
    b.set_clock(k2024);
    b.write("cfg_meas.win_avg", 900);
    b.hold(balanced(230.0, 10.0, 0.0, 50.0), 5min);
    b.hold(balanced(230.0, 20.0, 60.0, 50.0), 10min);
    b.near("load1.avg.i1", std::sqrt((100.0 * 5 + 400.0 * 10) / 15), 1e-9);
    b.near("load1.avg.p", 3 * 230.0 * (10.0 * 5 + 10.0 * 10) / 15, 1e-9);
    BOOST_TEST(b.completed(Level::average) == 1U);
    BOOST_TEST(b.completed(Level::ten_minutes) == 1U);  // 0 to 10 minutes; the second is half done
    b.hold(balanced(230.0, 20.0, 60.0, 50.0), 2h);
    BOOST_TEST(b.completed(Level::ten_minutes) == 13U);
    BOOST_TEST(b.completed(Level::two_hours) == 1U);
    BOOST_TEST(b.completed(Level::average) == 9U);
}

BOOST_AUTO_TEST_CASE(windows_go_on_through_pieces_and_begin_anew_with_a_change) {
    HeldBench b;
    Stimulus const ten = balanced(230.0, 10.0, 0.0, 50.0);
    b.hold(ten, 150ms);
    BOOST_TEST(!b.has("load1.inst.i1"));
    b.hold(ten, 50ms);
    b.near("load1.inst.i1", 10.0, 1e-12);
    Stimulus const eleven = balanced(230.0, 11.0, 0.0, 50.0);
    b.hold(ten, 100ms);
    b.hold(eleven, 150ms);
    b.near("load1.inst.i1", 10.0, 1e-12);
    b.hold(eleven, 50ms);
    b.near("load1.inst.i1", 11.0, 1e-12);
    BOOST_TEST(b.completed(Level::three_seconds) == 0U);
    for (int n = 0; n < 14; ++n) b.hold(eleven, 200ms);
    BOOST_TEST(b.completed(Level::three_seconds) == 1U);
}

BOOST_AUTO_TEST_CASE(pieces_make_no_difference_to_what_is_counted) {
    Stimulus const s = balanced(230.0, 10.0, 30.0, 50.0);
    HeldBench whole;
    HeldBench pieces;
    for (HeldBench* b : {&whole, &pieces}) b->set_clock(k2024);
    whole.hold(s, 1h);
    for (int n = 0; n < 3600; ++n) pieces.hold(s, 1s);
    double const joules = 3 * 230.0 * 10.0 * std::cos(kPi / 6) * 3600.0;
    for (HeldBench* b : {&whole, &pieces}) {
        BOOST_TEST(std::abs(b->meter.snapshot()->loads[0].total[EnergyKind::ea_pos].total() * 3600.0 - joules) < 1e-9 * joules);
        BOOST_TEST(b->meter.snapshot()->frequency_10s == 50.0);
        BOOST_TEST(b->completed(Level::ten_minutes) == 6U);
        BOOST_TEST(b->completed(Level::three_seconds) == 1200U);
    }
    BOOST_TEST(whole.meter.snapshot()->pulses == pieces.meter.snapshot()->pulses);
    BOOST_TEST(whole.meter.snapshot()->windows == pieces.meter.snapshot()->windows);
}

BOOST_AUTO_TEST_CASE(a_setting_that_changes_what_is_found_is_followed) {
    HeldBench b;
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    s[Channel::i1].dc = 5.0;
    b.hold(s, 200ms);
    b.near("load1.inst.i1", std::sqrt(125.0), 1e-12);
    b.write("own.remove_dc", 1);
    b.hold(s, 200ms);
    b.near("load1.inst.i1", 10.0, 1e-12);
}

BOOST_AUTO_TEST_CASE(no_voltage_is_a_zero_and_a_frequency_out_of_range_has_no_value) {
    HeldBench b;
    b.hold(balanced(0.0, 0.0, 0.0, 50.0), 1s);
    BOOST_TEST(b.number("load1.inst.v1") == 0.0);
    BOOST_TEST(!b.has("net_inst.f"));
    b.hold(balanced(230.0, 10.0, 0.0, 40.0), 1s);
    BOOST_TEST(!b.has("load1.inst.v1"));
    BOOST_TEST(b.why_not("load1.inst.v1") == "frequency outside 45 to 65 Hz");
}

BOOST_AUTO_TEST_SUITE_END()
