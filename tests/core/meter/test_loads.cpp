// SPDX-License-Identifier: GPL-3.0-or-later
// Every network and every load type of the manual (5.2) against the phasors at the terminals: P = Σ Re(V·I*) over the elements of the load.
#include <complex>
#include <map>

#include "core/meter/wiring_settings.hpp"
#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

using Phasor = std::complex<double>;
Phasor at(double rms, double degrees) { return std::polar(rms, degrees * kDegree); }

/// Rms phasors of the fundamental, and of the fifth order, at the eight lanes.
struct Terminals {
    std::array<Phasor, kChannels> first{};
    std::array<Phasor, kChannels> fifth{};
    double frequency = 50.0;

    Phasor v(std::size_t n, bool harmonic = false) const { return (harmonic ? fifth : first)[n] - (harmonic ? fifth : first)[3]; }
    Phasor u(std::size_t n, bool harmonic = false) const { return v(n, harmonic) - v((n + 1) % 3, harmonic); }
    Phasor i(std::size_t input, bool harmonic = false) const { return (harmonic ? fifth : first)[4 + input]; }
};

/// Currents of different sizes and angles, a fifth of their fundamental as fifth order; voltages with 4 % of it.
Terminals terminals(std::array<Phasor, 4> const& voltages) {
    Terminals t;
    std::array<Phasor, 4> const currents{at(10, -20), at(14, -150), at(6, 95), at(4, 30)};
    for (std::size_t n = 0; n < 4; ++n) {
        t.first[n] = voltages[n] + (n < 3 ? voltages[3] : 0.0);
        t.fifth[n] = n < 3 ? 0.04 * voltages[n] * at(1, 10.0 * static_cast<double>(n)) : Phasor{};
        t.first[4 + n] = currents[n];
        t.fifth[4 + n] = 0.2 * currents[n] * at(1, 25);
    }
    return t;
}
Terminals wye() { return terminals({at(230, 0), at(225, -121), at(235, 119), at(3, 40)}); }
Terminals split() { return terminals({at(120, 0), at(118, 180), 0.0, at(1, 70)}); }
Terminals high_leg() { return terminals({at(120, 0), at(120, 180), at(120 * std::sqrt(3.0), 90), 0.0}); }

double rms(Phasor first, Phasor fifth) { return std::sqrt(std::norm(first) + std::norm(fifth)); }
double active(Phasor v1, Phasor i1, Phasor v5, Phasor i5) { return (v1 * std::conj(i1)).real() + (v5 * std::conj(i5)).real(); }

struct LoadBench : MeterBench {
    using MeterBench::MeterBench;

    /// The loads take the inputs in order; partners of I1 … I4 as cfg_sensors counts.
    void wire(Network network, double nominal, std::vector<LoadType> const& types, std::array<int, 4> const& partners = {0, 1, 2, 3}) {
        write("cfg_network.net_type", static_cast<int>(network));
        write("cfg_network.v_nom", Value{nominal});
        for (int n = 1; n <= kLoads; ++n) write(fmt::format("load{}.cfg_load.enabled", n), 0);
        for (std::size_t n = 0; n < 4; ++n) write(fmt::format("cfg_sensors.ct{}_phase", n + 1), partners[n]);
        for (std::size_t n = 0; n < types.size(); ++n) {
            write(fmt::format("load{}.cfg_load.type", n + 1), static_cast<int>(types[n]));
            write(fmt::format("load{}.cfg_load.enabled", n + 1), 1);
        }
    }
    void run(Terminals const& t, double seconds = 1.0) {
        std::vector<Frame> frames(static_cast<std::size_t>(seconds * 100) * kBlockFrames);
        for (std::size_t n = 0; n < frames.size(); ++n) {
            double const wt = 2 * kPi * t.frequency * static_cast<double>(n) / kSampleRate;
            for (std::size_t lane = 0; lane < kChannels; ++lane)
                frames[n].lanes[lane] =
                    static_cast<float>(std::numbers::sqrt2 * (std::abs(t.first[lane]) * std::sin(wt + std::arg(t.first[lane])) +
                                                              std::abs(t.fifth[lane]) * std::sin(5 * wt + std::arg(t.fifth[lane]))));
        }
        feed(frames);
    }
};

/// Element powers: a load's phase p has voltage v and current i (fundamental and fifth).
struct Element {
    Phasor v1, v5, i1, i5;

    double p() const { return active(v1, i1, v5, i5); }
    double q() const { return (v1 * std::conj(i1)).imag(); }
    double s() const { return rms(v1, v5) * rms(i1, i5); }
};
Element star_element(Terminals const& t, std::size_t phase, std::size_t input) {
    return {t.v(phase), t.v(phase, true), t.i(input), t.i(input, true)};
}
Element line_element(Terminals const& t, std::size_t line, std::size_t input) {
    return {t.u(line), t.u(line, true), t.i(input), t.i(input, true)};
}

void expect(LoadBench& bench, int load, std::vector<Element> const& elements, double times = 1.0) {
    double p = 0.0;
    double q = 0.0;
    double s = 0.0;
    for (Element const& e : elements) {
        p += times * e.p();
        q += times * e.q();
        s += times * e.s();
    }
    std::string const block = fmt::format("load{}.inst.", load);
    bench.near(block + "p", p);
    bench.near(block + "q", q);
    bench.near(block + "s", s);
}

constexpr auto kStar3 = LoadType::wye_3ct;

}  // namespace

BOOST_AUTO_TEST_SUITE(loads)

BOOST_AUTO_TEST_CASE(a_wye_network_feeds_a_three_phase_load_and_a_single_phase_one) {
    LoadBench bench;
    bench.wire(Network::wye, 230, {kStar3, LoadType::one_phase_neutral_1ct}, {0, 1, 2, 1});
    Terminals const t = wye();
    bench.run(t);
    expect(bench, 1, {star_element(t, 0, 0), star_element(t, 1, 1), star_element(t, 2, 2)});
    bench.near("load1.inst.in", rms(t.i(0) + t.i(1) + t.i(2), t.i(0, true) + t.i(1, true) + t.i(2, true)));
    expect(bench, 2, {star_element(t, 1, 3)});
    bench.near("load2.inst.i1", rms(t.i(3), t.i(3, true)));
    bench.near("load2.inst.in", rms(t.i(3), t.i(3, true)));
    bench.near("load2.inst.v1", rms(t.v(1), t.v(1, true)));  // its voltage is that of its partner
    bench.near("load2.inst.i_sys", rms(t.i(3), t.i(3, true)));
    bench.near("load2.harm_i.h5_i1", 20.0);
    BOOST_TEST(!bench.has("load2.inst.i2"));
    BOOST_TEST(bench.why_not("load2.inst.i2") == "not connected in this network or load");
    BOOST_TEST(!bench.has("load3.inst.p"));
    BOOST_TEST(bench.why_not("load3.inst.p") == "load not in use");
    BOOST_TEST(bench.number("load2.inst.status") == 1);
    BOOST_TEST(bench.number("load3.inst.status") == 0);
    bench.near("load2.inst.s_nom", 230.0 * 100.0);
}

BOOST_AUTO_TEST_CASE(a_fourth_sensor_measures_the_neutral) {
    LoadBench bench;
    bench.wire(Network::wye, 230, {LoadType::wye_4ct});
    Terminals const t = wye();
    bench.run(t);
    expect(bench, 1, {star_element(t, 0, 0), star_element(t, 1, 1), star_element(t, 2, 2)});
    bench.near("load1.inst.in", rms(t.i(3), t.i(3, true)));
}

BOOST_AUTO_TEST_CASE(a_balanced_load_is_three_times_its_one_current) {
    LoadBench bench;
    bench.wire(Network::wye, 230, {kStar3, LoadType::delta_1ct}, {0, 1, 2, 2});
    Terminals const t = wye();
    bench.run(t);
    expect(bench, 2, {star_element(t, 2, 3)}, 3.0);
    for (char const* const current : {"load2.inst.i1", "load2.inst.i2", "load2.inst.i3"}) bench.near(current, rms(t.i(3), t.i(3, true)));
    BOOST_TEST(std::abs(bench.number("load2.inst.i_nb")) < 1e-6);
    BOOST_TEST(!bench.has("load2.inst.in"));

    bench.wire(Network::wye, 230, {LoadType::wye_1ct, LoadType::wye_1ct, LoadType::delta_1ct, LoadType::delta_1ct}, {0, 1, 2, 0});
    bench.run(t);
    for (std::size_t n = 0; n < 4; ++n) expect(bench, static_cast<int>(n) + 1, {star_element(t, n % 3, n)}, 3.0);
    BOOST_TEST(bench.number("load1.inst.in") == 0.0);
}

BOOST_AUTO_TEST_CASE(two_sensors_derive_the_third_current_of_each_of_two_loads) {
    LoadBench bench;
    bench.wire(Network::delta, 400, {LoadType::delta_2ct, LoadType::delta_2ct}, {0, 2, 0, 1});
    Terminals t = wye();
    t.first[3] = at(90, 12);  // whatever stands at the terminal that is not connected
    bench.run(t);
    // Blondel with two elements: u12·i1 + u32·i3, and u13·i1 + u23·i2.
    Element const e[] = {line_element(t, 0, 0),
                         {-t.u(1), -t.u(1, true), t.i(1), t.i(1, true)},
                         {-t.u(2), -t.u(2, true), t.i(2), t.i(2, true)},
                         line_element(t, 1, 3)};
    bench.near("load1.inst.p", e[0].p() + e[1].p());
    bench.near("load1.inst.q", e[0].q() + e[1].q());
    bench.near("load2.inst.p", e[2].p() + e[3].p());
    bench.near("load2.inst.q", e[2].q() + e[3].q());
    bench.near("load1.inst.i2", rms(t.i(0) + t.i(1), t.i(0, true) + t.i(1, true)));
    bench.near("load2.inst.i3", rms(t.i(2) + t.i(3), t.i(2, true) + t.i(3, true)));
    bench.near("load1.harm_i.h5_i2", 20.0);
    bench.near("load2.harm_i.h5_i3", 20.0);
    bench.near("net_inst.u12", rms(t.u(0), t.u(0, true)));
    BOOST_TEST(!bench.has("net_inst.v1"));
    BOOST_TEST(bench.why_not("net_inst.v1") == "not connected in this network or load");
    BOOST_TEST(!bench.has("load1.inst.in"));
    bench.near("load1.inst.s_nom", std::sqrt(3.0) * 400 * 100, 1e-9);
}

BOOST_AUTO_TEST_CASE(a_delta_network_feeds_three_sensors_and_balanced_loads) {
    LoadBench bench;
    bench.wire(Network::delta, 400, {LoadType::delta_3ct, LoadType::delta_1ct}, {0, 1, 2, 0});
    Terminals t = wye();
    t.first[6] = -t.first[4] - t.first[5];  // no neutral: the three add up to nothing
    t.fifth[6] = -t.fifth[4] - t.fifth[5];
    bench.run(t);
    bench.near("load1.inst.p", line_element(t, 0, 0).p() - active(t.u(1), t.i(2), t.u(1, true), t.i(2, true)));
    // The virtual star point: V1 = (U12 - U31)/3.
    Phasor const v1 = (t.u(0) - t.u(2)) / 3.0;
    Phasor const v5 = (t.u(0, true) - t.u(2, true)) / 3.0;
    bench.near("load2.inst.p", 3.0 * active(v1, t.i(3), v5, t.i(3, true)));
}

BOOST_AUTO_TEST_CASE(a_split_phase_network_feeds_two_loads) {
    LoadBench bench;
    bench.wire(Network::split_phase, 120, {LoadType::split_phase_2ct, LoadType::split_phase_2ct}, {0, 1, 1, 0});
    Terminals const t = split();
    bench.run(t);
    expect(bench, 1, {star_element(t, 0, 0), star_element(t, 1, 1)});
    expect(bench, 2, {star_element(t, 1, 2), star_element(t, 0, 3)});
    bench.near("load1.inst.in", rms(t.i(0) + t.i(1), t.i(0, true) + t.i(1, true)));
    bench.near("load2.inst.in", rms(t.i(2) + t.i(3), t.i(2, true) + t.i(3, true)));
    bench.near("load2.inst.i2", rms(t.i(2), t.i(2, true)));  // a current stands where its voltage stands
    bench.near("net_inst.u12", rms(t.u(0), t.u(0, true)));
    BOOST_TEST(!bench.has("net_inst.v3"));
    bench.near("load1.inst.s_nom", 2.0 * 120 * 100, 1e-9);

    bench.wire(Network::split_phase, 120, {LoadType::two_phase_1ct, LoadType::one_phase_neutral_1ct}, {0, 1, 2, 3});
    bench.run(t);
    expect(bench, 1, {line_element(t, 0, 0)});
    bench.near("load1.inst.u12", rms(t.u(0), t.u(0, true)));
    expect(bench, 2, {star_element(t, 1, 1)});
}

BOOST_AUTO_TEST_CASE(four_single_phase_loads_share_one_voltage) {
    LoadBench bench;
    std::vector<LoadType> const four(4, LoadType::one_phase_neutral_1ct);
    bench.wire(Network::one_phase_neutral, 230, four, {0, 0, 0, 0});
    Terminals t = wye();
    t.first[1] = t.first[2] = 0.0;
    bench.run(t);
    for (std::size_t n = 0; n < 4; ++n) expect(bench, static_cast<int>(n) + 1, {star_element(t, 0, n)});
    BOOST_TEST(!bench.has("net_inst.u12"));
    bench.near("net_inst.v_sys", rms(t.v(0), t.v(0, true)));
    BOOST_TEST(bench.meter.snapshot()->events.empty());  // V2 and V3 are not there: their silence is no interruption
}

BOOST_AUTO_TEST_CASE(four_loads_lie_between_two_phases) {
    LoadBench bench;
    bench.wire(Network::two_phase, 400, std::vector<LoadType>(4, LoadType::two_phase_1ct), {0, 0, 0, 0});
    Terminals t = wye();
    t.first[2] = t.first[3] = at(50, 3);
    bench.run(t);
    for (std::size_t n = 0; n < 4; ++n) expect(bench, static_cast<int>(n) + 1, {line_element(t, 0, n)});
    bench.near("load1.inst.s_nom", 400.0 * 100, 1e-9);
    BOOST_TEST(bench.meter.snapshot()->events.empty());
}

BOOST_AUTO_TEST_CASE(a_high_leg_load_is_the_sum_of_its_three_elements) {
    LoadBench bench;
    bench.wire(Network::high_leg, 120, {LoadType::high_leg_3ct});
    Terminals const t = high_leg();
    bench.run(t);
    expect(bench, 1, {star_element(t, 0, 0), star_element(t, 1, 1), star_element(t, 2, 2)});
    bench.near("net_inst.v3", rms(t.v(2), t.v(2, true)));
    BOOST_TEST(bench.number("net_inst.u_nb") < 0.01);    // three equal voltages between the phases
    BOOST_TEST(bench.meter.snapshot()->events.empty());  // 208 V are the nominal voltage of the high leg
}

BOOST_AUTO_TEST_CASE(direction_and_partner_are_settings_and_need_no_rewiring) {
    LoadBench bench;
    bench.wire(Network::wye, 230, {kStar3}, {1, 2, 0, 3});
    bench.write("cfg_sensors.ct2_way", 1);
    Terminals t = wye();
    bench.run(t);
    t.first[5] = -t.first[5];
    t.fifth[5] = -t.fifth[5];
    expect(bench, 1, {star_element(t, 1, 0), star_element(t, 2, 1), star_element(t, 0, 2)});
    bench.near("load1.inst.i2", rms(t.i(0), t.i(0, true)));
    bench.near("load1.inst.p2", star_element(t, 1, 0).p());
    bench.near("load1.inst.in", rms(t.i(0) + t.i(1) + t.i(2), t.i(0, true) + t.i(1, true) + t.i(2, true)));
}

BOOST_AUTO_TEST_CASE(a_voltage_transformer_multiplies_the_voltages) {
    LoadBench bench;
    bench.write("cfg_network.vt_prim", 20'000);
    bench.write("cfg_network.vt_used", 1);
    bench.wire(Network::wye, 20'000 / std::sqrt(3.0) - std::fmod(20'000 / std::sqrt(3.0), 0.001), {kStar3});
    Terminals t = terminals({at(57.7, 0), at(57.7, -120), at(57.7, 120), 0.0});
    t.frequency = 50.0;
    bench.run(t);
    bench.near("net_inst.v1", 200.0 * rms(t.v(0), t.v(0, true)));
    bench.near("load1.inst.p", 200.0 * (star_element(t, 0, 0).p() + star_element(t, 1, 1).p() + star_element(t, 2, 2).p()));
    BOOST_TEST(bench.meter.snapshot()->events.empty());
    BOOST_TEST(bench.refusal("cfg_network.vt_sec", Value{std::uint64_t{120}}) ==
               "cfg_network.vt_sec is one of 60, 100, 110, 173 and 190 V, not 120");
}

BOOST_AUTO_TEST_CASE(sixty_hertz_is_a_setting_at_run_time) {
    LoadBench bench;
    bench.write("cfg_network.f_nom", 1);
    bench.wire(Network::wye, 230, {kStar3});
    Terminals t = wye();
    t.frequency = 60.1;
    bench.run(t);
    expect(bench, 1, {star_element(t, 0, 0), star_element(t, 1, 1), star_element(t, 2, 2)});
    bench.near("net_inst.f", 60.1, 1e-6);
    BOOST_TEST(std::abs(seconds(bench.meter.snapshot()->window) - 12 / 60.1) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_load_that_cannot_be_is_refused_with_the_reason) {
    LoadBench bench;
    auto const code = [](LoadType type) { return Value{static_cast<std::uint64_t>(type)}; };
    BOOST_TEST(bench.refusal("load1.cfg_load.type", code(LoadType::split_phase_2ct)) ==
               "load 1: 2P+N-2CT cannot exist on a 3P+N network; possible there: 1P+N-1CT, 2P-1CT, 3P-1CT, 3P-2CT, 3P-3CT, 3P+N-1CT, "
               "3P+N-3CT, 3P+N-4CT");
    bench.write("load2.cfg_load.type", static_cast<int>(LoadType::delta_2ct));
    BOOST_TEST(bench.refusal("load2.cfg_load.enabled", Value{std::uint64_t{1}}) ==
               "load 2: 3P-2CT takes 2 current inputs, the loads before it leave 1 of 4");
    BOOST_TEST(bench.refusal("cfg_sensors.ct2_phase", Value{std::uint64_t{0}}) ==
               "load 1 (3P+N-3CT): two of its current inputs are paired with V1");
    BOOST_TEST(bench.refusal("cfg_sensors.ct2_phase", Value{std::uint64_t{5}}) ==
               "load 1 (3P+N-3CT): current input I2 needs a voltage, V1, V2 or V3; it is paired with none");

    // A network is taken as it is; what does not fit goes out of use until it does.
    bench.write("cfg_network.net_type", static_cast<int>(Network::delta));
    BOOST_TEST(bench.number("load1.inst.status") == 0);
    BOOST_TEST(bench.why_not("load1.inst.p") == "load not possible on this network or with these inputs");
    BOOST_TEST(bench.refusal("load1.cfg_load.type", code(LoadType::one_phase_neutral_1ct)).empty());  // no worse than before
    bench.write("load1.cfg_load.type", static_cast<int>(LoadType::delta_3ct));
    BOOST_TEST(bench.number("load1.inst.status") == 1);
}

BOOST_AUTO_TEST_CASE(each_load_counts_its_own_energy_and_keeps_it_when_the_wiring_changes) {
    LoadBench bench;
    bench.wire(Network::wye, 230, {kStar3, LoadType::one_phase_neutral_1ct}, {0, 1, 2, 0});
    Terminals const t = wye();
    bench.run(t, 5.0);
    double const p1 = star_element(t, 0, 0).p() + star_element(t, 1, 1).p() + star_element(t, 2, 2).p();
    double const p2 = star_element(t, 0, 3).p();
    // Whole windows of 0.2 s: their number follows from either load.
    double const hours = bench.number("load1.energy.ea_pos") / p1;
    BOOST_TEST(hours * 3600.0 > 4.5);
    BOOST_TEST(hours * 3600.0 <= 5.0);
    bench.near("load2.energy.ea_pos", p2 * hours);
    double const before = bench.number("load1.energy.ea_pos");
    bench.wire(Network::wye, 230, {kStar3});
    BOOST_TEST(bench.number("load1.energy.ea_pos") == before);
}

BOOST_AUTO_TEST_CASE(the_overcurrent_of_a_load_is_its_own_event) {
    LoadBench bench;
    bench.wire(Network::wye, 230, {kStar3, LoadType::one_phase_neutral_1ct}, {0, 1, 2, 0});
    bench.write("load2.cfg_load.i_nom", Value{3.0});  // 4 A flow: 133 %
    bench.run(wye());
    auto const events = bench.meter.snapshot()->events;
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_TEST((events[0].kind == EventKind::inrush));
    BOOST_TEST(events[0].where == 2);
    BOOST_TEST(std::abs(events[0].extreme[kEventVoltages] - 4.0 * std::sqrt(1.04)) < 0.01);
}

BOOST_AUTO_TEST_SUITE_END()
