// SPDX-License-Identifier: GPL-3.0-or-later
/// The socket under good clients and bad ones. Good ones are libmodbus; after every abuse one must still be served.
#include <boost/test/unit_test.hpp>

#include <modbus.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/mbap.hpp"
#include "sim/ports/modbus_tcp_server.hpp"
#include "tests/core/comm/fake_device.hpp"
#include "tests/sim/ports/raw_client.hpp"

namespace {

using namespace mb;
using namespace std::chrono_literals;

/// FakeDevice is read from the server's thread only while the test waits; its state is set before.
struct Bench {
    explicit Bench(ModbusTcpLimits const& limits = {}) {
        device.set("load1.inst.v1", 230.0);
        device.set("net_inst.f", 50.0);
        auto opened = ModbusTcpServer::open("127.0.0.1", 0, engine, TcpFraming::modbus_tcp, limits);
        BOOST_TEST_REQUIRE(bool(opened));
        server = std::move(*opened);
    }

    FakeDevice device;
    modbus::Server engine{*open_map("a200"), device};
    std::unique_ptr<ModbusTcpServer> server;

    std::uint16_t port() const { return server->port(); }

    /// A program nobody here wrote reads V1: 23000 counts.
    bool serves_a_good_client() const {
        modbus_t* const client = modbus_new_tcp("127.0.0.1", port());
        modbus_set_response_timeout(client, 5, 0);
        std::uint16_t words[2] = {};
        bool const good = modbus_connect(client) == 0 && modbus_read_registers(client, 18444, 2, words) == 2 && words[1] == 23'000;
        modbus_close(client);
        modbus_free(client);
        return good;
    }
};

Bytes ask_v1(std::uint16_t transaction, std::uint8_t unit = 1) {
    return modbus::tcp_bytes({transaction, unit, modbus::read_request(18444, 2)});
}
Bytes reply_v1(std::uint16_t transaction, std::uint8_t unit = 1) {
    return modbus::tcp_bytes({transaction, unit, {3, 4, 0, 0, 0x59, 0xD8}});
}

template <class Condition>
bool within_five_seconds(Condition const& condition) {
    for (int i = 0; i < 500; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(modbus_tcp_server)

BOOST_AUTO_TEST_CASE(libmodbus_reads_a_voltage) {
    Bench bench;
    BOOST_TEST(bench.serves_a_good_client());
}

BOOST_AUTO_TEST_CASE(libmodbus_sees_the_exceptions) {
    Bench bench;
    modbus_t* const client = modbus_new_tcp("127.0.0.1", bench.port());
    BOOST_TEST_REQUIRE(modbus_connect(client) == 0);
    std::uint16_t words[125] = {};
    std::uint8_t bits[8] = {};
    BOOST_TEST(modbus_read_registers(client, 0, 1, words) == -1);
    BOOST_TEST(errno == EMBXILADD);
    BOOST_TEST(modbus_write_register(client, 57600, 1) == -1);
    BOOST_TEST(errno == EMBXILVAL);
    BOOST_TEST(modbus_read_bits(client, 0, 8, bits) == -1);
    BOOST_TEST(errno == EMBXILFUN);
    BOOST_TEST(modbus_read_input_registers(client, 36871, 2, words) == 2);
    BOOST_TEST(words[1] == 50'000);
    modbus_close(client);
    modbus_free(client);
}

BOOST_AUTO_TEST_CASE(many_clients_at_once_each_get_their_own_answers) {
    Bench bench;
    std::atomic<int> right{0};
    std::vector<std::thread> clients;
    for (int c = 0; c < 16; ++c) {
        clients.emplace_back([&, c] {
            modbus_t* const client = modbus_new_tcp("127.0.0.1", bench.port());
            modbus_set_response_timeout(client, 5, 0);
            std::uint16_t words[92] = {};
            if (modbus_connect(client) == 0) {
                for (int i = 0; i < 50; ++i) {
                    // Odd clients read the frequency, even ones a whole block.
                    bool const good = c % 2 != 0 ? modbus_read_registers(client, 36871, 2, words) == 2 && words[1] == 50'000
                                                 : modbus_read_registers(client, 18432, 92, words) == 92 && words[13] == 23'000;
                    right += good ? 1 : 0;
                }
            }
            modbus_close(client);
            modbus_free(client);
        });
    }
    for (auto& client : clients) client.join();
    BOOST_TEST(right == 16 * 50);
}

BOOST_AUTO_TEST_CASE(a_request_in_single_bytes_is_answered) {
    Bench bench;
    RawClient client{bench.port()};
    auto const request = ask_v1(0x1234);
    for (auto const byte : request) {
        BOOST_TEST_REQUIRE(client.send(ByteView{&byte, 1}));
        std::this_thread::sleep_for(2ms);
    }
    BOOST_TEST(client.receive(13) == reply_v1(0x1234));
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order) {
    Bench bench;
    RawClient client{bench.port()};
    Bytes requests;
    Bytes replies;
    for (std::uint16_t t = 0; t < 200; ++t) {
        auto const one = ask_v1(t);
        requests.insert(requests.end(), one.begin(), one.end());
        auto const reply = reply_v1(t);
        replies.insert(replies.end(), reply.begin(), reply.end());
    }
    BOOST_TEST_REQUIRE(client.send(requests));
    BOOST_TEST(client.receive(replies.size()) == replies);
}

BOOST_AUTO_TEST_CASE(garbage_ends_the_connection_behind_the_replies_before_it) {
    Bench bench{{.clients = 32, .partial_frame = 60s, .idle = 60s}};
    RawClient client{bench.port()};
    auto bytes = ask_v1(1);
    std::string const garbage = "GET / HTTP/1.1\r\n\r\n";
    bytes.insert(bytes.end(), garbage.begin(), garbage.end());
    BOOST_TEST_REQUIRE(client.send(bytes));
    BOOST_TEST(client.receive(13) == reply_v1(1));
    BOOST_TEST(client.closed_by_server());
    RawClient web{bench.port()};
    BOOST_TEST_REQUIRE(web.send(ByteView{reinterpret_cast<std::uint8_t const*>(garbage.data()), garbage.size()}));
    BOOST_TEST(web.closed_by_server());
    BOOST_TEST(bench.serves_a_good_client());
}

BOOST_AUTO_TEST_CASE(other_units_get_no_reply_and_255_does) {
    Bench bench;
    RawClient client{bench.port()};
    auto bytes = ask_v1(1, 9);
    auto const ours = ask_v1(2, 255);
    bytes.insert(bytes.end(), ours.begin(), ours.end());
    BOOST_TEST_REQUIRE(client.send(bytes));
    BOOST_TEST(client.receive(13) == reply_v1(2, 255));
}

BOOST_AUTO_TEST_CASE(clients_that_leave_in_the_middle_of_a_frame_are_forgotten) {
    Bench bench;
    for (std::size_t cut = 0; cut < 12; ++cut) {
        for (bool const hard : {false, true}) {
            RawClient client{bench.port()};
            auto const request = ask_v1(7);
            BOOST_TEST_REQUIRE(client.send(ByteView{request}.first(cut)));
            if (hard) client.reset();
        }
    }
    BOOST_TEST(bench.serves_a_good_client());
    BOOST_TEST(within_five_seconds([&] { return bench.server->clients() == 0; }));
}

BOOST_AUTO_TEST_CASE(a_half_frame_is_closed_and_stalls_nobody) {
    Bench bench{{.clients = 32, .partial_frame = 200ms, .idle = 60s}};
    RawClient slow{bench.port()};
    auto const request = ask_v1(7);
    BOOST_TEST_REQUIRE(slow.send(ByteView{request}.first(3)));
    BOOST_TEST(bench.serves_a_good_client());
    BOOST_TEST(slow.closed_by_server());
    // Single bytes do not prolong the time of a frame: 12 of them would take 1.2 s.
    RawClient dripping{bench.port()};
    std::size_t taken = 0;
    for (auto const byte : request) {
        taken += dripping.send(ByteView{&byte, 1}) ? 1 : 0;
        std::this_thread::sleep_for(100ms);
    }
    BOOST_TEST(taken < request.size());
    BOOST_TEST(bench.serves_a_good_client());
}

// One piece ends a frame for another unit, which gets no reply, and begins the next: that one has its own second.
BOOST_AUTO_TEST_CASE(a_frame_begun_behind_an_unanswered_one_has_its_own_time) {
    Bench bench{{.clients = 32, .partial_frame = 1s, .idle = 60s}};
    RawClient client{bench.port()};
    auto stream = ask_v1(1, 9);
    auto const ours = ask_v1(2);
    std::size_t const second = stream.size() + 3;
    stream.insert(stream.end(), ours.begin(), ours.end());
    BOOST_TEST_REQUIRE(client.send(ByteView{stream}.first(3)));
    std::this_thread::sleep_for(600ms);
    BOOST_TEST_REQUIRE(client.send(ByteView{stream}.subspan(3, second - 3)));
    std::this_thread::sleep_for(600ms);
    BOOST_TEST(client.send(ByteView{stream}.subspan(second)));
    BOOST_TEST(client.receive(13) == reply_v1(2));
}

BOOST_AUTO_TEST_CASE(an_idle_client_is_closed_and_a_busy_one_is_not) {
    Bench bench{{.clients = 32, .partial_frame = 2s, .idle = 400ms}};
    RawClient idle{bench.port()};
    RawClient busy{bench.port()};
    for (std::uint16_t i = 0; i < 8; ++i) {
        BOOST_TEST_REQUIRE(busy.send(ask_v1(i)));
        BOOST_TEST(busy.receive(13) == reply_v1(i));
        std::this_thread::sleep_for(100ms);
    }
    BOOST_TEST(idle.closed_by_server());
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_no_replies_is_closed_and_stalls_nobody) {
    Bench bench{{.clients = 32, .partial_frame = 2s, .idle = 300ms}};
    RawClient deaf{bench.port(), 4'096};
    auto const one = modbus::tcp_bytes({1, 1, modbus::read_request(18432, 92)});
    // Replies of 190 kB and more: beyond what the socket buffers of both sides hold.
    for (int i = 0; i < 1'000; ++i) BOOST_TEST_REQUIRE(deaf.send(one));
    BOOST_TEST(bench.serves_a_good_client());
    BOOST_TEST(within_five_seconds([&] { return bench.server->clients() == 0; }));
    BOOST_TEST(bench.serves_a_good_client());
}

BOOST_AUTO_TEST_CASE(forty_connections_are_held_to_thirty_two) {
    Bench bench;
    std::vector<RawClient> clients;
    for (int i = 0; i < 40; ++i) clients.emplace_back(bench.port());
    int served = 0;
    for (auto& client : clients) {
        client.send(ask_v1(1));
        served += client.receive(13) == reply_v1(1) ? 1 : 0;
    }
    BOOST_TEST(served == 32);
    clients.clear();
    BOOST_TEST_REQUIRE(within_five_seconds([&] { return bench.server->clients() == 0; }));
    BOOST_TEST(bench.serves_a_good_client());
}

BOOST_AUTO_TEST_CASE(the_server_ends_with_clients_connected) {
    std::optional<Bench> bench{std::in_place};
    RawClient client{bench->port()};
    BOOST_TEST_REQUIRE(client.send(ask_v1(1)));
    BOOST_TEST(client.receive(13) == reply_v1(1));
    bench.reset();
    BOOST_TEST(client.closed_by_server());
}

BOOST_AUTO_TEST_CASE(a_port_in_use_and_a_wrong_address_are_sentences) {
    Bench bench;
    auto const second = ModbusTcpServer::open("127.0.0.1", bench.port(), bench.engine);
    BOOST_TEST_REQUIRE(!second);
    BOOST_TEST((second.error().kind == ErrorKind::infrastructure));
    BOOST_TEST(second.error().sentence ==
               "port " + std::to_string(bench.port()) + " on 127.0.0.1 is in use: stop the other program or choose another port");
    auto const name = ModbusTcpServer::open("nonsense", 0, bench.engine);
    BOOST_TEST_REQUIRE(!name);
    BOOST_TEST((name.error().kind == ErrorKind::input));
    auto const foreign = ModbusTcpServer::open("192.0.2.1", 0, bench.engine);  // reserved for documents: nobody's address
    BOOST_TEST_REQUIRE(!foreign);
    BOOST_TEST((foreign.error().kind == ErrorKind::infrastructure));
}

BOOST_AUTO_TEST_SUITE_END()
