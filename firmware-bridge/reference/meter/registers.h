/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The register map: blocks that can be read, cells that can be written (docs/registers.md; this meter has a part of it). Between two frames
 * nothing changes, so what one request reads is of one moment. */
#ifndef RM_REGISTERS_H
#define RM_REGISTERS_H

#include <stdint.h>

struct rm_meter;

/* Exceptions of Modbus. */
enum { RM_GOOD = 0, RM_ILLEGAL_FUNCTION = 1, RM_ILLEGAL_ADDRESS = 2, RM_ILLEGAL_VALUE = 3 };

#define RM_MOST_READ 125
#define RM_MOST_WRITTEN 123

/* Holes inside blocks read zero. */
int rm_registers_read(const struct rm_meter* m, uint16_t first, uint16_t count, uint16_t* words);
/* Carried out whole or refused whole. */
int rm_registers_write(struct rm_meter* m, uint16_t first, uint16_t count, uint16_t const* words);

#endif
