/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pulses of an energy: one each time that it passes a multiple of the weight. What a cycle held is known only after the cycle, so the
 * output runs RM_PULSE_LATENCY behind the terminals; within the cycle the power counts as constant and the pulse stands where the energy
 * passes. */
#ifndef RM_PULSES_H
#define RM_PULSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/energy.h"

/* The meter looks at its samples 512 frames late; a cycle of 40 Hz has 240; 16 for the block in which the pulse begins. */
#define RM_PULSE_LATENCY (768 * RM_SAMPLE)
#define RM_PULSE_LENGTH (48 * RM_SAMPLE) /* 5 ms */
#define RM_PULSE_ROOM 256

typedef struct {
    uint64_t weight; /* [0.1 Wh] */
    rm_count since;  /* energy since the latest pulse */
    uint64_t count;  /* pulses since the output was set up */
    bool lost;       /* some were not fetched in time; they count all the same */
    rm_moment queue[RM_PULSE_ROOM];
    uint32_t first, waiting;
    rm_moment latest_fetched;
} rm_pulses;

void rm_pulses_make(rm_pulses* p, uint64_t weight);
/* Work > 0 between two moments. */
void rm_pulses_add(rm_pulses* p, int64_t work, rm_moment begin, rm_moment end);
/* The next pulse that has begun by `now`. */
bool rm_pulses_next(rm_pulses* p, rm_moment now, rm_moment* at);
/* The level of the output. */
bool rm_pulses_lit(rm_pulses const* p, rm_moment now);

#endif
