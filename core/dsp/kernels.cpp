// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/kernels.hpp"

namespace mb::dsp {
namespace {

namespace plain {
#include "core/dsp/kernels.inc"
}

// Clang has no such pragma; it is used for fuzzing only.
#if defined(__x86_64__) && !defined(__clang__)
#define MB_WIDE_VECTORS
#pragma GCC push_options
#pragma GCC target("avx2")
namespace wide {
#include "core/dsp/kernels.inc"
}
#pragma GCC pop_options
#endif

}  // namespace

Kernels const& kernels([[maybe_unused]] Vectors vectors) {
#ifdef MB_WIDE_VECTORS
    if (vectors == Vectors::automatic && __builtin_cpu_supports("avx2")) return wide::kTable;
#endif
    return plain::kTable;
}

}  // namespace mb::dsp
