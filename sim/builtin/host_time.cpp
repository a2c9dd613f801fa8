// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/host_time.hpp"

namespace mb {

EpochMilliseconds host_time() {
    using namespace std::chrono;
    return epoch_milliseconds(floor<milliseconds>(system_clock::now()));
}

}  // namespace mb
