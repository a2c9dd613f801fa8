// SPDX-License-Identifier: GPL-3.0-or-later
/// The calendar of this machine, for a meter that is switched on now. The edge: nothing below may ask what time it is.
#pragma once

#include "core/base/time.hpp"

namespace mb {

EpochMilliseconds host_time();

}  // namespace mb
