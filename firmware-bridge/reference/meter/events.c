/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/events.h"

#include <string.h>

#ifndef REFERENCE_BUG
#define REFERENCE_BUG 0
#endif

enum { ALL_VOLTAGES = 0x03F, PHASE_CURRENTS = 0x1C0 };

void rm_events_nominal(rm_events* e, double voltage, double current) {
    for (int c = 0; c < RM_EVENT_CHANNELS; ++c)
        e->reference[c] = c < RM_U12 ? voltage : c < RM_I1 ? voltage * 1.7320508075688772935 : current;
}

static uint16_t judged(int kind) { return kind == RM_INRUSH ? PHASE_CURRENTS : ALL_VOLTAGES; }
static bool is_high(int kind) { return kind == RM_SWELL || kind == RM_INRUSH; }

/* Which of `of` are beyond a share of their references. */
static uint16_t beyond(rm_events const* e, int kind, double const* reference, double share, uint16_t of) {
    uint16_t lines = 0;
    for (int c = 0; c < RM_EVENT_CHANNELS; ++c) {
        if (((of & e->known) >> c & 1) == 0) continue;
        double const limit = reference[c] * share;
        if (is_high(kind) ? e->rms[c] > limit : e->rms[c] < limit) lines = (uint16_t)(lines | 1u << c);
    }
    return lines;
}

static void begin_event(rm_events const* e, rm_event* x, int kind, uint16_t lines, rm_moment begin, rm_moment end) {
    memset(x, 0, sizeof *x);
    x->any = x->active = true;
    x->kind = kind;
    x->start = e->stamp_ends ? end : begin;
    x->lines = x->start_lines = lines;
    x->limit = e->limit[kind - 1];
    memcpy(x->reference, e->reference, sizeof x->reference);
    memcpy(x->extreme, e->rms, sizeof x->extreme);
    x->first_lines_until = end + (end - begin); /* channels report one after the other */
}

static void follow(rm_events const* e, rm_event* x, int channel, rm_moment end) {
    double const rms = e->rms[channel];
    bool const highest = channel >= RM_I1 || x->kind == RM_SWELL;
    if (highest ? rms > x->extreme[channel] : rms < x->extreme[channel]) x->extreme[channel] = rms;
    uint16_t const bit = (uint16_t)(1u << channel);
    if ((judged(x->kind) & bit) == 0) return;
    if (beyond(e, x->kind, x->reference, x->limit.threshold, bit) != 0) {
        x->lines |= bit;
        if (end <= x->first_lines_until) x->start_lines |= bit;
    }
    uint16_t const held = beyond(e, x->kind, x->reference, x->limit.release, judged(x->kind));
    bool over = held == 0;
    if (x->kind == RM_INTERRUPTION) over = held != judged(x->kind);
    if (x->kind == RM_INRUSH) over = (held & x->lines) == 0;
#if REFERENCE_BUG == 2
    if (x->kind == RM_DIP) over = false;
#endif
    if (!over || (held & bit) != 0) return;
    x->active = false;
    x->end = end;
    x->end_lines = bit;
}

void rm_events_half_cycle(rm_events* e, int channel, double rms, rm_moment begin, rm_moment end) {
    bool const first = (e->known >> channel & 1) == 0;
    e->rms[channel] = rms;
    e->known = (uint16_t)(e->known | 1u << channel);
    for (int kind = 1; kind <= RM_EVENT_KINDS; ++kind) {
        rm_event* const x = &e->latest[kind - 1];
        if (x->active) {
            if (first) x->extreme[channel] = rms;
            follow(e, x, channel, end);
            continue;
        }
        uint16_t const whole = judged(kind);
        uint16_t const bit = (uint16_t)(1u << channel);
        if ((whole & bit) == 0 || beyond(e, kind, e->reference, e->limit[kind - 1].threshold, bit) == 0) continue;
        uint16_t const lines = beyond(e, kind, e->reference, e->limit[kind - 1].threshold, kind == RM_INTERRUPTION ? whole : bit);
        if (kind == RM_INTERRUPTION && lines != whole) continue;
        begin_event(e, x, kind, lines, begin, end);
    }
}

bool rm_events_active(rm_events const* e) {
    for (int kind = 0; kind < RM_EVENT_KINDS; ++kind)
        if (e->latest[kind].active) return true;
    return false;
}
