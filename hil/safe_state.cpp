// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/safe_state.hpp"

namespace mb::hil {

std::string SafeState::zero() {
    if (!engaged_) return {};
    engaged_ = false;
    confirmed_ = true;
    std::string told;
    for (Path const& path : paths_) {
        auto const gone = path.go();
        confirmed_ = confirmed_ && gone;
        told += fmt::format("{}{}: {}", told.empty() ? "" : "; ", path.what, gone ? "done" : "NOT CONFIRMED, " + gone.error().sentence);
    }
    return told;
}

}  // namespace mb::hil
