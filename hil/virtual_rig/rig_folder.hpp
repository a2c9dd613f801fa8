// SPDX-License-Identifier: GPL-3.0-or-later
/// The folder in which the rig's ports are found, and the description of the rig for the bench. One rig to a folder at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "sim/ports/descriptor.hpp"

namespace mb::virtual_rig {

/// What the description tells of the meter.
struct RigFacts {
    std::string map = "a200";      ///< its registers: a shipped name or a file
    unsigned unit = 1;             ///< Modbus
    double pulse_weight_wh = 0.1;  ///< energy of a pulse
};

class RigFolder {
public:
    /// Made where it is not there. Refused: what is no folder, a folder in which another rig runs, and a path that rig.yaml could not hold.
    static Result<std::unique_ptr<RigFolder>> open(std::filesystem::path const& path);
    /// Removes the description, where it is still as it was written, and the folder where it was made here and is empty.
    ~RigFolder();
    RigFolder(RigFolder const&) = delete;
    RigFolder& operator=(RigFolder const&) = delete;

    std::filesystem::path const& path() const { return path_; }  ///< absolute
    /// Writes rig.yaml. Refused where there is one that no virtual rig wrote.
    Result<void> describe(RigFacts const& facts);

private:
    RigFolder() = default;

    std::filesystem::path path_;
    bool made_ = false;
    Descriptor lock_;
    std::string description_;
};

/// What rig.yaml says of a rig whose ports are in `folder`.
std::string rig_description(std::filesystem::path const& folder, RigFacts const& facts);

}  // namespace mb::virtual_rig
