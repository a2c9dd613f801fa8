// SPDX-License-Identifier: GPL-3.0-or-later
/// Replaces operator new of the program that links it by one that counts. A file of its own, so that the compiler does not take new and
/// free for a mismatched pair.
#pragma once

#include <cstddef>

namespace mb::test {

/// Since the program's start, of all threads.
std::size_t allocations();
/// The same, of what was asked for; what was given back counts.
std::size_t allocated_bytes();

}  // namespace mb::test
