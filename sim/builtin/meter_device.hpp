// SPDX-License-Identifier: GPL-3.0-or-later
/// A meter and its register map behind Modbus, in the caller's thread: what the targets with a meter of their own share.
#pragma once

#include <memory>
#include <span>
#include <utility>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/server.hpp"
#include "core/meter/meter.hpp"

namespace mb {

struct MeterDevice : modbus::Device {
    MeterDevice(MeterSettings const& settings, RegisterMap registers, modbus::ServerSettings const& serving = {})
        : meter(settings), server(std::move(registers), *this, serving) {}

    std::shared_ptr<Snapshot const> snapshot() override { return meter.snapshot(); }
    void carry_out(std::span<Command const> commands) override {
        for (Command const& command : commands) meter.carry_out(command);
    }
    void note_traffic() override { meter.note_traffic(); }
    Result<Bytes> answer(ByteView request) { return server.answer(side, request); }

    Meter meter;
    modbus::Server server;
    modbus::Side side;  ///< the scenario's
};

}  // namespace mb
