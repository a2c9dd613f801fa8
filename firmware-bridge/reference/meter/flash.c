/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bank: "RM" | version u16 | sequence u32 | size u32 | settings | energies | CRC-32, little-endian. `size` is that of settings and
 * energies; a record of another version or size is none. */
#include "firmware-bridge/reference/meter/flash.h"

#include <string.h>

#include "firmware-bridge/reference/meter/checksum.h"

enum { HEAD = 12, VERSION = 1, COUNTS = RM_ENERGIES + 2 * RM_PARTIALS, BODY = 4 * RM_SETTINGS + 16 * COUNTS + 4, WHOLE = HEAD + BODY + 4 };
_Static_assert(WHOLE <= RM_BANK_SIZE, "the record fits its bank");

static uint8_t* put(uint8_t* at, uint64_t value, int size) {
    for (int i = 0; i < size; ++i) *at++ = (uint8_t)(value >> (8 * i));
    return at;
}

static uint64_t get(uint8_t const** at, int size) {
    uint64_t value = 0;
    for (int i = 0; i < size; ++i) value |= (uint64_t) * (*at)++ << (8 * i);
    return value;
}

static rm_count* count_of(rm_energies* e, int k) {
    if (k < RM_ENERGIES) return &e->total[k];
    if (k < RM_ENERGIES + RM_PARTIALS) return &e->partial[k - RM_ENERGIES];
    return &e->last[k - RM_ENERGIES - RM_PARTIALS];
}

/* The sequence number of a sound record. */
static bool sound(uint8_t const* bank, uint32_t* sequence) {
    uint8_t const* at = bank;
    if (get(&at, 2) != 0x4D52 || get(&at, 2) != VERSION) return false;
    *sequence = (uint32_t)get(&at, 4);
    if (get(&at, 4) != BODY) return false;
    uint8_t const* tail = bank + HEAD + BODY;
    return rm_crc32(0, bank, HEAD + BODY) == (uint32_t)get(&tail, 4);
}

/* The bank with the newest record, -1 where there is none. Sequence numbers go round. */
static int newest(rm_flash const* f, uint32_t* sequence) {
    uint32_t number[RM_BANKS] = {0, 0};
    bool const a = sound(f->bank(f->chip, 0), &number[0]);
    bool const b = sound(f->bank(f->chip, 1), &number[1]);
    int const bank = a && b ? (int32_t)(number[1] - number[0]) > 0 : a ? 0 : b ? 1 : -1;
    *sequence = bank >= 0 ? number[bank] : 0;
    return bank;
}

bool rm_flash_load(rm_flash const* f, rm_record* r) {
    uint32_t sequence;
    int const bank = newest(f, &sequence);
    if (bank < 0) return false;
    uint8_t const* at = f->bank(f->chip, bank) + HEAD;
    rm_record read;
    memset(&read, 0, sizeof read);
    for (int k = 0; k < RM_SETTINGS; ++k) {
        rm_setting const* const s = &rm_setting_table[k];
        read.settings[k] = (uint32_t)get(&at, 4);
        /* Sound, but not of this meter: as delivered. Nominal values may lie between counts of their registers. */
        uint32_t const lowest = s->unit > 1 ? 1 : s->lowest;
        if (read.settings[k] < lowest || read.settings[k] > s->highest * s->unit) read.settings[k] = s->initial * s->unit;
    }
    for (int k = 0; k < COUNTS; ++k) {
        rm_count* const count = count_of(&read.energies, k);
        count->tenths = get(&at, 8);
        count->rest = (int64_t)get(&at, 8);
        if (count->rest < 0 || count->rest >= RM_TENTH_WATT_HOUR) count->rest = 0;
    }
    read.energies.last_date = (uint32_t)get(&at, 4);
    *r = read;
    return true;
}

bool rm_flash_store(rm_flash const* f, rm_record const* r) {
    uint8_t bytes[WHOLE];
    uint32_t sequence;
    int const old = newest(f, &sequence);
    int const bank = old == 0 ? 1 : 0;
    rm_energies energies = r->energies;
    uint8_t* at = put(bytes, 0x4D52, 2);
    at = put(at, VERSION, 2);
    at = put(at, sequence + 1, 4);
    at = put(at, BODY, 4);
    for (int k = 0; k < RM_SETTINGS; ++k) at = put(at, r->settings[k], 4);
    for (int k = 0; k < COUNTS; ++k) {
        rm_count const* const count = count_of(&energies, k);
        at = put(at, count->tenths, 8);
        at = put(at, (uint64_t)count->rest, 8);
    }
    at = put(at, energies.last_date, 4);
    put(at, rm_crc32(0, bytes, HEAD + BODY), 4);
    return f->erase(f->chip, bank) && f->program(f->chip, bank, 0, bytes, HEAD + BODY) &&
           f->program(f->chip, bank, HEAD + BODY, bytes + HEAD + BODY, 4);
}
