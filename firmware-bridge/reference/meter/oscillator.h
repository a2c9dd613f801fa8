/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sine and cosine in whole numbers: a table of 1024 steps a turn and straight lines between them (error below 5e-6). */
#ifndef RM_OSCILLATOR_H
#define RM_OSCILLATOR_H

#include <stdint.h>

#define RM_SINE_STEPS 1024
#define RM_SINE_ONE (1 << 22) /* what 1.0 is */

typedef struct {
    int32_t sine[RM_SINE_STEPS + 1];
} rm_oscillator;

/* Fills the table by turning a vector, with nothing from a mathematics library: the same numbers on every processor. */
void rm_oscillator_make(rm_oscillator* o);

/* phase: of a turn, in 1/2^32. */
static inline int32_t rm_sine(rm_oscillator const* o, uint32_t phase) {
    uint32_t const step = phase >> 22;
    int32_t const between = (int32_t)((phase >> 12) & 1023u);
    int32_t const low = o->sine[step];
    return low + (((o->sine[step + 1] - low) * between) >> 10);
}
static inline int32_t rm_cosine(rm_oscillator const* o, uint32_t phase) { return rm_sine(o, phase + 0x40000000u); }

#endif
