// SPDX-License-Identifier: GPL-3.0-or-later
/// A meter and its register map behind Modbus, in the caller's thread: what the targets with a meter of their own share.
#pragma once

#include <memory>
#include <utility>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/server.hpp"
#include "core/meter/meter.hpp"

namespace mb {

struct MeterDevice : modbus::Device {
    MeterDevice(MeterSettings const& settings, RegisterMap registers) : meter(settings), map(std::move(registers)) {}

    std::shared_ptr<Snapshot const> snapshot() override { return meter.snapshot(); }
    void post(Command const& command) override { meter.carry_out(command); }
    void note_traffic() override { meter.note_traffic(); }
    Result<Bytes> answer(ByteView request) { return modbus::answer(map, *this, request); }

    Meter meter;
    RegisterMap map;
};

}  // namespace mb
