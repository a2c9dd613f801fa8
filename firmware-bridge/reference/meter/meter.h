/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The meter: samples in, registers out. It allocates nothing, asks no clock and calls nothing of an operating system; all of its state is
 * in one structure. A port calls, from one thread or with interrupts held off:
 *
 *     rm_meter_power_up   once
 *     rm_meter_feed       with each frame of the converters, 9600 a second
 *     rm_meter_line       with what arrived on the serial line; what it returns is sent
 *     rm_meter_pulse, rm_meter_leds, ...   as wanted
 */
#ifndef RM_METER_H
#define RM_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/clock.h"
#include "firmware-bridge/reference/meter/crossings.h"
#include "firmware-bridge/reference/meter/display.h"
#include "firmware-bridge/reference/meter/energy.h"
#include "firmware-bridge/reference/meter/events.h"
#include "firmware-bridge/reference/meter/flash.h"
#include "firmware-bridge/reference/meter/fundamental.h"
#include "firmware-bridge/reference/meter/line.h"
#include "firmware-bridge/reference/meter/oscillator.h"
#include "firmware-bridge/reference/meter/pulses.h"
#include "firmware-bridge/reference/meter/readings.h"
#include "firmware-bridge/reference/meter/settings.h"
#include "firmware-bridge/reference/meter/sums.h"

/* How many frames the sums run behind the converters: the filter of the fundamental, the wait for a crossing that does not come, and a
 * cycle of 40 Hz, so that a cycle's length is known when it begins. */
#define RM_LATE 512

#define RM_VOLTAGES 6
/* Frames between two records of the energies: six hours, so that flash that bears 10 000 erases lasts for 13 years. */
#define RM_STORE_EVERY ((int64_t)6 * 3600 * RM_RATE)

enum { RM_LED_RUN = 1, RM_LED_PULSE = 2, RM_LED_ALARM = 4 };

typedef struct rm_meter {
    /* Samples. */
    int32_t delayed[RM_LATE][RM_INPUTS];
    uint32_t delayed_at;
    int64_t fed;    /* frames since power-on */
    int64_t summed; /* of these, taken by the sums */
    rm_oscillator oscillator;
    rm_fundamental fundamental;
    rm_crossings crossings[RM_VOLTAGES];
    rm_moment half; /* half a cycle of the network as far as is known */
    float gate;     /* filtered values below are no voltage */
    /* Cycles of V1 and what runs with them. */
    rm_sums sums;
    uint32_t phase, phase_step;
    rm_edge cycle; /* where the running cycle began */
    rm_edge window;
    uint32_t window_cycles; /* of the running window */
    bool window_runs, window_seen;
    struct {
        rm_moment at[2];
        uint64_t sum[2];
        uint32_t count;
    } halves[RM_EVENT_CHANNELS];
    /* What is told. */
    rm_conventions conventions;
    rm_readings readings;
    rm_events events;
    rm_energies energies;
    rm_pulses pulses;
    uint32_t pulse_energy; /* that it counts */
    rm_clock clock;
    /* What is kept. */
    rm_flash flash;
    uint32_t settings[RM_SETTINGS];
    uint32_t stored_settings[RM_SETTINGS];
    int64_t stored_at; /* frame of the latest record */
    /* The line, its lock, inputs and outputs, the screen. */
    rm_line line;
    int64_t lock_closes; /* frame; 0: closed */
    uint32_t inputs, outputs;
    rm_display display;
} rm_meter;

typedef struct {
    double voltage, current; /* nominal [V, L-N] [A] */
    bool sixty_hertz;
} rm_nominal;

/* Powers the meter up with what its flash holds; the nominal values are for a flash that holds nothing. */
void rm_meter_power_up(rm_meter* m, rm_nominal const* nominal, rm_flash const* flash);
void rm_meter_feed(rm_meter* m, const int32_t counts[RM_INPUTS]);
/* Bytes that arrived now; returns how many bytes of replies are in `out` (room: RM_LINE_ROOM). */
size_t rm_meter_line(rm_meter* m, uint8_t const* in, size_t size, uint8_t out[RM_LINE_ROOM]);

bool rm_meter_pulse(rm_meter* m, rm_moment* at);
uint32_t rm_meter_leds(rm_meter const* m);
/* Power is about to fail, or a command says so: writes what must not be lost. */
bool rm_meter_store(rm_meter* m);

/* For the registers. */
static inline rm_moment rm_meter_now(rm_meter const* m) { return m->fed * RM_SAMPLE; }
/* The settings changed: makes them count. */
void rm_meter_apply(rm_meter* m);

#endif
