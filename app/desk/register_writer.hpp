// SPDX-License-Identifier: GPL-3.0-or-later
/// Writes registers as a Modbus client would: through the engine, which judges lock, limits and rights as on the wire. What comes of it is
/// a sentence for people. No Qt.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/comm/modbus/server.hpp"

namespace mb::desk {

class RegisterWriter {
public:
    enum class Outcome : std::uint8_t { written, locked, refused };
    struct Done {
        Outcome outcome = Outcome::refused;
        std::string sentence;  ///< "cfg_meas.win_avg = 600 s", or why not
    };

    /// `server` must outlive the writer.
    explicit RegisterWriter(modbus::Server& server) : server_(server) {}

    /// `text` as the table shows values: in the register's unit or with a unit of its own, hexadecimal after 0x, a text. Nothing is sent
    /// where it is no value of the register. `locked`: the code opens it (unlock()).
    Done write(Register const& reg, std::string_view text);
    /// Opens the configuration registers for a minute.
    Done unlock(std::string_view code);

private:
    Bytes ask(Bytes const& request);

    modbus::Server& server_;
};

}  // namespace mb::desk
