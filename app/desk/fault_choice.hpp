// SPDX-License-Identifier: GPL-3.0-or-later
/// The faults that the window offers, one row a kind, with what each needs and its state. No Qt.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/signal/fault_board.hpp"

namespace mb::desk {

class FaultChoice {
public:
    struct Row {
        FaultKind kind{};
        std::string what;  ///< inputs, phases and value as scenarios/engine/fault_text.hpp writes them: "I1 5 %"
    };

    /// nominal_voltage: L-N [V].
    FaultChoice(Network network, double nominal_voltage);

    std::vector<Row> const& rows() const { return rows_; }
    FaultState state(std::size_t row) const;
    bool active(std::size_t row) const { return state(row) == FaultState::active; }

    /// Begins the fault with these words, or with others than before, at `now`. Refused: what is no such fault; nothing changes then.
    Result<void> begin(std::size_t row, std::string const& what, Instant now);
    /// Ends it; nothing happens where it is not active.
    void end(std::size_t row, Instant now);
    /// For Stimulus::faults.
    std::vector<Fault> active() const { return board_.active(); }

private:
    Network network_;
    double nominal_voltage_;
    FaultBoard board_;
    std::vector<Row> rows_;
};

}  // namespace mb::desk
