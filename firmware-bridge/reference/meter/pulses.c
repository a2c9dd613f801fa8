/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/pulses.h"

#include <string.h>

void rm_pulses_make(rm_pulses* p, uint64_t weight) {
    memset(p, 0, sizeof *p);
    p->weight = weight == 0 ? 1 : weight;
    p->latest_fetched = -RM_PULSE_LENGTH;
}

void rm_pulses_add(rm_pulses* p, int64_t work, rm_moment begin, rm_moment end) {
    if (work <= 0) return;
    double const tenth = (double)RM_TENTH_WATT_HOUR;
    double const step = (double)p->weight * tenth;
    double missing = step - (double)p->since.tenths * tenth - (double)p->since.rest;
    rm_count_add(&p->since, work);
    double const moments = (double)(end - begin) / (double)work;
    for (; p->since.tenths >= p->weight; p->since.tenths -= p->weight) {
        rm_moment at = begin + (rm_moment)(missing * moments + 0.5);
        if (at > end) at = end;
        ++p->count;
        missing += step;
        if (p->waiting == RM_PULSE_ROOM) {
            p->lost = true;
            p->first = (p->first + 1) % RM_PULSE_ROOM;
            --p->waiting;
        }
        p->queue[(p->first + p->waiting++) % RM_PULSE_ROOM] = at + RM_PULSE_LATENCY;
    }
}

bool rm_pulses_next(rm_pulses* p, rm_moment now, rm_moment* at) {
    if (p->waiting == 0 || p->queue[p->first] > now) return false;
    *at = p->latest_fetched = p->queue[p->first];
    p->first = (p->first + 1) % RM_PULSE_ROOM;
    --p->waiting;
    return true;
}

bool rm_pulses_lit(rm_pulses const* p, rm_moment now) {
    if (now >= p->latest_fetched && now - p->latest_fetched < RM_PULSE_LENGTH) return true;
    for (uint32_t k = 0; k < p->waiting; ++k) {
        rm_moment const at = p->queue[(p->first + k) % RM_PULSE_ROOM];
        if (at > now) return false;
        if (now - at < RM_PULSE_LENGTH) return true;
    }
    return false;
}
