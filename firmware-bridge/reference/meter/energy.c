/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/energy.h"

#include <string.h>

#ifndef REFERENCE_BUG
#define REFERENCE_BUG 0
#endif

int64_t rm_counted(rm_work const* work, int energy) {
    int64_t const p = work->active;
    int64_t const q = work->reactive;
    int64_t const drawn = q > 0 ? q : 0;
    int64_t const given = q < 0 ? -q : 0;
    switch (energy) {
        case RM_EA_POS:
            return p > 0 ? p : 0;
        case RM_EA_NEG:
            return p < 0 ? -p : 0;
        case RM_ER_POS:
            return drawn;
        case RM_ER_NEG:
            return given;
        case RM_EAP:
            return work->apparent > 0 ? work->apparent : 0;
        case RM_ER_POS_LAG:
            return p >= 0 ? drawn : 0;
        case RM_ER_POS_LEAD:
            return p < 0 ? drawn : 0;
        case RM_ER_NEG_LAG:
            return p < 0 ? given : 0;
        case RM_ER_NEG_LEAD:
            return p >= 0 ? given : 0;
        default:
            return 0;
    }
}

void rm_count_add(rm_count* count, int64_t work) {
    int64_t const all = count->rest + work;
    count->tenths += (uint64_t)(all / RM_TENTH_WATT_HOUR);
    count->rest = all % RM_TENTH_WATT_HOUR;
#if REFERENCE_BUG == 3
    if (all >= RM_TENTH_WATT_HOUR) count->rest = 0;
#endif
}

void rm_energies_add(rm_energies* e, rm_work const* work) {
    for (int k = 0; k < RM_ENERGIES; ++k) rm_count_add(&e->total[k], rm_counted(work, k));
    for (int k = 0; k < RM_PARTIALS; ++k) rm_count_add(&e->partial[k], rm_counted(work, k));
}

void rm_energies_reset_partial(rm_energies* e, uint32_t date) {
    memcpy(e->last, e->partial, sizeof e->last);
    memset(e->partial, 0, sizeof e->partial);
    e->last_date = date;
}
