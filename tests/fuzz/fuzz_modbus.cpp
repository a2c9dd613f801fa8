// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes on a Modbus TCP connection, cut into pieces by the bytes themselves, and the same bytes as a reply to our client.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/mbap.hpp"

namespace {

using namespace mb;

class Device : public modbus::Device {
public:
    Device() {
        auto state = std::make_shared<Snapshot>();
        state->readings.assign(reading_count(), std::numeric_limits<double>::infinity());
        state->identity = std::make_shared<Identity const>();
        state_ = std::move(state);
    }
    std::shared_ptr<Snapshot const> snapshot() override { return state_; }
    void post(Command const& command) override {
        auto const* const clock = std::get_if<SetClock>(&command);
        constexpr EpochMilliseconds kCentury = 36'525LL * 86'400'000;
        if (clock == nullptr || clock->now < 0 || clock->now >= kCentury) {
            std::abort();
        }  // only the clock, only 2000..2099
    }
    void note_traffic() override {}

private:
    std::shared_ptr<Snapshot const> state_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Device device;
    static modbus::Server const server{*open_map("a200"), device, 1};

    modbus::TcpSession session{server};
    Bytes out;
    bool open = true;
    for (std::size_t at = 0; open && at < size;) {
        std::size_t const piece = std::min<std::size_t>(size - at, 1 + data[at] % 37U);
        open = session.receive({data + at, piece}, out);
        at += piece;
    }
    modbus::MbapParser replies;  // what goes out must be whole frames
    replies.push(out);
    while (replies.next()) {
    }
    if (replies.broken() || replies.mid_frame()) std::abort();

    (void)modbus::parse_read_reply({data, size});
    (void)modbus::parse_write_reply({data, size});
    return 0;
}
