/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Swells, dips, interruptions and overcurrents from the rms values of each half cycle over a cycle (IEC 61000-4-30: Urms(1/2)). Each kind
 * is judged by itself; of each the latest event is kept. Start: of the first cycle beyond the threshold; end: of the cycle that ended it.
 */
#ifndef RM_EVENTS_H
#define RM_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/sums.h"

enum { RM_SWELL = 1, RM_DIP = 2, RM_INTERRUPTION = 3, RM_INRUSH = 4, RM_EVENT_KINDS = 4 };

typedef struct {
    double threshold, release; /* shares of the reference */
} rm_limit;

typedef struct {
    bool any;    /* there was one */
    bool active; /* it still lasts */
    int kind;
    rm_moment start, end;
    uint16_t lines, start_lines, end_lines; /* channels beyond the threshold: ever, at first, last to come back */
    rm_limit limit;
    double reference[RM_EVENT_CHANNELS]; /* [V] [A] */
    double extreme[RM_EVENT_CHANNELS];   /* voltages: the lowest, of a swell the highest; currents: the highest */
    rm_moment first_lines_until;
} rm_event;

typedef struct {
    rm_limit limit[RM_EVENT_KINDS]; /* by kind - 1 */
    double reference[RM_EVENT_CHANNELS];
    bool stamp_ends; /* start is the end of the first cycle, not its begin */
    double rms[RM_EVENT_CHANNELS];
    uint16_t known;
    rm_event latest[RM_EVENT_KINDS];
} rm_events;

/* voltage: nominal, to neutral [V]; current: rated [A]. Applies to what begins from now on. */
void rm_events_nominal(rm_events* e, double voltage, double current);
/* A channel's rms over a cycle [V] [A]; in the order of `end`. */
void rm_events_half_cycle(rm_events* e, int channel, double rms, rm_moment begin, rm_moment end);
bool rm_events_active(rm_events const* e);

#endif
