/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/readings.h"

#include <math.h>
#include <string.h>

#ifndef REFERENCE_BUG
#define REFERENCE_BUG 0
#endif

typedef struct {
    double re, im;
} complex_number;

typedef struct {
    double p, q, s; /* products of counts */
} power;

static double const root3 = 1.7320508075688772935;

static int32_t rounded(double x) {
    if (!(x > -2147483647.0)) return x < 0.0 ? -2147483647 : 0; /* not a number: nothing */
    if (x > 2147483647.0) return 2147483647;
    return (int32_t)(x < 0.0 ? x - 0.5 : x + 0.5);
}

double rm_rms(int64_t sum, rm_moment length) {
    if (sum <= 0 || length <= 0) return 0.0;
    return sqrt((double)sum * (double)RM_SAMPLE / (double)length);
}

/* Root-mean-square phasor of V1 V2 V3 I1 I2 I3 (0 ... 5) in counts; the sine is the real axis. */
static complex_number phasor(const int64_t sum[RM_SUMS], int k, rm_moment length) {
    double const scale = 1.4142135623730950488 * (double)RM_SAMPLE / ((double)length * RM_SINE_ONE);
    return (complex_number){(double)sum[RM_SINE + k] * scale, (double)sum[RM_COSINE + k] * scale};
}

/* Q of the fundamental: the imaginary part of V I*. */
static double reactive(complex_number v, complex_number i) { return v.im * i.re - v.re * i.im; }

static double non_active(double p, double s, double sign) {
    double const square = s * s - p * p;
    double const size = square > 0.0 ? sqrt(square) : 0.0;
    return sign < 0.0 ? -size : size;
}

static power phase_power(const int64_t sum[RM_SUMS], int k, rm_moment length, rm_conventions const* c) {
    power one;
    one.p = (double)sum[RM_POWER + k] * (double)RM_SAMPLE / (double)length;
    one.q = reactive(phasor(sum, k, length), phasor(sum, 3 + k, length));
    one.s = rm_rms(sum[RM_SQUARE + RM_V1 + k], length) * rm_rms(sum[RM_SQUARE + RM_I1 + k], length);
#if REFERENCE_BUG == 1
    if (k == 1) one.q = -one.q;
#endif
    if (c->non_active) one.q = non_active(one.p, one.s, one.q);
    return one;
}

static power total_power(const power phase[3], rm_conventions const* c) {
    power all = {0.0, 0.0, 0.0};
    for (int k = 0; k < 3; ++k) {
        all.p += phase[k].p;
        all.q += phase[k].q;
        all.s += phase[k].s;
    }
    if (c->vector_totals)
        all.s = sqrt(all.p * all.p + all.q * all.q);
    else if (c->non_active)
        all.q = non_active(all.p, all.s, all.q);
    return all;
}

/* Too little Q to tell: below a thousandth of S. */
static int nature(power x) {
    double const size = x.q < 0.0 ? -x.q : x.q;
    if (!(size > 0.001 * x.s)) return 0;
    return (x.p < 0.0) == (x.q < 0.0) ? 2 : 1;
}

static void tell(rm_power* r, power x, rm_conventions const* c) {
    double const watts = 1.0 / ((double)RM_COUNTS_PER_VOLT * RM_COUNTS_PER_AMPERE);
    r->p = rounded(x.p * watts);
    r->q = rounded(x.q * watts);
    r->s = rounded(x.s * watts);
    r->pf_type = nature(x);
    double factor = x.s > 0.0 ? x.p / x.s : 0.0;
    if (c->ieee_sign) {
        double const size = factor < 0.0 ? -factor : factor;
        factor = r->pf_type == 2 ? -size : size;
    }
    r->pf = rounded(1000.0 * factor);
    r->q_lag = r->pf_type == 2 ? r->q : 0;
    r->q_lead = r->pf_type == 1 ? r->q : 0;
}

/* |a + b turned by `turn` thirds + c turned by twice that| / 3. */
static double sequence(const complex_number x[3], int turn) {
    double const h = 0.5 * root3 * turn;
    double const r = turn == 0 ? 1.0 : -0.5;
    double const re = x[0].re + r * (x[1].re + x[2].re) - h * (x[1].im - x[2].im);
    double const im = x[0].im + r * (x[1].im + x[2].im) + h * (x[1].re - x[2].re);
    return sqrt(re * re + im * im) / 3.0;
}

/* In 0.01 %; more than a register holds is told as the most that it holds. */
static int32_t percent(double part, double whole) {
    if (!(whole > 0.0)) return 0;
    int32_t const hundredths = rounded(1e4 * part / whole);
    return hundredths < 65535 ? hundredths : 65535;
}

static void tell_sequences(const complex_number x[3], rm_conventions const* c, double scale, int32_t* dir, int32_t* inv, int32_t* hom,
                           int32_t* nb) {
    int const forward = c->turns_back ? -1 : 1;
    double const positive = sequence(x, forward);
    double const negative = sequence(x, -forward);
    *dir = rounded(positive * scale);
    *inv = rounded(negative * scale);
    if (hom != NULL) *hom = rounded(sequence(x, 0) * scale);
    *nb = percent(negative, positive);
}

static int32_t furthest(double const x[3]) {
    double const mean = (x[0] + x[1] + x[2]) / 3.0;
    double worst = 0.0;
    for (int k = 0; k < 3; ++k) {
        double const away = x[k] < mean ? mean - x[k] : x[k] - mean;
        if (away > worst) worst = away;
    }
    return percent(worst, mean);
}

void rm_readings_make(rm_readings* r, rm_window const* w, rm_conventions const* c) {
    double const centivolts = 100.0 / RM_COUNTS_PER_VOLT;
    double const milliamperes = 1000.0 / RM_COUNTS_PER_AMPERE;
    rm_moment const length = w->end - w->begin;
    double rms[RM_CHANNELS];
    for (int k = 0; k < RM_CHANNELS; ++k) rms[k] = rm_rms(w->sum[RM_SQUARE + k], length);

    memset(r, 0, sizeof *r);
    r->there = true;
    r->end = w->end;
    r->f = rounded(1000.0 * w->frequency);
    for (int k = 0; k < 3; ++k) {
        r->v[k] = rounded(rms[RM_V1 + k] * centivolts);
        r->u[k] = rounded(rms[RM_U12 + k] * centivolts);
    }
    r->vn = rounded(rms[RM_VN] * centivolts);
    for (int k = 0; k < 4; ++k) r->i[k] = rounded(rms[RM_I1 + k] * milliamperes);
    r->v_sys = rounded((rms[RM_V1] + rms[RM_V2] + rms[RM_V3]) / 3.0 * centivolts);
    r->u_sys = rounded((rms[RM_U12] + rms[RM_U23] + rms[RM_U31]) / 3.0 * centivolts);
    r->i_sys = rounded((rms[RM_I1] + rms[RM_I2] + rms[RM_I3]) / 3.0 * milliamperes);

    complex_number v[3];
    complex_number u[3];
    complex_number i[3];
    for (int k = 0; k < 3; ++k) {
        v[k] = phasor(w->sum, k, length);
        i[k] = phasor(w->sum, 3 + k, length);
    }
    for (int k = 0; k < 3; ++k) {
        complex_number const next = v[(k + 1) % 3];
        u[k] = (complex_number){v[k].re - next.re, v[k].im - next.im};
    }
    tell_sequences(v, c, centivolts, &r->v_dir, &r->v_inv, &r->v_hom, &r->v_nb);
    tell_sequences(u, c, centivolts, &r->u_dir, &r->u_inv, NULL, &r->u_nb);
    tell_sequences(i, c, milliamperes, &r->i_dir, &r->i_inv, &r->i_hom, &r->i_nb);
    r->v_nba = furthest(rms + RM_V1);
    r->u_nba = furthest(rms + RM_U12);
    r->i_nba = furthest(rms + RM_I1);

    power phase[3];
    for (int k = 0; k < 3; ++k) {
        phase[k] = phase_power(w->sum, k, length, c);
        tell(&r->phase[k], phase[k], c);
    }
    tell(&r->total, total_power(phase, c), c);
    r->total.q_lag = r->phase[0].q_lag + r->phase[1].q_lag + r->phase[2].q_lag;
    r->total.q_lead = r->phase[0].q_lead + r->phase[1].q_lead + r->phase[2].q_lead;
}

void rm_work_of(rm_work* work, const int64_t sum[RM_SUMS], rm_moment length, rm_conventions const* c) {
    power phase[3];
    for (int k = 0; k < 3; ++k) phase[k] = phase_power(sum, k, length, c);
    power const all = total_power(phase, c);
    double const samples = (double)length / (double)RM_SAMPLE;
    double const q = all.q * samples;
    work->active = sum[RM_POWER] + sum[RM_POWER + 1] + sum[RM_POWER + 2]; /* exact */
    work->reactive = (int64_t)(q < 0.0 ? q - 0.5 : q + 0.5);
    work->apparent = (int64_t)(all.s * samples + 0.5);
}
