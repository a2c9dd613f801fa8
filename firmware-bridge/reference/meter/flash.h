/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What survives a power cut: settings and energies, in two banks of flash of which one is always whole. A record is written to the bank
 * that does not hold the newest one, its checksum last; a cut at any byte leaves the other bank. */
#ifndef RM_FLASH_H
#define RM_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware-bridge/reference/meter/energy.h"
#include "firmware-bridge/reference/meter/settings.h"

#define RM_BANKS 2
#define RM_BANK_SIZE 1024 /* what one erase clears, at least */

/* The chip, a few functions of the board. Each returns false where it did not work; the record is then not written and the old one stands.
 */
typedef struct {
    void* chip;
    bool (*erase)(void* chip, int bank); /* every byte 0xFF */
    bool (*program)(void* chip, int bank, size_t at, uint8_t const* bytes, size_t size);
    uint8_t const* (*bank)(void* chip, int bank); /* RM_BANK_SIZE bytes to read */
} rm_flash;

typedef struct {
    uint32_t settings[RM_SETTINGS];
    rm_energies energies;
} rm_record;

/* False: there is no sound record. */
bool rm_flash_load(rm_flash const* f, rm_record* r);
bool rm_flash_store(rm_flash const* f, rm_record const* r);

#endif
