// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/extreme_groups.hpp"

namespace mb {

unsigned extreme_group(Quantity const& q) {
    bool const line = q.name.find("_u") != std::string_view::npos || q.name.starts_with("u_");
    bool const current = q.name.find("_i") != std::string_view::npos || q.name.starts_with("i_");
    if (q.name.starts_with("thd")) return current ? 0x1000 : line ? 0x800 : 0x400;
    if (q.name.starts_with("crest")) return current ? 0x8000 : line ? 0x4000 : 0x2000;
    switch (q.unit) {
        case Unit::volt:
            return q.name.starts_with("u") ? 0x2 : 0x1;
        case Unit::percent:  // unbalance
            return current ? 0x4 : line ? 0x2 : 0x1;
        case Unit::ampere:
            return 0x4;
        case Unit::hertz:
            return 0x8;
        case Unit::watt:
            return 0x30;
        case Unit::var:
            return 0xC0;
        case Unit::volt_ampere:
            return 0x100;
        default:
            return 0x200;  // power factor and phi
    }
}

}  // namespace mb
