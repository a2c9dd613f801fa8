// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter on a serial line: a pseudo-terminal, and libmodbus on its other end.
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <modbus.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "core/comm/modbus/client_pdu.hpp"
#include "sim/ports/modbus_rtu_server.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace std::chrono_literals;

std::string why(std::string const& text) {
    auto const address = parse_serial_address(text);
    return address ? "" : address.error().sentence;
}

/// Opens `name` as a meter's master does.
class Master {
public:
    explicit Master(std::string const& name, int unit = 5) : context_(modbus_new_rtu(name.c_str(), 38'400, 'N', 8, 1)) {
        modbus_set_slave(context_, unit);
        modbus_set_response_timeout(context_, 1, 0);
        connected = modbus_connect(context_) == 0;
    }
    ~Master() {
        modbus_close(context_);
        modbus_free(context_);
    }
    Master(Master const&) = delete;
    Master& operator=(Master const&) = delete;

    bool reads_v1() {
        std::uint16_t words[2] = {};
        return modbus_read_registers(context_, 18444, 2, words) == 2 && words[1] == 23'000;
    }
    modbus_t* operator*() { return context_; }

    bool connected = false;

private:
    modbus_t* context_;
};

struct Bench {
    Bench() {
        device.set("load1.inst.v1", 230.0);
        auto opened = ModbusRtuServer::open({"pty", {}}, engine);
        BOOST_TEST_REQUIRE(bool(opened));
        line = *std::move(opened);
        name = line->endpoint().substr(0, line->endpoint().find(' '));
    }

    FakeDevice device;
    modbus::Server engine{*open_map("a200"), device, {.unit = 5}};
    std::unique_ptr<ModbusRtuServer> line;
    std::string name;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(modbus_rtu_server)

BOOST_AUTO_TEST_CASE(addresses_of_lines_are_read_and_explained) {
    auto const usual = parse_serial_address("/dev/ttyUSB0");
    BOOST_TEST_REQUIRE(bool(usual));
    BOOST_TEST(text(usual->settings) == "38400 8N1");
    auto const other = parse_serial_address("/dev/ttyS1:9600:8E2");
    BOOST_TEST_REQUIRE(bool(other));
    BOOST_TEST(other->device == "/dev/ttyS1");
    BOOST_TEST(text(other->settings) == "9600 8E2");
    BOOST_TEST(why("/dev/ttyS1:9601").starts_with("/dev/ttyS1:9601: the baud rate is 1200, 2400"));
    BOOST_TEST(why("/dev/ttyS1:9600:7E1").find("the character is 8N1") != std::string::npos);
    BOOST_TEST(why("/dev/ttyS1:9600:8X1").find("the character is 8N1") != std::string::npos);
    BOOST_TEST(why(":9600").find("no device") != std::string::npos);
    BOOST_TEST(why("a:9600:8N1:2").find("too many parts") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(libmodbus_reads_and_writes_over_a_pseudo_terminal, Bench) {
    Master master{name};
    BOOST_TEST_REQUIRE(master.connected);
    for (int i = 0; i < 20; ++i) BOOST_TEST(master.reads_v1());
    std::uint16_t const clock[] = {29, 2, 2024, 13, 5, 9};
    BOOST_TEST(modbus_write_registers(*master, 57600, 6, clock) == 6);
    std::uint16_t word = 0;
    BOOST_TEST(modbus_read_registers(*master, 0, 1, &word) == -1);
    BOOST_TEST(errno == EMBXILADD);
    std::uint8_t id[64];
    BOOST_TEST(modbus_report_slave_id(*master, sizeof id, id) > 2);
    BOOST_TEST(id[1] == 0xFF);
    BOOST_TEST(line->counts().frames >= 22U);
    BOOST_TEST(line->counts().bad == 0U);
}

BOOST_FIXTURE_TEST_CASE(another_unit_is_not_answered_and_a_broadcast_is_carried_out, Bench) {
    Master other{name, 6};
    BOOST_TEST(!other.reads_v1());
    Master everyone{name, MODBUS_BROADCAST_ADDRESS};
    std::uint16_t const clock[] = {29, 2, 2024, 13, 5, 9};
    (void)modbus_write_registers(*everyone, 57600, 6, clock);  // waits in vain for a reply
    Master master{name};
    BOOST_TEST(master.reads_v1());
    line.reset();
    BOOST_TEST(device.posted.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(after_noise_and_half_frames_the_next_request_is_answered, Bench) {
    int const raw = ::open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    BOOST_TEST_REQUIRE(raw >= 0);
    for (Bytes const& noise : {Bytes(300, 0xAA), Bytes{5, 3}, Bytes{5, 3, 0x48, 0x0C, 0, 2, 0, 0}}) {
        BOOST_TEST(::write(raw, noise.data(), noise.size()) == static_cast<ssize_t>(noise.size()));
        std::this_thread::sleep_for(80ms);  // t3.5 and the patience
        Master master{name};
        BOOST_TEST(master.reads_v1());
    }
    ::close(raw);
    BOOST_TEST(line->counts().bad == 3U);
}

BOOST_AUTO_TEST_CASE(a_line_that_went_away_is_opened_again_when_it_is_back) {
    // The "adapter": a pseudo-terminal behind a link in the file system, replaced by another one.
    auto const folder = std::filesystem::temp_directory_path() / ("mb_rtu_" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    auto const link = folder / "line";
    struct Adapter {
        int handle = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        explicit Adapter(std::filesystem::path const& at) {
            ::grantpt(handle);
            ::unlockpt(handle);
            std::filesystem::remove(at);
            std::filesystem::create_symlink(::ptsname(handle), at);
        }
        ~Adapter() { ::close(handle); }
        /// Asks for V1 at the adapter's own end; the reply's last word, 0 where there is none in time.
        unsigned v1() const {
            auto const request = modbus::rtu_bytes({1, modbus::read_request(18444, 2)});
            if (::write(handle, request.data(), request.size()) < 0) return 0;
            std::this_thread::sleep_for(60ms);
            int const flags = ::fcntl(handle, F_GETFL);
            ::fcntl(handle, F_SETFL, flags | O_NONBLOCK);
            std::uint8_t reply[64];
            auto const n = ::read(handle, reply, sizeof reply);
            ::fcntl(handle, F_SETFL, flags);
            return n == 9 ? get_u16(reply, 5) : 0U;
        }
    };
    auto adapter = std::make_unique<Adapter>(link);
    FakeDevice device;
    device.set("load1.inst.v1", 230.0);
    modbus::Server engine{*open_map("a200"), device};
    auto line = ModbusRtuServer::open({link.string(), {}}, engine);
    BOOST_TEST_REQUIRE(bool(line));
    auto const answers = [&] {
        for (int i = 0; i < 50; ++i)
            if (adapter->v1() == 23'000) return true;
        return false;
    };
    BOOST_TEST(answers());
    for (int n = 1; n <= 3; ++n) {
        adapter.reset();  // unplugged
        for (int i = 0; i < 250 && (*line)->losses() < static_cast<std::uint64_t>(n); ++i) std::this_thread::sleep_for(20ms);
        BOOST_TEST((*line)->losses() == static_cast<std::uint64_t>(n));
        adapter = std::make_unique<Adapter>(link);
        BOOST_TEST(answers());
    }
    std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(what_is_no_line_is_refused) {
    FakeDevice device;
    modbus::Server engine{*open_map("a200"), device};
    auto const refusal = [&](std::string const& name) {
        auto const opened = ModbusRtuServer::open({name, {}}, engine);
        return opened ? "" : opened.error().sentence;
    };
    BOOST_TEST(refusal("/dev/no-such-line").find("/dev/no-such-line: cannot open it") != std::string::npos);
    BOOST_TEST(refusal("/dev/null").find("/dev/null: no serial line") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
