// SPDX-License-Identifier: GPL-3.0-or-later
/// The end of everything on a rig: no output, no supply. A guard that goes to zero when it is destroyed, over every path that still exists.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace mb::hil {

class SafeState {
public:
    /// One way to zero, for example "source output off"; tried whatever came of the others.
    struct Path {
        std::string what;
        std::function<Result<void>()> go;
    };

    SafeState() = default;
    ~SafeState() { zero(); }
    SafeState(SafeState const&) = delete;
    SafeState& operator=(SafeState const&) = delete;

    /// Paths are gone in the order in which they were added.
    void add(Path path) { paths_.push_back(std::move(path)); }
    /// From now on zero() has something to do: to be called before anything is energised.
    void engage() { engaged_ = true; }
    bool engaged() const { return engaged_; }

    /// Goes every path, once; "source output off: done; rig at rest: lost …". Empty where nothing was engaged.
    std::string zero();
    /// Every path of the latest zero() was good.
    bool confirmed() const { return confirmed_; }

private:
    std::vector<Path> paths_;
    bool engaged_ = false;
    bool confirmed_ = true;
};

}  // namespace mb::hil
