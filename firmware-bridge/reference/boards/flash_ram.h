/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Flash in memory, for boards that have none of their own: it behaves as flash does, an erase sets all bits, programming only clears them.
 */
#ifndef RM_FLASH_RAM_H
#define RM_FLASH_RAM_H

#include "firmware-bridge/reference/meter/flash.h"

typedef struct {
    uint8_t bytes[RM_BANKS][RM_BANK_SIZE];
} rm_flash_ram;

void rm_flash_ram_make(rm_flash_ram* chip); /* as from the factory: erased */
rm_flash rm_flash_ram_driver(rm_flash_ram* chip);

#endif
