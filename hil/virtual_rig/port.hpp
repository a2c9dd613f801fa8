// SPDX-License-Identifier: GPL-3.0-or-later
/// A port of the virtual rig: a pseudo-terminal under a name of its own, and, where wanted, a TCP port on the loopback that does the same.
/// Each link has a session. Nothing here waits.
#pragma once

#include <poll.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hil/virtual_rig/misbehaviour.hpp"
#include "hil/virtual_rig/session.hpp"
#include "sim/ports/descriptor.hpp"
#include "sim/ports/serial_line.hpp"

namespace mb::virtual_rig {

using MakeSession = std::function<std::unique_ptr<Session>()>;

class Port {
public:
    /// link: the symbolic link that leads to the terminal. Refused: where there is no terminal left, where the link cannot be made, and
    /// where something that is no symbolic link has its name.
    static Result<std::unique_ptr<Port>> open(std::filesystem::path link, LineTrouble const& trouble, std::uint64_t seed,
                                              std::string_view name, MakeSession make);
    ~Port();
    Port(Port const&) = delete;
    Port& operator=(Port const&) = delete;

    /// Clients on a free port of 127.0.0.1; the port's number.
    Result<std::uint16_t> listen();

    /// What poll() is to wait for.
    void want(std::vector<pollfd>& wanted) const;
    /// Reads, answers, writes, plugs and unplugs, by what is there now.
    void serve(Moment now);
    /// When serve() is needed again though nothing came [wall].
    std::optional<Microseconds> deadline() const;

private:
    struct Link;

    Port(std::filesystem::path link, LineTrouble trouble, std::uint64_t seed, std::string_view name, MakeSession make);
    Result<void> plug();
    void unplug();
    void accept();

    std::filesystem::path link_;
    LineTrouble trouble_;
    std::string name_;
    Spoiler in_;
    Spoiler out_;
    MakeSession make_;
    std::vector<std::unique_ptr<Link>> links_;  // the terminal is the first, while it is plugged
    bool plugged_ = false;
    Descriptor listener_;
};

}  // namespace mb::virtual_rig
