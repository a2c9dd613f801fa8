// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/source_uncertainty.hpp"

#include <cmath>

namespace mb {

double SourceUncertainty::of(Unit unit, double value) const {
    auto const percent = [value](double p) { return std::abs(value) * p / 100.0; };
    switch (unit) {
        case Unit::volt:
            return percent(voltage_percent);
        case Unit::ampere:
            return percent(current_percent);
        case Unit::watt:
        case Unit::var:
        case Unit::volt_ampere:
        case Unit::watt_hour:
        case Unit::var_hour:
        case Unit::volt_ampere_hour:
        case Unit::none:  // power factors and what is made of them
            return percent(power_percent);
        case Unit::hertz:
            return frequency_hz;
        case Unit::degree:
            return angle_deg;
        case Unit::percent:
            return share_points;
        case Unit::second:
            return time_s;
        case Unit::ohm:
        case Unit::celsius:
            break;
    }
    return 0.0;
}

}  // namespace mb
