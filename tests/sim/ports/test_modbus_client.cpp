// SPDX-License-Identifier: GPL-3.0-or-later
/// The client against our server on TCP and against a meter on a pseudo-terminal that speaks Modbus RTU.
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "sim/ports/modbus_client.hpp"
#include "sim/ports/modbus_tcp_server.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace std::chrono_literals;

/// CRC-16/MODBUS, bit by bit.
std::uint16_t crc(ByteView bytes) {
    unsigned value = 0xFFFF;
    for (auto const byte : bytes) {
        value ^= byte;
        for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? (value >> 1) ^ 0xA001U : value >> 1;
    }
    return static_cast<std::uint16_t>(value);
}

void append_crc(Bytes& frame) {
    auto const sum = crc(frame);
    frame.push_back(static_cast<std::uint8_t>(sum & 0xFF));
    frame.push_back(static_cast<std::uint8_t>(sum >> 8));
}

/// A meter behind a serial line: unit 5 answers whole requests with a right checksum.
class SerialMeter {
public:
    SerialMeter() : line_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        ::grantpt(line_);
        ::unlockpt(line_);
        name_ = ::ptsname(line_);
        keep_ = ::open(name_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);  // no hang-up while clients come and go
        termios raw{};
        ::tcgetattr(keep_, &raw);
        ::cfmakeraw(&raw);
        ::tcsetattr(keep_, TCSANOW, &raw);
        device_.set("load1.inst.v1", 230.0);
        thread_ = std::thread{[this] { run(); }};
    }
    ~SerialMeter() {
        stop_ = true;
        thread_.join();
        ::close(keep_);
        ::close(line_);
    }
    SerialMeter(SerialMeter const&) = delete;
    SerialMeter& operator=(SerialMeter const&) = delete;

    std::string const& name() const { return name_; }

private:
    void run() {
        modbus::Server server{*open_map("a200"), device_};
        Bytes frame;
        while (!stop_) {
            pollfd p{line_, POLLIN, 0};
            if (::poll(&p, 1, 20) != 1) {
                frame.clear();
                continue;
            }
            std::uint8_t piece[256];
            auto const n = ::read(line_, piece, sizeof piece);
            if (n <= 0) continue;
            frame.insert(frame.end(), piece, piece + n);
            if (frame.size() < 8 || crc(frame) != 0 || frame[0] != 5) continue;
            Bytes reply{frame[0]};
            auto const pdu = server.answer({}, ByteView{frame}.subspan(1, frame.size() - 3));
            reply.insert(reply.end(), pdu.begin(), pdu.end());
            append_crc(reply);
            if (::write(line_, reply.data(), reply.size()) < 0) return;
            frame.clear();
        }
    }

    FakeDevice device_;
    int line_;
    int keep_ = -1;
    std::string name_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

std::string refusal(std::string const& text) {
    auto const endpoint = ModbusEndpoint::parse(text);
    return endpoint ? "" : endpoint.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(modbus_client)

BOOST_AUTO_TEST_CASE(endpoints_are_read_as_they_are_written) {
    auto const tcp = ModbusEndpoint::parse("tcp:meter.example:1502/17");
    BOOST_TEST_REQUIRE(bool(tcp));
    BOOST_TEST(!tcp->serial);
    BOOST_TEST(tcp->place == "meter.example");
    BOOST_TEST(tcp->number == 1502U);
    BOOST_TEST(tcp->unit == 17);
    auto const rtu = ModbusEndpoint::parse("rtu:/dev/ttyUSB0:38400/5");
    BOOST_TEST_REQUIRE(bool(rtu));
    BOOST_TEST(rtu->serial);
    BOOST_TEST(rtu->place == "/dev/ttyUSB0");
    BOOST_TEST(rtu->number == 38'400U);
    auto const v6 = ModbusEndpoint::parse("tcp:[::1]:502/1");
    BOOST_TEST_REQUIRE(bool(v6));
    BOOST_TEST(v6->place == "::1");
    auto const parity = ModbusEndpoint::parse("rtu:/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0:9600:8E2/5");
    BOOST_TEST_REQUIRE(bool(parity));
    BOOST_TEST(parity->place == "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0");
    BOOST_TEST((parity->line == SerialSettings{9'600, Parity::even, 2}));
    BOOST_TEST(ModbusEndpoint::parse("rtu:/dev/ttyS0:9600:8N1/5")->text() == "rtu:/dev/ttyS0:9600/5");
    BOOST_TEST(ModbusEndpoint::parse_link("rtu:/dev/ttyS0:9600:8O1")->link_text() == "rtu:/dev/ttyS0:9600:8O1");
    BOOST_TEST(ModbusEndpoint::parse_link("tcp:[::1]:502")->place == "::1");
    for (auto const* text : {"tcp:meter.example:1502/17", "rtu:/dev/ttyUSB0:38400/5", "tcp:[::1]:502/1", "rtu:/dev/ttyS0:9600:8O1/7"})
        BOOST_TEST(ModbusEndpoint::parse(text)->text() == text);
}

BOOST_AUTO_TEST_CASE(a_wrong_endpoint_is_explained) {
    BOOST_TEST(
        refusal("127.0.0.1:1502") ==
        "'127.0.0.1:1502': begins with neither tcp: nor rtu:; a meter is tcp:HOST:PORT/UNIT or rtu:DEVICE:BAUD[:8N1]/UNIT, for example "
        "tcp:127.0.0.1:1502/1");
    for (auto const* bad : {"",
                            "tcp:",
                            "tcp:/",
                            "tcp::/1",
                            "tcp:host",
                            "tcp:host:1502",
                            "tcp:host:1502/",
                            "tcp:host:1502/256",
                            "tcp:host:0/1",
                            "tcp:host:65536/1",
                            "tcp::1502/1",
                            "tcp:host/1",
                            "rtu:/dev/x:9600/0",
                            "rtu:/dev/x:9600/248",
                            "rtu:/dev/x/1",
                            "rtu:/dev/x:fast/1",
                            "tcp:host:1502/1x",
                            "rtu:/dev/x:9600:8X1/1",
                            "rtu:/dev/x:9600:7E1/1",
                            "rtu:/dev/x:8E1/1",
                            "rtu:/dev/x:9601/1",
                            "rtu:/dev/x:9600:8E1:1/1",
                            "rtu:8E1/1"})
        BOOST_TEST(!refusal(bad).empty(), bad << " was taken");
    for (auto const* bad : {"", "tcp:host", "tcp::502", "rtu:/dev/x", "rtu:9600", "rtu::9600", "udp:host:502"})
        BOOST_TEST(!ModbusEndpoint::parse_link(bad), bad << " was taken");
}

BOOST_AUTO_TEST_CASE(registers_are_read_and_written_over_tcp) {
    FakeDevice device;
    device.set("load1.inst.v1", 230.0);
    modbus::Server engine{*open_map("a200"), device, {.unit = 3}};
    auto const server = ModbusTcpServer::open("127.0.0.1", 0, engine);
    BOOST_TEST_REQUIRE(bool(server));
    auto client = ModbusClient::open(*ModbusEndpoint::parse("tcp:127.0.0.1:" + std::to_string((*server)->port()) + "/3"));
    BOOST_TEST_REQUIRE(bool(client));
    auto const words = client->read(18444, 2);
    BOOST_TEST_REQUIRE(bool(words));
    BOOST_TEST(*words == (std::vector<std::uint16_t>{0, 23'000}));
    std::uint16_t const leap_day[] = {29, 2, 2024, 13, 5, 9};
    BOOST_TEST(bool(client->write(57600, leap_day)));
    BOOST_TEST(device.posted.size() == 1U);
    auto const outside = client->read(0, 1);
    BOOST_TEST_REQUIRE(!outside);
    BOOST_TEST(outside.error().sentence.ends_with("reading 1 registers from 0 failed: Illegal data address"), outside.error().sentence);
    BOOST_TEST(bool(client->read(18444, 2)));  // the connection lives on
    BOOST_TEST(!client->read(18432, 200));
    BOOST_TEST(!client->write(57600, {}));
}

BOOST_AUTO_TEST_CASE(registers_are_read_over_a_serial_line) {
    // The CRC of this test against the frame that a maker's manual prints: 05 03 07 00 00 64 44 D1.
    Bytes golden{0x05, 0x03, 0x07, 0x00, 0x00, 0x64};
    append_crc(golden);
    BOOST_TEST(golden == (Bytes{0x05, 0x03, 0x07, 0x00, 0x00, 0x64, 0x44, 0xD1}));

    SerialMeter const meter;
    auto client = ModbusClient::open(*ModbusEndpoint::parse("rtu:" + meter.name() + ":38400/5"), 2s);
    BOOST_TEST_REQUIRE(bool(client));
    auto const words = client->read(18444, 2);
    BOOST_TEST_REQUIRE(bool(words));
    BOOST_TEST(*words == (std::vector<std::uint16_t>{0, 23'000}));
    auto const outside = client->read(0, 1);
    BOOST_TEST_REQUIRE(!outside);
    BOOST_TEST(outside.error().sentence.ends_with("Illegal data address"));
}

BOOST_AUTO_TEST_CASE(one_client_asks_several_units_and_input_registers) {
    FakeDevice device;
    device.set("load1.inst.v1", 230.0);
    modbus::Server engine{*open_map("a200"), device, {.unit = 3}};
    auto const server = ModbusTcpServer::open("127.0.0.1", 0, engine);
    BOOST_TEST_REQUIRE(bool(server));
    SerialMeter const meter;  // unit 5
    for (auto const& [link, unit] :
         {std::pair{"tcp:127.0.0.1:" + std::to_string((*server)->port()), 3}, std::pair{"rtu:" + meter.name() + ":38400", 5}}) {
        auto client = ModbusClient::open(*ModbusEndpoint::parse_link(link), 300ms);
        BOOST_TEST_REQUIRE(bool(client));
        auto const nobody = client->exchange(9, Bytes{3, 0x48, 0x0C, 0, 2});
        BOOST_TEST_REQUIRE(bool(nobody));
        BOOST_TEST((!nobody->pdu && !nobody->nonsense && nobody->why.empty()));
        auto const reply = client->exchange(static_cast<std::uint8_t>(unit), Bytes{4, 0x48, 0x0C, 0, 2});
        BOOST_TEST_REQUIRE(bool(reply));
        BOOST_TEST_REQUIRE(reply->pdu.has_value());
        BOOST_TEST(*reply->pdu == (Bytes{4, 4, 0, 0, 0x59, 0xD8}));
    }
    auto client = ModbusClient::open(*ModbusEndpoint::parse("tcp:127.0.0.1:" + std::to_string((*server)->port()) + "/3"));
    BOOST_TEST_REQUIRE(bool(client));
    auto const words = client->read(18444, 2, 4);
    BOOST_TEST_REQUIRE(bool(words));
    BOOST_TEST(*words == (std::vector<std::uint16_t>{0, 23'000}));
}

BOOST_AUTO_TEST_CASE(a_silent_line_and_a_missing_meter_are_sentences) {
    SerialMeter const meter;
    auto other_unit = ModbusClient::open(*ModbusEndpoint::parse("rtu:" + meter.name() + ":38400/9"), 200ms);
    BOOST_TEST_REQUIRE(bool(other_unit));
    auto const silent = other_unit->read(18444, 2);
    BOOST_TEST_REQUIRE(!silent);
    BOOST_TEST((silent.error().kind == ErrorKind::infrastructure));
    BOOST_TEST(silent.error().sentence.ends_with("Connection timed out"), silent.error().sentence);

    auto const no_line = ModbusClient::open(*ModbusEndpoint::parse("rtu:/dev/no-such-line:9600/1"));
    BOOST_TEST_REQUIRE(!no_line);
    BOOST_TEST((no_line.error().kind == ErrorKind::infrastructure));
    BOOST_TEST(no_line.error().sentence == "cannot reach the meter at rtu:/dev/no-such-line:9600/1: No such file or directory");

    auto const no_host =
        ModbusClient::open(*ModbusEndpoint::parse("tcp:no..host:502/1"));  // an empty label: refused without asking the network
    BOOST_TEST_REQUIRE(!no_host);
    BOOST_TEST(no_host.error().sentence.starts_with("cannot reach the meter at tcp:no..host:502/1: host 'no..host': "));

    // A port that was free a moment ago.
    FakeDevice device;
    modbus::Server engine{*open_map("a200"), device};
    std::uint16_t port = 0;
    {
        auto const server = ModbusTcpServer::open("127.0.0.1", 0, engine);
        BOOST_TEST_REQUIRE(bool(server));
        port = (*server)->port();
    }
    auto const refused = ModbusClient::open(*ModbusEndpoint::parse("tcp:127.0.0.1:" + std::to_string(port) + "/1"));
    BOOST_TEST_REQUIRE(!refused);
    BOOST_TEST((refused.error().kind == ErrorKind::infrastructure));
    BOOST_TEST(refused.error().sentence == "cannot reach the meter at tcp:127.0.0.1:" + std::to_string(port) + "/1: Connection refused");
}

BOOST_AUTO_TEST_SUITE_END()
