/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/clock.h"

static unsigned days_of_year(unsigned year) { return year % 4 == 0 ? 366 : 365; } /* right from 1901 to 2099 */

static unsigned days_of_month(unsigned month, unsigned year) {
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year % 4 == 0 ? 29 : days[month - 1];
}

static int64_t elapsed(rm_moment at) {
    rm_moment const second = RM_RATE * RM_SAMPLE;
    return at / second * 1000 + (at % second * 1000 + second / 2) / second;
}

bool rm_clock_set(rm_clock* c, rm_date const* d, rm_moment now) {
    if (d->year < 2000 || d->year > 2099 || d->month < 1 || d->month > 12 || d->day < 1) return false;
    if (d->day > days_of_month(d->month, d->year) || d->hour > 23 || d->minute > 59 || d->second > 59) return false;
    int64_t days = d->day - 1;
    for (unsigned y = 2000; y < d->year; ++y) days += days_of_year(y);
    for (unsigned m = 1; m < d->month; ++m) days += days_of_month(m, d->year);
    int64_t const seconds = ((days * 24 + d->hour) * 60 + d->minute) * 60 + d->second;
    c->at_start = seconds * 1000 - elapsed(now);
    c->set = true;
    return true;
}

uint64_t rm_clock_milliseconds(rm_clock const* c, rm_moment at) {
    int64_t const ms = c->at_start + elapsed(at);
    return ms > 0 ? (uint64_t)ms : 0;
}

uint32_t rm_clock_seconds(rm_clock const* c, rm_moment at) { return c->set ? (uint32_t)(rm_clock_milliseconds(c, at) / 1000) : 0; }

void rm_clock_date(rm_clock const* c, rm_moment at, rm_date* d) {
    uint64_t const seconds = rm_clock_milliseconds(c, at) / 1000;
    unsigned days = (unsigned)(seconds / 86400);
    unsigned const rest = (unsigned)(seconds % 86400);
    unsigned year = 2000;
    unsigned month = 1;
    for (; days >= days_of_year(year); ++year) days -= days_of_year(year);
    for (; days >= days_of_month(month, year); ++month) days -= days_of_month(month, year);
    *d = (rm_date){(uint16_t)(days + 1),       (uint16_t)month,      (uint16_t)year, (uint16_t)(rest / 3600),
                   (uint16_t)(rest / 60 % 60), (uint16_t)(rest % 60)};
}
