/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/sums.h"

void rm_sums_frame(rm_sums* s, const int32_t x[RM_CHANNELS], int32_t cosine, int32_t sine) {
    int64_t* const p = s->here;
    for (int c = 0; c < RM_CHANNELS; ++c) p[RM_SQUARE + c] = (int64_t)x[c] * x[c];
    for (int k = 0; k < 3; ++k) {
        p[RM_POWER + k] = (int64_t)x[RM_V1 + k] * x[RM_I1 + k];
        p[RM_COSINE + k] = (int64_t)x[RM_V1 + k] * cosine;
        p[RM_COSINE + 3 + k] = (int64_t)x[RM_I1 + k] * cosine;
        p[RM_SINE + k] = (int64_t)x[RM_V1 + k] * sine;
        p[RM_SINE + 3 + k] = (int64_t)x[RM_I1 + k] * sine;
    }
}

/* The sum of all frames counts each interval with both of its ends by half, but for half of the latest product in it. Between two frames
 * the product runs straight. The part is rounded to 1/4096 of an interval, which keeps the products within 64 bits. */
uint64_t rm_sums_until(rm_sums const* s, int k, rm_moment after) {
    int64_t const part = after >> 4;
    int64_t const rise = s->here[k] - s->before[k];
    int64_t const straight = part * s->before[k] + ((part * part) >> 13) * rise;
    return s->sum[k] - (uint64_t)(s->before[k] / 2) + (uint64_t)(straight / 4096);
}

void rm_sums_advance(rm_sums* s) {
    for (int k = 0; k < RM_SUMS; ++k) {
        s->sum[k] += (uint64_t)s->here[k];
        s->before[k] = s->here[k];
    }
}
