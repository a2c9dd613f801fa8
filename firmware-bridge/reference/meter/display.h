/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen: four lines of twelve characters, one page at a time. Key 0 goes to the next page, key 1 to the one before. */
#ifndef RM_DISPLAY_H
#define RM_DISPLAY_H

#include <stdint.h>

#define RM_DISPLAY_LINES 4
#define RM_DISPLAY_COLUMNS 12
#define RM_DISPLAY_WIDTH (RM_DISPLAY_COLUMNS * 8)
#define RM_DISPLAY_HEIGHT (RM_DISPLAY_LINES * 12)

typedef struct {
    uint32_t pressed; /* keys that are down */
    uint32_t page;
} rm_display;

struct rm_meter;

/* Bit n: key n is down from now on. */
void rm_display_keys(rm_display* d, uint32_t pressed);
/* RM_DISPLAY_WIDTH x RM_DISPLAY_HEIGHT pixels, row by row: 0 dark, 255 light. */
void rm_display_draw(rm_display const* d, const struct rm_meter* m, uint8_t* pixels);

#endif
