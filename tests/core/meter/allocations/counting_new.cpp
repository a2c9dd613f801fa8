// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/meter/allocations/counting_new.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> count{0};
std::atomic<std::size_t> bytes_taken{0};

void* counted(std::size_t bytes, std::size_t alignment) {
    ++count;
    bytes_taken += bytes;
    std::size_t const whole = (bytes + alignment - 1) / alignment * alignment;
    if (void* p = std::aligned_alloc(alignment, whole == 0 ? alignment : whole)) return p;
    throw std::bad_alloc();
}

}  // namespace

namespace mb::test {
std::size_t allocations() { return count; }
std::size_t allocated_bytes() { return bytes_taken; }
}  // namespace mb::test

// The array and nothrow forms of the standard library call these.
void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return counted(bytes, static_cast<std::size_t>(alignment)); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
