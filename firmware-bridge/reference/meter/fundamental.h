/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is left of the three phase voltages around 55 Hz: from 9600 Hz by sums of eight with a triangle's weights to 1200 Hz, then 49 taps
 * of a Hann-windowed cosine. Passes 40 to 70 Hz, has little left at 0 and from 100 Hz up. Both filters are symmetrical, so every frequency
 * comes out late by the same time and a zero crossing stays where it is. */
#ifndef RM_FUNDAMENTAL_H
#define RM_FUNDAMENTAL_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/oscillator.h"

#define RM_DECIMATION 8
#define RM_TAPS 49
#define RM_PHASES 3

typedef struct {
    float taps[RM_TAPS];
    int32_t rising[RM_PHASES];  /* weighted sum of the chunk before: 1 ... 8 */
    int32_t next[RM_PHASES];    /* the same of this chunk, still growing */
    int32_t falling[RM_PHASES]; /* 7 ... 0 of this chunk */
    uint32_t in_chunk;
    float line[RM_PHASES][2 * RM_TAPS]; /* everything twice, so that the latest 49 lie side by side */
    uint32_t at;
    uint32_t filled;
} rm_fundamental;

void rm_fundamental_make(rm_fundamental* f, rm_oscillator const* o);

/* One frame of V1 V2 V3 in counts. True with each eighth frame once the filter is full: `out` has the filtered values as they were
 * RM_FILTER_DELAY frames before this one. */
bool rm_fundamental_add(rm_fundamental* f, const int32_t volts[RM_PHASES], float out[RM_PHASES]);

/* The triangle's peak is the last frame of the chunk before: 8 frames ago; then 24 steps of 8. */
#define RM_FILTER_DELAY (RM_DECIMATION + RM_DECIMATION * (RM_TAPS / 2))

#endif
