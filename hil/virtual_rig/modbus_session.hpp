// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's serial line: Modbus RTU between the line and the meter under test. Without supply nobody answers.
#pragma once

#include "core/comm/modbus/rtu.hpp"
#include "hil/virtual_rig/meter_under_test.hpp"
#include "hil/virtual_rig/session.hpp"

namespace mb::virtual_rig {

class ModbusSession : public Session {
public:
    explicit ModbusSession(MeterUnderTest& meter) : meter_(meter) {}

    void receive(ByteView bytes, Moment now) override {
        if (auto const frame = receiver_.receive(bytes, now.wall)) answer(*frame);
    }
    Bytes proceed(Moment now) override {
        if (auto const frame = receiver_.silence(now.wall)) answer(*frame);
        return std::exchange(output_, {});
    }
    std::optional<Microseconds> deadline() const override { return receiver_.deadline(); }

private:
    void answer(modbus::RtuFrame const& request) {
        auto pdu = meter_.answer(request.unit, request.pdu);
        if (!pdu) return;
        auto const bytes = modbus::rtu_bytes({request.unit, *std::move(pdu)});
        output_.insert(output_.end(), bytes.begin(), bytes.end());
    }

    static constexpr unsigned kBaud = 38'400;  // what silence is judged by; the line itself takes any
    MeterUnderTest& meter_;
    modbus::RtuReceiver receiver_{modbus::host_timing(kBaud)};
    Bytes output_;
};

}  // namespace mb::virtual_rig
