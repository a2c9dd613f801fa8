/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Zero crossings of one filtered voltage. Where the voltage is gone the crossings go on at the pace of the network, so that a half cycle of
 * nothing is measured like any other. */
#ifndef RM_CROSSINGS_H
#define RM_CROSSINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/scale.h"

typedef struct {
    rm_moment at;
    bool rising;
    bool seen;   /* it was there; else it was reckoned from the one before */
    bool joined; /* half a cycle after the one before; false: the count of cycles begins anew here */
} rm_crossing;

#define RM_CROSSING_ROOM 16 /* more than may wait: the longest wait is 512 frames, 3.7 cycles of 69 Hz */
#define RM_RISINGS 13

typedef struct {
    float y[4];
    uint32_t known;     /* of y */
    float peak;         /* since the latest crossing that was there */
    rm_moment now;      /* place of the filtered values that are known */
    rm_moment seen;     /* the latest crossing that was there */
    rm_crossing latest; /* the latest one given, there or reckoned */
    rm_crossing queue[RM_CROSSING_ROOM];
    uint32_t first, count;
    rm_moment risings[RM_RISINGS]; /* the latest that were there without a break, newest last */
    uint32_t rising_count;
} rm_crossings;

/* half: of a cycle. */
void rm_crossings_make(rm_crossings* c);

/* The next filtered value, RM_DECIMATION frames after the one before; `at`: its place in frames. gate: a swing that stays below is no
 * voltage. half: half a cycle of the network as far as is known. */
void rm_crossings_add(rm_crossings* c, float y, int64_t at, float gate, rm_moment half);

/* The oldest crossing that waits; NULL: none. `skip`: the one after so many. */
rm_crossing const* rm_crossings_peek(rm_crossings const* c, uint32_t skip);
void rm_crossings_pop(rm_crossings* c);

/* Cycles and how long they took together, of the latest `most` cycles that were there; 0: there is no voltage. */
uint32_t rm_crossings_cycles(rm_crossings const* c, uint32_t most, rm_moment* took);

#endif
