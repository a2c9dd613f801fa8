/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Energies in whole numbers: tenths of a watt-hour and a rest in products of counts, so that nothing is lost between the converter and the
 * register, however small the power. */
#ifndef RM_ENERGY_H
#define RM_ENERGY_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/readings.h"

typedef struct {
    uint64_t tenths; /* 0.1 Wh, 0.1 varh, 0.1 VAh */
    int64_t rest;    /* 0 ... RM_TENTH_WATT_HOUR - 1 */
} rm_count;

/* As the registers list them; the partial ones are the first five. Quadrants by the sign of P: lag is inductive. */
enum {
    RM_EA_POS,
    RM_EA_NEG,
    RM_ER_POS,
    RM_ER_NEG,
    RM_EAP,
    RM_ER_POS_LAG,
    RM_ER_NEG_LAG,
    RM_ER_POS_LEAD,
    RM_ER_NEG_LEAD,
    RM_ENERGIES,
    RM_PARTIALS = RM_ER_POS_LAG
};

typedef struct {
    rm_count total[RM_ENERGIES];
    rm_count partial[RM_PARTIALS];
    rm_count last[RM_PARTIALS]; /* partial ones as they were before the latest reset */
    uint32_t last_date;         /* seconds since 2000; 0: never */
} rm_energies;

/* What of the work counts in an energy: never negative. */
int64_t rm_counted(rm_work const* work, int energy);
void rm_count_add(rm_count* count, int64_t work);
void rm_energies_add(rm_energies* e, rm_work const* work);
void rm_energies_reset_partial(rm_energies* e, uint32_t date);

#endif
