// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/scenario_player.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <thread>

#include "core/comm/modbus/client_pdu.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/meter_setup.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// A live meter with a scenario on it, and what the player said.
struct Played {
    explicit Played(std::string const& text, std::uint16_t lock_code = 1'000)
        : scenario(*parse_scenario(text, "t.yaml")),
          house(Grid{scenario.start}, options(scenario)),
          server(*open_map("a200"), house, {1, lock_code}) {}

    static HouseOptions options(Scenario const& scenario) {
        HouseOptions o;
        o.speed = 20.0;
        o.network = scenario.rated.network;
        o.meter.nominal = {scenario.rated.voltage, scenario.rated.current, scenario.rated.frequency_hz};
        o.meter.settings = *settings_for(scenario.installation, scenario.rated, scenario.settings);
        return o;
    }

    void begin(std::uint16_t code = 1'000) {
        auto begun =
            ScenarioPlayer::begin(scenario, house, server, code, [this](std::string const& sentence) { said.push_back(sentence); });
        if (!begun) BOOST_FAIL(begun.error().sentence);
        player.emplace(std::move(*begun));
    }

    /// Plays until `what`, or fails.
    bool comes(std::function<bool()> const& what) {
        for (int look = 0; look < 10'000; ++look) {
            if (auto const done = player->play(); !done) BOOST_FAIL(done.error().sentence);
            if (what()) return true;
            std::this_thread::sleep_for(1ms);
        }
        return false;
    }
    bool ends() {
        return comes([&] { return player->finished(); });
    }

    double reading(char const* symbol) {
        Value const v = house.snapshot()->value(*find_symbol(symbol));
        if (auto const* whole = std::get_if<std::uint64_t>(&v)) return static_cast<double>(*whole);
        return std::holds_alternative<double>(v) ? std::get<double>(v) : std::nan("");
    }

    Scenario scenario;
    House house;
    modbus::Server server;
    std::vector<std::string> said;
    std::optional<ScenarioPlayer> player;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_player)

BOOST_AUTO_TEST_CASE(the_source_follows_the_timeline_and_keeps_its_last_state) {
    Played played{
        "name: t\nsetup: {source: {voltage: {rms: 120 V}}}\ntimeline:\n  - wait: 1 s\n  - set: {voltage: {rms: 225 V}}\n"
        "  - wait: 1 s\nexpect:\n  - {quantity: net_inst.v1, value: 1 V, tolerance: 1 mV}\n"};
    played.begin();
    BOOST_TEST(played.comes([&] { return std::abs(played.reading("net_inst.v1") - 120.0) < 0.02; }));
    BOOST_TEST(!played.player->finished());
    BOOST_TEST(played.ends());
    BOOST_TEST((played.house.now() >= Instant{2s}));
    BOOST_TEST(played.comes([&] { return std::abs(played.reading("net_inst.v1") - 225.0) < 0.02; }));
    BOOST_REQUIRE(played.said.size() == 2U);
    BOOST_TEST(played.said[0] == "t.yaml: 1 check is not judged while a live meter plays it; meterbench run judges them");
    BOOST_TEST(played.said[1] == "the scenario is over after 2.000 s; its last state stays");
}

BOOST_AUTO_TEST_CASE(communication_faults_come_and_go_on_the_ports_and_their_times_count_from_the_beginning) {
    Played played{
        "name: t\ntimeline:\n  - comm_fault: no-reply from=10s to=20s\n  - wait: 1 s\n  - comm_fault: [busy fc=3, delay=1s]\n"
        "  - wait: 1 s\n  - comm_fault: none\n  - wait: 1 s\n  - expect: [{reply: net_inst.f, is: good}]\n"};
    while (played.house.now() < Instant{2s}) std::this_thread::sleep_for(1ms);
    auto const before = played.house.now();
    played.begin();
    auto const after = played.house.now();
    auto const rules = [&] { return played.server.injector().rules(); };
    BOOST_REQUIRE(played.comes([&] { return !rules().empty(); }));
    auto const from = *rules().front().from;
    BOOST_TEST((from >= std::chrono::floor<std::chrono::milliseconds>(before.time_since_epoch()) + 10s));
    BOOST_TEST((from <= after.time_since_epoch() + 10s));
    BOOST_TEST((*rules().front().to - from == 10s));
    BOOST_REQUIRE(played.comes([&] { return rules().size() == 2; }));
    BOOST_TEST(modbus::text(rules()[0]) == "busy fc=3");
    BOOST_TEST(played.ends());
    BOOST_TEST(rules().empty());
}

BOOST_AUTO_TEST_CASE(settings_and_writes_arrive_with_whatever_code_the_lock_has_and_the_lock_is_closed_again) {
    Played played{
        "name: t\nsetup: {settings: {cfg_meas.win_avg: 1 min}}\ntimeline:\n  - write: {cfg_meas.power_method: 1}\n  - wait: 1 s\n"
        "  - expect: [{reply: net_inst.f, is: good}]\n",
        4'321};
    played.begin(4'321);
    BOOST_TEST(played.ends());
    auto const setting = [&](char const* symbol) {
        Register const* const reg = played.server.map().find(*find_symbol(symbol));
        auto const reply = played.server.answer({modbus::LinkKind::tcp, "x", modbus::Right::read}, modbus::read_request(reg->address, 1));
        return int{get_u16(reply, 2)};
    };
    BOOST_TEST(setting("cfg_meas.win_avg") == 1);  // in counts of a minute
    BOOST_TEST(setting("cfg_meas.power_method") == 1);
    BOOST_TEST(setting("lock.lock_owner") == 0);
    BOOST_TEST(played.said.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_write_that_is_refused_is_told_and_the_rest_is_played) {
    Played played{"name: t\ntimeline:\n  - write: {cfg_meas.power_method: 1}\n  - wait: 1 s\n  - expect: [{reply: net_inst.f, is: good}]\n",
                  4'321};
    played.begin(1'000);
    BOOST_TEST(played.ends());
    BOOST_REQUIRE(played.said.size() == 3U);
    BOOST_TEST(
        played.said[1].starts_with("t.yaml:3:13: writing 1 to cfg_meas.power_method: register 34818: the meter refused function 16"));
}

BOOST_AUTO_TEST_SUITE_END()
