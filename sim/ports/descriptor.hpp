// SPDX-License-Identifier: GPL-3.0-or-later
/// A file descriptor that is closed with its owner.
#pragma once

#include <unistd.h>

#include <utility>

namespace mb {

class Descriptor {
public:
    explicit Descriptor(int handle = -1) : handle_(handle) {}
    ~Descriptor() {
        if (handle_ >= 0) ::close(handle_);
    }
    Descriptor(Descriptor&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    int get() const { return handle_; }

private:
    int handle_;
};

}  // namespace mb
