/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/boards/flash_ram.h"

#include <string.h>

static bool erase(void* chip, int bank) {
    memset(((rm_flash_ram*)chip)->bytes[bank], 0xFF, RM_BANK_SIZE);
    return true;
}

static bool program(void* chip, int bank, size_t at, uint8_t const* bytes, size_t size) {
    if (at > RM_BANK_SIZE || size > RM_BANK_SIZE - at) return false;
    uint8_t* const to = ((rm_flash_ram*)chip)->bytes[bank] + at;
    for (size_t k = 0; k < size; ++k) to[k] &= bytes[k];
    return memcmp(to, bytes, size) == 0;
}

static uint8_t const* bank_of(void* chip, int bank) { return ((rm_flash_ram*)chip)->bytes[bank]; }

void rm_flash_ram_make(rm_flash_ram* chip) { memset(chip, 0xFF, sizeof *chip); }

rm_flash rm_flash_ram_driver(rm_flash_ram* chip) { return (rm_flash){chip, erase, program, bank_of}; }
