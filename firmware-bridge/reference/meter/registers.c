/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/registers.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "firmware-bridge/reference/meter/meter.h"
#include "firmware-bridge/reference/meter/version.h"

/* ---- Reading: a block fills its words, each value at its distance from the block's first register. ---- */

static void put16(uint16_t* words, int at, uint32_t value) { words[at] = (uint16_t)value; }

static void put32(uint16_t* words, int at, uint32_t value) {
    words[at] = (uint16_t)(value >> 16);
    words[at + 1] = (uint16_t)value;
}

static void put64(uint16_t* words, int at, uint64_t value) {
    put32(words, at, (uint32_t)(value >> 32));
    put32(words, at + 2, (uint32_t)value);
}

static void put_text(uint16_t* words, int at, int room, char const* text) {
    for (int k = 0; k < room && *text != 0; ++k) {
        uint16_t word = (uint16_t)((uint8_t)*text++ << 8);
        if (*text != 0) word = (uint16_t)(word | (uint8_t)*text++);
        words[at + k] = word;
    }
}

#define BLOCK_ROOM 144

typedef struct {
    uint16_t first, count;
    void (*fill)(rm_meter const* m, uint16_t first, uint16_t* words); /* words are zero before */
} block;

static void fill_settings(rm_meter const* m, uint16_t first, uint16_t* words) {
    for (int k = 0; k < RM_SETTINGS; ++k) {
        rm_setting const* const s = &rm_setting_table[k];
        if (s->address < first || s->address - first + s->words > BLOCK_ROOM) continue;
        uint32_t const counts = (m->settings[k] + s->unit / 2) / s->unit;
        if (s->words == 2)
            put32(words, s->address - first, counts);
        else
            put16(words, s->address - first, counts);
    }
}

static void fill_nothing(rm_meter const* m, uint16_t first, uint16_t* words) { (void)m, (void)first, (void)words; }

static void fill_identity(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)m, (void)first;
    static char const mark[] = "SOCO"; /* what clients of the register family look for: a character a register */
    for (int k = 0; k < 4; ++k) put16(words, k, (uint8_t)mark[k]);
    put16(words, 4, 400); /* family */
    put16(words, 5, RM_PRODUCT);
    put16(words, 6, 1);                                         /* table version */
    put16(words, 7, 100 * RM_VERSION_MAJOR + RM_VERSION_MINOR); /* software version x100 */
    put16(words, 18, RM_VERSION_MAJOR);
    put16(words, 19, RM_VERSION_MINOR);
    put_text(words, 42, 8, RM_VENDOR);
    put_text(words, 50, 8, RM_NAME);
    put_text(words, 58, 8, RM_NAME);
}

static void fill_clock(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    rm_date d;
    rm_clock_date(&m->clock, rm_meter_now(m), &d);
    uint16_t const in_order[6] = {d.day, d.month, d.year, d.hour, d.minute, d.second};
    memcpy(words, in_order, sizeof in_order);
}

static void fill_network(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    rm_readings const* const r = &m->readings;
    if (!r->there) return;
    put32(words, 0, rm_clock_seconds(&m->clock, r->end));
    put16(words, 2, 1); /* window of 0.2 s */
    int32_t const values[] = {r->v_sys, r->u_sys, r->f,    r->v[0],  r->v[1],  r->v[2], r->vn,
                              r->u[0],  r->u[1],  r->u[2], r->v_dir, r->v_inv, r->v_hom};
    for (int k = 0; k < 13; ++k) put32(words, 3 + 2 * k, (uint32_t)values[k]);
    put16(words, 29, (uint32_t)r->v_nb);
    put32(words, 30, (uint32_t)r->u_dir);
    put32(words, 32, (uint32_t)r->u_inv);
    put16(words, 34, (uint32_t)r->u_nb);
    put16(words, 35, (uint32_t)r->v_nba);
    put16(words, 36, (uint32_t)r->u_nba);
}

static void fill_load(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    rm_readings const* const r = &m->readings;
    put16(words, 0, m->settings[RM_LOAD_ENABLED]);
    if (!r->there || m->settings[RM_LOAD_ENABLED] == 0) return;
    put32(words, 1, rm_clock_seconds(&m->clock, r->end));
    put16(words, 3, 1);
    int32_t const values[] = {r->v_sys, r->u_sys, r->i_sys, r->f,    r->v[0], r->v[1], r->v[2], r->vn,
                              r->u[0],  r->u[1],  r->u[2],  r->i[0], r->i[1], r->i[2], r->i[3]};
    for (int k = 0; k < 15; ++k) put32(words, 4 + 2 * k, (uint32_t)values[k]);
    put16(words, 34, (uint32_t)r->i_nba);
    put32(words, 35, (uint32_t)r->i_dir);
    put32(words, 37, (uint32_t)r->i_inv);
    put32(words, 39, (uint32_t)r->i_hom);
    put16(words, 41, (uint32_t)r->i_nb);
    put32(words, 42, (uint32_t)(3.0 * m->settings[RM_V_NOM] * m->settings[RM_I_NOM] * 1e-6 + 0.5)); /* rated S */
    rm_power const* const t = &r->total;
    int32_t const totals[] = {t->p, t->q, t->q_lag, t->q_lead, t->s};
    for (int k = 0; k < 5; ++k) put32(words, 44 + 2 * k, (uint32_t)totals[k]);
    put16(words, 54, (uint32_t)t->pf);
    put16(words, 55, (uint32_t)t->pf_type);
    for (int k = 0; k < 3; ++k) {
        rm_power const* const p = &r->phase[k];
        put32(words, 56 + 2 * k, (uint32_t)p->p);
        put32(words, 62 + 2 * k, (uint32_t)p->q);
        put32(words, 68 + 2 * k, (uint32_t)p->q_lag);
        put32(words, 74 + 2 * k, (uint32_t)p->q_lead);
        put32(words, 80 + 2 * k, (uint32_t)p->s);
        put16(words, 86 + k, (uint32_t)p->pf);
        put16(words, 89 + k, (uint32_t)p->pf_type);
    }
}

/* Whole thousands in two registers, tenths below in one. */
static void put_count(uint16_t* words, int at, rm_count const* count) {
    put32(words, at, (uint32_t)(count->tenths / 10000));
    put16(words, at + 2, (uint32_t)(count->tenths % 10000));
}

static void fill_energy(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    rm_energies const* const e = &m->energies;
    put16(words, 0, m->settings[RM_LOAD_ENABLED]);
    for (int k = 0; k < RM_ENERGIES; ++k) put_count(words, 3 + 3 * k, &e->total[k]);
    for (int k = 0; k < RM_PARTIALS; ++k) put_count(words, 32 + 3 * k, &e->partial[k]);
    put32(words, 47, e->last_date);
    for (int k = 0; k < RM_PARTIALS; ++k) put_count(words, 51 + 3 * k, &e->last[k]);
}

/* The smallest decade of `count` in which channels first ... last fit 16 bits. */
static double count_for(rm_event const* x, int first, int last, double count) {
    for (int c = first; c <= last; ++c)
        while (x->reference[c] > 65535.0 * count || x->extreme[c] > 65535.0 * count) count *= 10.0;
    return count;
}

static uint32_t in_counts(double value, double count) { return value > 0.0 ? (uint32_t)(value / count + 0.5) : 0; }

static void put_event(rm_meter const* m, rm_event const* x, uint16_t* words) {
    if (!x->any) return;
    put16(words, 0, x->active);
    put16(words, 1, (uint32_t)x->kind);
    put64(words, 2, rm_clock_milliseconds(&m->clock, x->start));
    if (!x->active) put64(words, 6, rm_clock_milliseconds(&m->clock, x->end));
    put16(words, 10, x->kind == RM_INRUSH ? 1 : 0); /* the network, or load 1 */
    put16(words, 11, x->lines);
    put16(words, 12, x->start_lines);
    put16(words, 13, x->end_lines);
    put16(words, 14, (uint32_t)(100.0 * x->limit.threshold + 0.5));
    put16(words, 15, (uint32_t)(100.0 * x->limit.release + 0.5));
    double const volts = count_for(x, RM_V1, RM_U31, 0.01);
    put32(words, 16, (uint32_t)(volts * 1e3 + 0.5));
    for (int c = 0; c < RM_EVENT_CHANNELS; ++c) {
        bool const current = c >= RM_I1;
        double const count = current ? count_for(x, c, c, 0.001) : volts;
        if (current) put32(words, 18 + 2 * (c - RM_I1), (uint32_t)(count * 1e5 + 0.5));
        put16(words, 26 + c, in_counts(x->reference[c], count));
        put16(words, 36 + c, in_counts(x->extreme[c], count));
    }
}

static void fill_events(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    for (int k = 0; k < 3; ++k) put_event(m, &m->events.latest[k], words + 46 * k);
}

static void fill_inrush(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    put_event(m, &m->events.latest[RM_INRUSH - 1], words);
}

static void fill_pulse(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    put64(words, 0, m->pulses.count);
    put16(words, 4, m->pulses.lost);
}

static bool lock_open(rm_meter const* m) { return m->fed < m->lock_closes; }

static void fill_lock(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    put16(words, 1, lock_open(m) ? 1 : 0); /* the serial line */
}

static void fill_inputs(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    put16(words, 0, 3);
    put16(words, 1, 7);
    put16(words, 2, m->inputs & 7);
}

static void fill_outputs(rm_meter const* m, uint16_t first, uint16_t* words) {
    (void)first;
    put16(words, 0, 1);
    put16(words, 1, 1);
    put16(words, 2, m->outputs & 1);
}

/* By address. */
static const block blocks[] = {
    {11248, 14, fill_inputs},   {11280, 14, fill_outputs},  {12288, 9, fill_settings},  {13568, 8, fill_settings},
    {13824, 14, fill_settings}, {13856, 14, fill_settings}, {13888, 14, fill_settings}, {13920, 14, fill_settings},
    {18432, 92, fill_load},     {19840, 66, fill_energy},   {20096, 3, fill_nothing},   {34816, 8, fill_settings},
    {34832, 4, fill_settings},  {36864, 37, fill_network},  {42240, 138, fill_events},  {42384, 46, fill_inrush},
    {42628, 7, fill_settings},  {42640, 2, fill_settings},  {50000, 69, fill_identity}, {52254, 5, fill_pulse},
    {52352, 2, fill_settings},  {52357, 2, fill_settings},  {52363, 1, fill_settings},  {57344, 4, fill_settings},
    {57600, 6, fill_clock},     {57856, 1, fill_nothing},   {58112, 2, fill_lock},
};

int rm_registers_read(rm_meter const* m, uint16_t first, uint16_t count, uint16_t* words) {
    uint16_t whole[BLOCK_ROOM];
    uint32_t const end = (uint32_t)first + count;
    uint32_t at = first;
    for (size_t k = 0; k < sizeof blocks / sizeof blocks[0] && at < end; ++k) { /* blocks that touch may be read across */
        block const* const b = &blocks[k];
        uint32_t const block_end = (uint32_t)b->first + b->count;
        if (at < b->first || at >= block_end) continue;
        memset(whole, 0, sizeof whole);
        b->fill(m, b->first, whole);
        uint32_t const until = end < block_end ? end : block_end;
        memcpy(words + (at - first), whole + (at - b->first), (until - at) * sizeof words[0]);
        at = until;
    }
    return at == end ? RM_GOOD : RM_ILLEGAL_ADDRESS;
}

/* ---- Writing: a request is cut into cells; each is judged before the first is carried out. ---- */

enum { CLOCK = RM_SETTINGS, LOCK_CODE, RESET_PARTIAL, STORE, OUTPUT_OFF, OUTPUT_ON, NO_CELL };

typedef struct {
    uint16_t address, words;
    int what;
    bool locked;
} cell;

static const cell other_cells[] = {
    {57600, 6, CLOCK, false}, {58112, 1, LOCK_CODE, false},  {20096, 1, RESET_PARTIAL, true},
    {57856, 1, STORE, true},  {11284, 1, OUTPUT_OFF, false}, {11285, 1, OUTPUT_ON, false},
};

enum { ALL_PARTIAL_ENERGIES = 63, STORE_CODE = 161, OPEN_CODE = 1000, LOCK_SECONDS = 60 };

static cell cell_at(uint32_t address) {
    for (int k = 0; k < RM_SETTINGS; ++k)
        if (rm_setting_table[k].address == address)
            return (cell){(uint16_t)address, rm_setting_table[k].words, k, rm_setting_table[k].locked};
    for (size_t k = 0; k < sizeof other_cells / sizeof other_cells[0]; ++k)
        if (other_cells[k].address == address) return other_cells[k];
    return (cell){0, 0, NO_CELL, false};
}

static rm_date date_of(uint16_t const* words) { return (rm_date){words[0], words[1], words[2], words[3], words[4], words[5]}; }

static bool fits(rm_meter const* m, cell const* c, uint16_t const* words) {
    uint32_t const value = c->words == 2 ? (uint32_t)words[0] << 16 | words[1] : words[0];
    if (c->what < RM_SETTINGS) return value >= rm_setting_table[c->what].lowest && value <= rm_setting_table[c->what].highest;
    switch (c->what) {
        case CLOCK: {
            rm_clock trial = m->clock;
            rm_date const date = date_of(words);
            return rm_clock_set(&trial, &date, rm_meter_now(m));
        }
        case LOCK_CODE:
            return value == 0 || value == OPEN_CODE;
        case RESET_PARTIAL:
            return value == ALL_PARTIAL_ENERGIES;
        case STORE:
            return value == STORE_CODE;
        default:
            return value <= 1;
    }
}

static void carry_out(rm_meter* m, cell const* c, uint16_t const* words) {
    uint32_t const value = c->words == 2 ? (uint32_t)words[0] << 16 | words[1] : words[0];
    if (c->what < RM_SETTINGS) {
        m->settings[c->what] = value * rm_setting_table[c->what].unit;
        return;
    }
    switch (c->what) {
        case CLOCK: {
            rm_date const date = date_of(words);
            (void)rm_clock_set(&m->clock, &date, rm_meter_now(m));
            break;
        }
        case LOCK_CODE:
            m->lock_closes = value == OPEN_CODE ? m->fed + LOCK_SECONDS * RM_RATE : 0;
            break;
        case RESET_PARTIAL:
            rm_energies_reset_partial(&m->energies, rm_clock_seconds(&m->clock, rm_meter_now(m)));
            break;
        case STORE:
            memcpy(m->stored_settings, m->settings, sizeof m->stored_settings);
            (void)rm_meter_store(m);
            m->line.address = (uint8_t)m->settings[RM_ADDRESS];
            m->lock_closes = 0;
            break;
        case OUTPUT_OFF:
            m->outputs &= ~value;
            break;
        default:
            m->outputs |= value;
            break;
    }
}

int rm_registers_write(rm_meter* m, uint16_t first, uint16_t count, uint16_t const* words) {
    uint32_t const end = (uint32_t)first + count;
    bool locked = false;
    bool settings = false;
    for (uint32_t at = first; at < end;) {
        cell const c = cell_at(at);
        if (c.what == NO_CELL || at + c.words > end) return RM_ILLEGAL_ADDRESS;
        locked = locked || c.locked;
        settings = settings || c.what < RM_SETTINGS;
        at += c.words;
    }
    if (locked && !lock_open(m)) return RM_ILLEGAL_FUNCTION;
    for (uint32_t at = first; at < end;) {
        cell const c = cell_at(at);
        if (!fits(m, &c, words + (at - first))) return RM_ILLEGAL_VALUE;
        at += c.words;
    }
    if (locked) m->lock_closes = m->fed + LOCK_SECONDS * RM_RATE;
    for (uint32_t at = first; at < end;) {
        cell const c = cell_at(at);
        carry_out(m, &c, words + (at - first));
        at += c.words;
    }
    if (settings) rm_meter_apply(m);
    return RM_GOOD;
}
