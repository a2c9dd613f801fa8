/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calendar: 2000 to 2099, no time zones. The clock counts samples; it runs from 2000-01-01 until it is set. */
#ifndef RM_CLOCK_H
#define RM_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/scale.h"

typedef struct {
    uint16_t day, month, year, hour, minute, second; /* in the order of the registers */
} rm_date;

typedef struct {
    int64_t at_start; /* milliseconds since 2000 at power-on */
    bool set;
} rm_clock;

bool rm_clock_set(rm_clock* c, rm_date const* date, rm_moment now); /* false: no such date */
uint64_t rm_clock_milliseconds(rm_clock const* c, rm_moment at);    /* since 2000, to the nearest */
uint32_t rm_clock_seconds(rm_clock const* c, rm_moment at);         /* since 2000; 0 until the clock is set */
void rm_clock_date(rm_clock const* c, rm_moment at, rm_date* date);

#endif
