/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RM_CHECKSUM_H
#define RM_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* CRC-16 of Modbus RTU; a frame with its checksum gives 0. */
uint16_t rm_crc16(uint8_t const* bytes, size_t size);
/* CRC-32 of IEEE 802.3; so_far: of the bytes before, 0 at first. */
uint32_t rm_crc32(uint32_t so_far, uint8_t const* bytes, size_t size);

#endif
