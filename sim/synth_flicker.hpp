// SPDX-License-Identifier: GPL-3.0-or-later
/// Flicker: the slow change of the voltages to neutral.
#pragma once

#include <span>

#include "core/signal/stimulus.hpp"
#include "sim/synth_ramp.hpp"
#include "sim/synth_rotor.hpp"

namespace mb {

class Flicker {
public:
    void move(Modulation const& to, float weight, bool ramp);
    void arrive() {
        sine_.arrive();
        square_.arrive();
    }
    bool silent() const { return sine_.silent() && square_.silent(); }

    /// Multiplies the gains of Va Vb Vc, and passes as many frames.
    void shape(std::span<Halves> gains, Weights weights);

private:
    Rotor rotor_{8.8};
    Ramped sine_;  // half the depth of each lane
    Ramped square_;
};

}  // namespace mb
