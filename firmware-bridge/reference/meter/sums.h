/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running sums of products of samples, exact in 64 bits. The integral between two moments is the difference of two readings of a sum, by
 * the trapezoidal rule with a part of an interval at either end (IEC 61000-4-30: windows end at zero crossings, not at samples). Sums wrap;
 * a difference is right as long as the window is shorter than a minute. */
#ifndef RM_SUMS_H
#define RM_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/oscillator.h"
#include "firmware-bridge/reference/meter/scale.h"

/* Channels that are measured, in the order of the registers of events; then the neutral to earth. */
enum { RM_V1, RM_V2, RM_V3, RM_U12, RM_U23, RM_U31, RM_I1, RM_I2, RM_I3, RM_IN, RM_EVENT_CHANNELS, RM_VN = RM_EVENT_CHANNELS, RM_CHANNELS };

/* The sums: squares of the channels; V I of the three phases; V1 V2 V3 I1 I2 I3 times the cosine and the sine that turn with the cycle of
 * V1. */
enum { RM_SQUARE = 0, RM_POWER = RM_SQUARE + RM_CHANNELS, RM_COSINE = RM_POWER + 3, RM_SINE = RM_COSINE + 6, RM_SUMS = RM_SINE + 6 };

typedef struct {
    uint64_t sum[RM_SUMS];   /* of the frames before the latest */
    int64_t before[RM_SUMS]; /* products of the frame before the latest */
    int64_t here[RM_SUMS];   /* and of the latest */
} rm_sums;

typedef struct {
    rm_moment at;
    uint64_t sum[RM_SUMS];
} rm_edge;

/* The products of a frame, with the cosine and the sine of its phase. */
void rm_sums_frame(rm_sums* s, const int32_t channel[RM_CHANNELS], int32_t cosine, int32_t sine);
/* Sum `k` up to a moment between the frame before and the latest; after: since the frame before, 0 ... RM_SAMPLE. */
uint64_t rm_sums_until(rm_sums const* s, int k, rm_moment after);
/* Takes the latest frame in. */
void rm_sums_advance(rm_sums* s);

#endif
