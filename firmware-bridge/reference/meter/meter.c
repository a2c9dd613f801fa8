/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/meter.h"

#include <string.h>

/* ---- Settings ---- */

static rm_limit limit(uint32_t threshold, uint32_t back) {
    return (rm_limit){threshold / 100.0, (threshold + (double)(int32_t)back) / 100.0};
}

void rm_meter_apply(rm_meter* m) {
    uint32_t const* const s = m->settings;
    double const volts = s[RM_V_NOM] / 1000.0;
    rm_events_nominal(&m->events, volts, s[RM_I_NOM] / 1000.0);
    m->events.limit[RM_SWELL - 1] = limit(s[RM_SWELL_PERCENT], 0u - s[RM_SWELL_HYST]);
    m->events.limit[RM_DIP - 1] = limit(s[RM_DIP_PERCENT], s[RM_DIP_HYST]);
    m->events.limit[RM_INTERRUPTION - 1] = limit(s[RM_INT_PERCENT], s[RM_INT_HYST]);
    m->events.limit[RM_INRUSH - 1] = limit(s[RM_INRUSH_PERCENT], 0u - s[RM_INRUSH_HYST]);
    m->events.stamp_ends = s[RM_EVENT_STAMP] != 0;
    m->conventions = (rm_conventions){s[RM_POWER_METHOD] != 0, s[RM_REACTIVE_METHOD] != 0, s[RM_PF_CONVENTION] != 0, s[RM_ROTATION] != 0};
    /* A fiftieth of the nominal voltage is none; 12 is what the filter makes of a peak of 1. */
    m->gate = (float)(volts * 1.4142135623730950488 * RM_COUNTS_PER_VOLT * 12.0 / 50.0);
    if (m->pulses.weight != s[RM_PULSE_WEIGHT]) rm_pulses_make(&m->pulses, s[RM_PULSE_WEIGHT]);
    if (m->pulse_energy != s[RM_LED_ENERGY]) {
        m->pulse_energy = s[RM_LED_ENERGY];
        rm_pulses_make(&m->pulses, s[RM_PULSE_WEIGHT]);
    }
}

bool rm_meter_store(rm_meter* m) {
    rm_record record;
    memcpy(record.settings, m->stored_settings, sizeof record.settings);
    record.energies = m->energies;
    m->stored_at = m->fed;
    return rm_flash_store(&m->flash, &record);
}

void rm_meter_power_up(rm_meter* m, rm_nominal const* nominal, rm_flash const* flash) {
    memset(m, 0, sizeof *m);
    m->flash = *flash;
    rm_record record;
    if (rm_flash_load(flash, &record)) {
        memcpy(m->settings, record.settings, sizeof m->settings);
        m->energies = record.energies;
    } else {
        rm_settings_initial(m->settings);
        if (nominal->voltage > 0.0 && nominal->voltage <= 450.0) m->settings[RM_V_NOM] = (uint32_t)(nominal->voltage * 1000.0 + 0.5);
        if (nominal->current > 0.0 && nominal->current <= 2000.0) m->settings[RM_I_NOM] = (uint32_t)(nominal->current * 1000.0 + 0.5);
        m->settings[RM_F_NOM] = nominal->sixty_hertz ? 1 : 0;
    }
    memcpy(m->stored_settings, m->settings, sizeof m->settings);
    m->summed = -RM_LATE;
    m->half = RM_RATE * RM_SAMPLE / (m->settings[RM_F_NOM] != 0 ? 120 : 100);
    rm_oscillator_make(&m->oscillator);
    rm_fundamental_make(&m->fundamental, &m->oscillator);
    for (int k = 0; k < RM_VOLTAGES; ++k) rm_crossings_make(&m->crossings[k]);
    rm_pulses_make(&m->pulses, m->settings[RM_PULSE_WEIGHT]);
    m->pulse_energy = m->settings[RM_LED_ENERGY];
    rm_line_make(&m->line, (uint8_t)m->settings[RM_ADDRESS], rm_settings_baud(m->settings[RM_BAUD]));
    rm_meter_apply(m);
}

/* ---- Crossings: at the head of the delay line ---- */

/* The network's pace is that of the first voltage to neutral that is there, over its latest ten cycles: a step of the voltage shifts a
 * crossing or two a little on their way through the filter. */
static void follow_pace(rm_meter* m) {
    for (int k = 0; k < 3; ++k) {
        rm_moment took;
        uint32_t const cycles = rm_crossings_cycles(&m->crossings[k], 10, &took);
        if (cycles == 0) continue;
        rm_moment const half = took / (2 * (rm_moment)cycles);
        if (half < RM_RATE * RM_SAMPLE / 144 || half > RM_RATE * RM_SAMPLE / 80) continue; /* 40 ... 72 Hz */
        m->half = half;
        return;
    }
}

static void find_crossings(rm_meter* m, const int32_t frame[RM_INPUTS]) {
    int32_t const volts[RM_PHASES] = {frame[RM_IN_VA] - frame[RM_IN_VN], frame[RM_IN_VB] - frame[RM_IN_VN],
                                      frame[RM_IN_VC] - frame[RM_IN_VN]};
    float y[RM_PHASES];
    if (!rm_fundamental_add(&m->fundamental, volts, y)) return;
    int64_t const at = m->fed - RM_FILTER_DELAY;
    float const all[RM_VOLTAGES] = {y[0], y[1], y[2], y[0] - y[1], y[1] - y[2], y[2] - y[0]};
    for (int k = 0; k < RM_VOLTAGES; ++k) rm_crossings_add(&m->crossings[k], all[k], at, m->gate, m->half);
    follow_pace(m);
}

/* ---- Cycles and windows: at the tail of the delay line ---- */

static void take_edge(rm_meter const* m, rm_edge* edge, rm_moment at, rm_moment after) {
    edge->at = at;
    for (int k = 0; k < RM_SUMS; ++k) edge->sum[k] = rm_sums_until(&m->sums, k, after);
}

static void between(rm_edge const* begin, rm_edge const* end, int64_t sum[RM_SUMS]) {
    for (int k = 0; k < RM_SUMS; ++k) sum[k] = (int64_t)(end->sum[k] - begin->sum[k]);
}

/* A cycle of V1 is over: its energies. */
static void end_cycle(rm_meter* m, rm_edge const* edge) {
    int64_t sum[RM_SUMS];
    between(&m->cycle, edge, sum);
    rm_moment const begin = m->cycle.at;
    m->cycle = *edge;
    if (edge->at <= begin || m->settings[RM_LOAD_ENABLED] == 0) return;
    rm_work work;
    rm_work_of(&work, sum, edge->at - begin, &m->conventions);
    rm_energies_add(&m->energies, &work);
    rm_pulses_add(&m->pulses, rm_counted(&work, (int)m->pulse_energy), begin, edge->at);
}

static double frequency_of(rm_meter const* m, uint32_t cycles, rm_moment length) {
    double const rate = (double)RM_RATE * (double)RM_SAMPLE;
    if (m->window_seen) return rate * cycles / (double)length;
    for (int k = 0; k < 3; ++k) { /* V1 was not there all the time: the first voltage that is */
        rm_moment took;
        uint32_t const seen = rm_crossings_cycles(&m->crossings[k], cycles, &took);
        if (seen > 0) return rate * seen / (double)took;
    }
    return 0.0;
}

static void end_window(rm_meter* m, rm_edge const* edge) {
    rm_window w = {m->window.at, edge->at, {0}, 0.0};
    between(&m->window, edge, w.sum);
    w.frequency = frequency_of(m, m->window_cycles, w.end - w.begin);
    rm_readings_make(&m->readings, &w, &m->conventions);
}

/* A rising crossing of V1. */
static void turn(rm_meter* m, rm_crossing const* x, rm_moment after) {
    uint32_t const whole = m->settings[RM_F_NOM] != 0 ? 12 : 10;
    rm_edge edge;
    take_edge(m, &edge, x->at, after);
    end_cycle(m, &edge);
    if (!x->joined) m->window_runs = false;
    if (m->window_runs) {
        ++m->window_cycles;
        m->window_seen = m->window_seen && x->seen;
        if (m->window_cycles < whole) return;
        end_window(m, &edge);
    }
    m->window = edge;
    m->window_cycles = 0;
    m->window_runs = true;
    m->window_seen = x->seen;
}

/* A half cycle of a voltage is over. Currents go with V1. */
static void end_half(rm_meter* m, int channel, rm_crossing const* x, rm_moment after) {
    if (!x->joined) m->halves[channel].count = 0;
    uint64_t const sum = rm_sums_until(&m->sums, RM_SQUARE + channel, after);
    uint32_t const n = m->halves[channel].count++;
    rm_moment const begin = m->halves[channel].at[n & 1];
    uint64_t const before = m->halves[channel].sum[n & 1];
    m->halves[channel].at[n & 1] = x->at;
    m->halves[channel].sum[n & 1] = sum;
    if (n < 2) return;
    /* Around its own crossings a voltage adds next to nothing to the sum, so it is the length of the cycle that counts, not where exactly
     * the crossings were found; unless the network has another pace than it had. */
    rm_moment length = x->at - begin;
    rm_moment const off = length - 2 * m->half;
    if (off < m->half / 50 && -off < m->half / 50) length = 2 * m->half;
    double const counts = rm_rms((int64_t)(sum - before), length);
    double const one = channel < RM_I1 ? RM_COUNTS_PER_VOLT : RM_COUNTS_PER_AMPERE;
    rm_events_half_cycle(&m->events, channel, counts / one, begin, x->at);
}

/* The phase of the frame: from 0 at a rising crossing of V1, at the pace of the cycle that it begins. */
static void advance_phase(rm_meter* m) {
    rm_moment const here = m->summed * RM_SAMPLE;
    m->phase += m->phase_step;
    rm_crossing const* x;
    for (uint32_t k = 0; (x = rm_crossings_peek(&m->crossings[0], k)) != NULL && x->at <= here; ++k) {
        if (!x->rising) continue;
        rm_moment length = 2 * m->half;
        rm_crossing const* next;
        for (uint32_t n = k + 1; (next = rm_crossings_peek(&m->crossings[0], n)) != NULL; ++n)
            if (next->rising) {
                if (next->joined) length = next->at - x->at;
                break;
            }
        m->phase_step = (uint32_t)(((uint64_t)1 << 48) / (uint64_t)length);
        m->phase = (uint32_t)((uint64_t)m->phase_step * (uint64_t)(here - x->at) >> 16);
    }
}

static void end_halves(rm_meter* m) {
    rm_moment const here = m->summed * RM_SAMPLE;
    for (int k = 0; k < RM_VOLTAGES; ++k) {
        rm_crossing const* x;
        while ((x = rm_crossings_peek(&m->crossings[k], 0)) != NULL && x->at <= here) {
            rm_moment const after = x->at - (here - RM_SAMPLE);
            if (after >= 0 && m->summed > 0) { /* older: it came too late, which the delay prevents */
                end_half(m, k, x, after);
                if (k == 0) {
                    for (int c = RM_I1; c <= RM_IN; ++c) end_half(m, c, x, after);
                    if (x->rising) turn(m, x, after);
                }
            }
            rm_crossings_pop(&m->crossings[k]);
        }
    }
}

static void sum_up(rm_meter* m, const int32_t f[RM_INPUTS]) {
    int32_t const vn = f[RM_IN_VN];
    int32_t channel[RM_CHANNELS] = {
        [RM_V1] = f[RM_IN_VA] - vn,
        [RM_V2] = f[RM_IN_VB] - vn,
        [RM_V3] = f[RM_IN_VC] - vn,
        [RM_U12] = f[RM_IN_VA] - f[RM_IN_VB],
        [RM_U23] = f[RM_IN_VB] - f[RM_IN_VC],
        [RM_U31] = f[RM_IN_VC] - f[RM_IN_VA],
        [RM_VN] = vn,
    };
    for (int k = 0; k < 3; ++k) channel[RM_I1 + k] = m->settings[RM_CT1_WAY + 2 * k] != 0 ? -f[RM_IN_I1 + k] : f[RM_IN_I1 + k];
    bool const measured = m->settings[RM_LOAD_TYPE] == 9 || m->settings[RM_NEUTRAL_SOURCE] != 0;
    int32_t const fourth = m->settings[RM_CT4_WAY] != 0 ? -f[RM_IN_I4] : f[RM_IN_I4];
    channel[RM_IN] = measured ? fourth : -(channel[RM_I1] + channel[RM_I2] + channel[RM_I3]);

    advance_phase(m);
    rm_sums_frame(&m->sums, channel, rm_cosine(&m->oscillator, m->phase), rm_sine(&m->oscillator, m->phase));
    end_halves(m);
    rm_sums_advance(&m->sums);
}

void rm_meter_feed(rm_meter* m, const int32_t counts[RM_INPUTS]) {
    int32_t const top = (1 << (RM_ADC_BITS - 1)) - 1;
    int32_t frame[RM_INPUTS]; /* within what a converter can deliver: all sums rest on it */
    for (int k = 0; k < RM_INPUTS; ++k) frame[k] = counts[k] > top ? top : counts[k] < -top - 1 ? -top - 1 : counts[k];
    find_crossings(m, frame);
    int32_t* const slot = m->delayed[m->delayed_at];
    m->delayed_at = (m->delayed_at + 1) % RM_LATE;
    if (m->summed >= 0) sum_up(m, slot);
    memcpy(slot, frame, sizeof frame);
    ++m->summed;
    ++m->fed;
    if (m->fed - m->stored_at >= RM_STORE_EVERY) (void)rm_meter_store(m);
}

/* ---- The outside ---- */

size_t rm_meter_line(rm_meter* m, uint8_t const* in, size_t size, uint8_t out[RM_LINE_ROOM]) {
    size_t const first = rm_line_silence(&m->line, m, m->fed, out);
    return first + rm_line_receive(&m->line, m, m->fed, in, size, out + first);
}

bool rm_meter_pulse(rm_meter* m, rm_moment* at) { return rm_pulses_next(&m->pulses, rm_meter_now(m), at); }

uint32_t rm_meter_leds(rm_meter const* m) {
    uint32_t lit = 0;
    if (m->fed / (RM_RATE / 2) % 2 == 0) lit |= RM_LED_RUN; /* once a second */
    if (rm_pulses_lit(&m->pulses, rm_meter_now(m))) lit |= RM_LED_PULSE;
    if (rm_events_active(&m->events)) lit |= RM_LED_ALARM;
    return lit;
}
