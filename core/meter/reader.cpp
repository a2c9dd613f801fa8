// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/reader.hpp"

#include <limits>

#include "core/catalogue/symbol.hpp"

namespace mb {

std::vector<double> no_readings() { return std::vector<double>(reading_count(), std::numeric_limits<double>::quiet_NaN()); }

std::vector<double> readings_of(dsp::WindowResult const& window, dsp::Conventions const& conventions) {
    std::vector<double> values = no_readings();
    auto const all = points();
    for (std::size_t i = 0; i < values.size(); ++i)
        if (all[i].instance <= kLoadsInUse) values[i] = all[i].value(window, conventions);
    return values;
}

}  // namespace mb
