// SPDX-License-Identifier: GPL-3.0-or-later
/// What the runner wants to know of the meter, told in registers: one reading, all readings, and the clock to be set.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/register_client.hpp"

namespace mb {

/// What the meter's clock is set to before a scenario: 2024-01-01 00:00:00, so that event stamps do not depend on the day of the run.
inline constexpr EpochMilliseconds kScenarioEpoch = 757'382'400'000;

struct Reading {
    SymbolId symbol{};
    double value = 0.0;
};

class MeterView {
public:
    /// `client` must outlive the view. `lock_code` opens the configuration registers.
    explicit MeterView(RegisterClient& client, std::uint16_t lock_code = kLockCode) : client_{client}, lock_code_{lock_code} {}

    struct Look {
        enum class State {
            value,
            no_reading,  ///< the meter has the register and nothing to say yet
            absent,      ///< the map or the meter lacks the register
            refused,     ///< the meter has the register and does not take the value
            lost,        ///< the target is gone
        };
        State state = State::value;
        double value = 0.0;
        double resolution = 0.0;  ///< value of one count
        std::string sentence;     ///< where not `value`
    };
    /// One reading. Registers say zero where nothing was measured, so the block's window and status are asked as well.
    Look look(SymbolId symbol);

    /// The readings of the latest window, harmonics apart, that the map has and the meter has a value for; stops where the target is lost.
    std::vector<Reading> all_readings();

    /// Sets the six clock registers to kScenarioEpoch; the sentence why it could not, or empty.
    std::string set_clock();

    /// The register's counts give back `value`.
    static bool holds(Register const& reg, double value);

    /// Writes the symbol's register: `value`, or why it was not written.
    Look write(SymbolId symbol, double value);
    /// Opens the configuration registers. False: refused, or no such register.
    bool unlock() { return offer(lock_code_); }
    void lock() { offer(0); }
    /// Which meters have until somebody changes it.
    static constexpr std::uint16_t kLockCode = 1'000;

    /// Not empty where the target was lost.
    std::string const& failure() const { return failure_; }

private:
    bool offer(std::uint16_t code);
    Look read(SymbolId symbol);
    /// Why the block of `symbol` has no readings at present; a `value` look where it has.
    Look block_state(SymbolId symbol);

    RegisterClient& client_;
    std::uint16_t lock_code_;
    std::string failure_;
};

}  // namespace mb
