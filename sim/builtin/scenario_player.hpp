// SPDX-License-Identifier: GPL-3.0-or-later
/// Plays a scenario's timeline on a live meter, for clients that are to see it: stimuli at the house's terminals, writes to its registers,
/// communication faults on all its ports. Nothing is judged. Steps follow the house's own time, to a block of it. The house is made with
/// the settings of settings_for() (meter_setup.hpp).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "core/comm/modbus/server.hpp"
#include "scenarios/engine/scenario.hpp"
#include "sim/builtin/house.hpp"

namespace mb {

class ScenarioPlayer {
public:
    /// What the player has to say: a write that the meter refused, the end.
    using Tell = std::function<void(std::string const&)>;

    /// All must outlive the player. `lock_code` opens the configuration registers. Time zero is now. Refused: a start that the terminals
    /// cannot have.
    static Result<ScenarioPlayer> begin(Scenario const& scenario, House& house, modbus::Server& server, std::uint16_t lock_code, Tell tell);
    ~ScenarioPlayer();
    ScenarioPlayer(ScenarioPlayer&&) noexcept;

    /// Carries out the steps that are due. To be called often. What cannot be applied ends the scenario with an error; the last state
    /// stays.
    Result<void> play();
    bool finished() const;

private:
    struct Parts;
    explicit ScenarioPlayer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
