/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/oscillator.h"

void rm_oscillator_make(rm_oscillator* o) {
    double const turn_cos = 0.99998117528260142657; /* of 2 pi / 1024 */
    double const turn_sin = 0.0061358846491544753597;
    double c = 1.0;
    double s = 0.0;
    for (int i = 0; i <= RM_SINE_STEPS; ++i) {
        double const scaled = s * RM_SINE_ONE;
        o->sine[i] = (int32_t)(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5);
        double const next = c * turn_cos - s * turn_sin;
        s = s * turn_cos + c * turn_sin;
        c = next;
    }
}
