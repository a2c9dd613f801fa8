/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a window of ten (at 60 Hz twelve) cycles tells, in the units of the registers. */
#ifndef RM_READINGS_H
#define RM_READINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/sums.h"

/* Integrals over a window. */
typedef struct {
    rm_moment begin, end;
    int64_t sum[RM_SUMS];
    double frequency; /* [Hz]; 0: there is no voltage to tell it */
} rm_window;

/* How powers are told; registers of the same names (cfg_meas, own). */
typedef struct {
    bool vector_totals; /* S of the load from P and Q, not the sum of the phases */
    bool non_active;    /* Q = sqrt(S2 - P2) with the sign of the fundamental's Q; else Q of the fundamental */
    bool ieee_sign;     /* PF negative where the current lags */
    bool turns_back;    /* V1 V3 V2 is the right rotation */
} rm_conventions;

typedef struct {
    int32_t p, q, s, q_lag, q_lead; /* [W] [var] [VA] */
    int32_t pf;                     /* [0.001] */
    int32_t pf_type;                /* 0 none, 1 leading, 2 lagging */
} rm_power;

typedef struct {
    bool there;
    rm_moment end;
    int32_t f;                                                      /* [mHz] */
    int32_t v[3], u[3], vn;                                         /* [0.01 V] */
    int32_t i[4];                                                   /* I1 I2 I3 In [mA] */
    int32_t v_sys, u_sys, i_sys;                                    /* means */
    int32_t v_dir, v_inv, v_hom, u_dir, u_inv, i_dir, i_inv, i_hom; /* sequences of the fundamental */
    int32_t v_nb, u_nb, i_nb;                                       /* negative over positive [0.01 %] */
    int32_t v_nba, u_nba, i_nba;                                    /* furthest from the mean [0.01 %] */
    rm_power phase[3], total;
} rm_readings;

void rm_readings_make(rm_readings* r, rm_window const* w, rm_conventions const* c);

/* Of one cycle or window, as products of counts summed over samples (RM_TENTH_WATT_HOUR): active, reactive, apparent energy of the load. */
typedef struct {
    int64_t active, reactive, apparent;
} rm_work;
void rm_work_of(rm_work* work, const int64_t sum[RM_SUMS], rm_moment length, rm_conventions const* c);

/* Root of the mean square of a sum in counts. */
double rm_rms(int64_t sum, rm_moment length);

#endif
