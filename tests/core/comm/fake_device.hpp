// SPDX-License-Identifier: GPL-3.0-or-later
/// A device whose state a test sets; it remembers what was posted.
#pragma once

#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/device.hpp"

namespace mb {

class FakeDevice : public modbus::Device {
public:
    FakeDevice() {
        state.readings.assign(reading_count(), std::numeric_limits<double>::quiet_NaN());
        state.identity = std::make_shared<Identity const>();
    }

    std::shared_ptr<Snapshot const> snapshot() override {
        ++snapshots;
        return std::make_shared<Snapshot const>(state);
    }
    void carry_out(std::span<Command const> commands) override { posted.insert(posted.end(), commands.begin(), commands.end()); }
    void note_traffic() override { ++traffic; }

    void set(std::string_view symbol, double value) { state.readings[index(find_symbol(symbol).value())] = value; }

    Snapshot state;
    std::vector<Command> posted;
    int snapshots = 0;
    int traffic = 0;
};

}  // namespace mb
