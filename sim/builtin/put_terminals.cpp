// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/put_terminals.hpp"

namespace mb {

void tell_plugs(Meter& meter, InputPlugs const& before, InputPlugs const& now) {
    for (std::size_t n = 0; n < now.size(); ++n)
        if (now[n] != before[n]) meter.carry_out(PlugSensor{static_cast<int>(n), now[n].plug, now[n].believed});
}

}  // namespace mb
