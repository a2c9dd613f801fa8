// SPDX-License-Identifier: GPL-3.0-or-later
/// Chooses entries of the traffic log: "unit=1 fc=3,16 reg=18432-18560 link=tcp symbol=load1. errors faults".
#pragma once

#include <string>
#include <string_view>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/frame_conditions.hpp"
#include "core/comm/modbus/traffic.hpp"

namespace mb::modbus {

struct TrafficFilter {
    FrameConditions conditions;
    std::string symbol;   ///< beginning of the symbol of at least one register concerned; empty: any
    bool errors = false;  ///< only exceptions and frames that are not sound
    bool faults = false;  ///< only what the injector touched

    bool fits(TrafficEntry const& entry, RegisterMap const& map) const;
};

/// An empty text lets everything through. Refused: unknown words, with the nearest known one.
Result<TrafficFilter> parse_traffic_filter(std::string_view text);

}  // namespace mb::modbus
