// SPDX-License-Identifier: GPL-3.0-or-later
/// The virtual rig as a whole: a world, and the ports to it, in one thread of its own that owns all of it. The only place here that asks
/// what time it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "hil/virtual_rig/misbehaviour.hpp"
#include "hil/virtual_rig/world.hpp"

namespace mb::virtual_rig {

struct VirtualRigSettings {
    WorldSettings world;
    Misbehaviour misbehaviour;
    std::filesystem::path folder;
    std::string map = "a200";  ///< how the description calls the register map
    double speed = 1.0;        ///< multiples of real time, 1 … 200
    bool tcp = false;          ///< source and controller on TCP ports of the loopback, too
};

/// Runs from open() to destruction, which removes what it made.
class VirtualRig {
public:
    /// Refused: what RigFolder and Port refuse.
    static Result<std::unique_ptr<VirtualRig>> open(VirtualRigSettings const& settings, RegisterMap map);
    ~VirtualRig();
    VirtualRig(VirtualRig const&) = delete;
    VirtualRig& operator=(VirtualRig const&) = delete;

    /// Lines for people: what is where.
    std::vector<std::string> const& where() const;
    /// Real time that was given up because this machine could not keep up [s].
    double lost() const;
    /// World::refused().
    std::uint64_t refused() const;

private:
    struct Parts;
    explicit VirtualRig(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb::virtual_rig
