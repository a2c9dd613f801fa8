// SPDX-License-Identifier: GPL-3.0-or-later
/// What the meter keeps of one load from window to window.
#pragma once

#include "core/dsp/power.hpp"
#include "core/meter/demand.hpp"
#include "core/meter/energy.hpp"
#include "core/meter/snapshot.hpp"

namespace mb {

struct Load {
    Energy energy{0.0};  ///< set_rated() before use
    Demand demand;

    /// The load's total power over a window, which is new from `fresh` seconds before its end.
    void take(dsp::Power const& total, double fresh, Instant begin, Instant end, Calendar const& calendar) {
        energy.add(total, fresh);
        demand.add(total, begin, end, calendar);
    }

    LoadState state() const {
        LoadState s;
        s.total = energy.total();
        s.partial = energy.partial();
        s.last = energy.last();
        s.last_reset = energy.last_reset();
        s.predicted = demand.predicted();
        s.trend = demand.trend();
        s.largest = demand.largest();
        s.left = demand.left();
        for (std::size_t n = 0; n < s.points.size(); ++n) s.points[n] = demand.point(n);
        return s;
    }
};

}  // namespace mb
