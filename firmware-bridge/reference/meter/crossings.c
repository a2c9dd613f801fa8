/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/crossings.h"

#include <stddef.h>
#include <string.h>

#include "firmware-bridge/reference/meter/fundamental.h"

void rm_crossings_make(rm_crossings* c) { memset(c, 0, sizeof *c); }

/* Two risings further apart than this are not those of one cycle: 24 Hz. */
static rm_moment const longest_cycle = 400 * RM_SAMPLE;

static void emit(rm_crossings* c, rm_crossing x) {
    c->latest = x;
    if (c->count == RM_CROSSING_ROOM) rm_crossings_pop(c);
    c->queue[(c->first + c->count++) % RM_CROSSING_ROOM] = x;
}

static void note_rising(rm_crossings* c, rm_moment at) {
    if (c->rising_count > 0 && at - c->risings[c->rising_count - 1] > longest_cycle) c->rising_count = 0;
    if (c->rising_count == RM_RISINGS) {
        memmove(c->risings, c->risings + 1, sizeof c->risings - sizeof c->risings[0]);
        --c->rising_count;
    }
    c->risings[c->rising_count++] = at;
}

/* Where between y[1] and y[2] the cubic through all four is zero: 0 ... 1. */
static float zero_of(float const y[4]) {
    float const c1 = y[2] - y[1] * 0.5f - y[0] * (1.0f / 3.0f) - y[3] * (1.0f / 6.0f);
    float const c2 = (y[0] + y[2]) * 0.5f - y[1];
    float const c3 = (y[3] - y[0]) * (1.0f / 6.0f) + (y[1] - y[2]) * 0.5f;
    float x = y[1] / (y[1] - y[2]);
    for (int turn = 0; turn < 3; ++turn) {
        float const slope = c1 + x * (2.0f * c2 + x * 3.0f * c3);
        if (slope == 0.0f) break;
        x -= (y[1] + x * (c1 + x * (c2 + x * c3))) / slope;
        if (!(x >= 0.0f)) x = 0.0f;
        if (x > 1.0f) x = 1.0f;
    }
    return x;
}

void rm_crossings_add(rm_crossings* c, float y, int64_t at, float gate, rm_moment half) {
    memmove(c->y, c->y + 1, 3 * sizeof c->y[0]);
    c->y[3] = y;
    if (c->known < 4 && ++c->known < 4) return;
    rm_moment const here = c->now = (at - 2 * RM_DECIMATION) * RM_SAMPLE; /* of y[1] */
    float const size = c->y[1] < 0.0f ? -c->y[1] : c->y[1];
    if (size > c->peak) c->peak = size;

    while (here - c->latest.at > half + half / 4) {
        rm_crossing const reckoned = {c->latest.at + half, !c->latest.rising, false, true};
        emit(c, reckoned);
    }
    bool const rises = c->y[1] < 0.0f && c->y[2] >= 0.0f;
    bool const falls = c->y[1] >= 0.0f && c->y[2] < 0.0f;
    if (!(rises || falls) || c->peak < gate) return;
    rm_moment const zero = here + (rm_moment)(zero_of(c->y) * (float)(RM_DECIMATION * RM_SAMPLE));
    if (zero - c->seen < half / 2) return; /* ripple */
    c->seen = zero;
    c->peak = 0.0f;
    if (rises) note_rising(c, zero);
    rm_moment const since = zero - c->latest.at;
    /* Behind a crossing that was only reckoned, this one may lie anywhere. */
    bool const joined = rises != c->latest.rising && (c->latest.seen || since > half - half / 4);
    emit(c, (rm_crossing){zero, rises, true, joined});
}

rm_crossing const* rm_crossings_peek(rm_crossings const* c, uint32_t skip) {
    return skip < c->count ? &c->queue[(c->first + skip) % RM_CROSSING_ROOM] : NULL;
}

void rm_crossings_pop(rm_crossings* c) {
    c->first = (c->first + 1) % RM_CROSSING_ROOM;
    --c->count;
}

uint32_t rm_crossings_cycles(rm_crossings const* c, uint32_t most, rm_moment* took) {
    if (c->rising_count < 2 || c->now - c->risings[c->rising_count - 1] > longest_cycle) return 0;
    uint32_t const cycles = c->rising_count - 1 < most ? c->rising_count - 1 : most;
    *took = c->risings[c->rising_count - 1] - c->risings[c->rising_count - 1 - cycles];
    return cycles;
}
