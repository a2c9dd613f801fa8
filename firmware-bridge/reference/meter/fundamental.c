/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/fundamental.h"

#include <string.h>

void rm_fundamental_make(rm_fundamental* f, rm_oscillator const* o) {
    memset(f, 0, sizeof *f);
    double const turn = 4294967296.0;
    for (int i = 0; i < RM_TAPS; ++i) {
        int const n = i < RM_TAPS / 2 ? RM_TAPS / 2 - i : i - RM_TAPS / 2; /* from the middle */
        double const hann = 0.5 + 0.5 * rm_cosine(o, (uint32_t)(turn * n / (RM_TAPS + 1))) / RM_SINE_ONE;
        double const carrier = (double)rm_cosine(o, (uint32_t)(turn * ((n * 55) % 1200) / 1200.0)) / RM_SINE_ONE;
        f->taps[i] = (float)(hann * carrier);
    }
}

bool rm_fundamental_add(rm_fundamental* f, const int32_t volts[RM_PHASES], float out[RM_PHASES]) {
    int32_t const up = (int32_t)f->in_chunk + 1;
    int32_t const down = RM_DECIMATION - up;
    for (int p = 0; p < RM_PHASES; ++p) {
        f->next[p] += up * volts[p];
        f->falling[p] += down * volts[p];
    }
    if (++f->in_chunk < RM_DECIMATION) return false;
    f->in_chunk = 0;
    for (int p = 0; p < RM_PHASES; ++p) {
        float const sum = (float)(f->rising[p] + f->falling[p]) * (1.0f / (RM_DECIMATION * RM_DECIMATION));
        f->line[p][f->at] = sum;
        f->line[p][f->at + RM_TAPS] = sum;
        f->rising[p] = f->next[p];
        f->next[p] = 0;
        f->falling[p] = 0;
    }
    f->at = f->at + 1 == RM_TAPS ? 0 : f->at + 1;
    if (f->filled <= RM_TAPS) {
        ++f->filled;
        return false;
    }
    for (int p = 0; p < RM_PHASES; ++p) {
        float const* const line = f->line[p] + f->at; /* oldest first */
        float sum = 0.0f;
        for (int i = 0; i < RM_TAPS; ++i) sum += f->taps[i] * line[i];
        out[p] = sum;
    }
    return true;
}
