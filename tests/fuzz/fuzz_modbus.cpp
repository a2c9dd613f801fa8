// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes on a Modbus TCP connection, cut into pieces by the bytes themselves, and the same bytes as a reply to our client.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/session.hpp"

namespace {

using namespace mb;

/// Only what a register may ask, and only within its limits: 2000..2099, the settings' own.
bool may_come_from_a_register(Command const& command) {
    constexpr EpochMilliseconds kCentury = 36'525LL * 86'400'000;
    if (auto const* const clock = std::get_if<SetClock>(&command)) return clock->now >= 0 && clock->now < kCentury;
    if (auto const* const setting = std::get_if<SetSetting>(&command)) {
        bool const load_fits = info(setting->id).per_load() ? setting->load >= 1 && setting->load <= 4 : setting->load == 0;
        return load_fits && static_cast<bool>(SettingValues{}.set(setting->id, setting->value, setting->load));
    }
    if (auto const* const partial = std::get_if<ResetPartialEnergy>(&command))
        return partial->load >= 1 && partial->load <= 4 && partial->energies != 0 && partial->energies <= kAllEnergies;
    if (auto const* const extremes = std::get_if<ResetExtremes>(&command)) return extremes->instance >= 0 && extremes->instance <= 4;
    if (auto const* const logs = std::get_if<ResetLogs>(&command)) return logs->logs >= 1 && logs->logs <= 31;
    return std::holds_alternative<EndDemandPeriod>(command) || std::holds_alternative<ResetHours>(command) ||
           std::holds_alternative<Blink>(command) || std::holds_alternative<StoreSettings>(command) ||
           std::holds_alternative<Restart>(command);
}

class Device : public modbus::Device {
public:
    Device() {
        auto state = std::make_shared<Snapshot>();
        state->readings.assign(reading_count(), std::numeric_limits<double>::infinity());
        state->identity = std::make_shared<Identity const>();
        for (auto const kind : kEventKinds) {
            Event event;
            event.kind = kind;
            event.number = state->events.size();
            event.reference.fill(230.0);
            event.extreme.fill(std::numeric_limits<double>::quiet_NaN());
            state->events.push_back(event);
        }
        state_ = std::move(state);
    }
    std::shared_ptr<Snapshot const> snapshot() override { return state_; }
    void carry_out(std::span<Command const> commands) override {
        if (!std::ranges::all_of(commands, may_come_from_a_register)) std::abort();
    }
    void note_traffic() override {}

private:
    std::shared_ptr<Snapshot const> state_;
};

}  // namespace

namespace {

void serve(modbus::Server& server, std::uint8_t const* data, std::size_t size) {
    modbus::Session session{modbus::Exchange{server, {modbus::LinkKind::tcp, ""}, "tcp"}};
    modbus::Outgoing out;
    bool open = true;
    for (std::size_t at = 0; open && at < size;) {
        std::size_t const piece = std::min<std::size_t>(size - at, 1 + data[at] % 37U);
        open = session.receive({data + at, piece}, out);
        at += piece;
    }
    modbus::MbapParser replies;  // what goes out must be whole frames
    for (auto const& piece : out.pieces) replies.push(piece.bytes);
    while (replies.next()) {
    }
    if (replies.broken() || replies.mid_frame()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Device device;
    static modbus::Server newer{*open_map("a200"), device};
    static modbus::Server older{*open_map("classic"), device};
    serve(newer, data, size);
    serve(older, data, size);
    (void)modbus::parse_read_reply({data, size});
    (void)modbus::parse_write_reply({data, size});
    if (auto const id = modbus::parse_server_id_reply({data, size}); id && id->text.size() > size) std::abort();
    if (auto const told = modbus::parse_identification_reply({data, size}))
        for (auto const& [object, text] : told->objects)
            if (text.size() + 2 > size) std::abort();
    return 0;
}
