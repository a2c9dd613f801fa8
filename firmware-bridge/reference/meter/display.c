/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/display.h"

#include <string.h>

#include "firmware-bridge/reference/meter/meter.h"

/* Three dots by five, drawn in octal: a digit is a row from the top. A dot is two pixels wide and high. */
static const struct {
    char character;
    uint16_t dots;
} glyphs[] = {
    {'0', 075557}, {'1', 026227}, {'2', 071747}, {'3', 071717}, {'4', 055711}, {'5', 074717}, {'6', 074757},
    {'7', 071122}, {'8', 075757}, {'9', 075717}, {'.', 000002}, {'-', 000700}, {'+', 002720}, {'A', 025755},
    {'E', 074647}, {'F', 074644}, {'H', 055755}, {'I', 072227}, {'K', 055655}, {'N', 057755}, {'P', 075744},
    {'Q', 075573}, {'R', 065655}, {'S', 034216}, {'U', 055557}, {'V', 055552}, {'W', 055775}, {'Z', 071247},
};

enum { DOT = 2, CELL_WIDTH = 8, CELL_HEIGHT = 12 };

static uint16_t dots_of(char character) {
    for (size_t k = 0; k < sizeof glyphs / sizeof glyphs[0]; ++k)
        if (glyphs[k].character == character) return glyphs[k].dots;
    return 0;
}

static void put_character(uint8_t* pixels, int line, int column, char character) {
    uint16_t const dots = dots_of(character);
    for (int y = 0; y < 5 * DOT; ++y)
        for (int x = 0; x < 3 * DOT; ++x)
            if ((dots >> (3 * (4 - y / DOT) + 2 - x / DOT) & 1) != 0)
                pixels[(line * CELL_HEIGHT + y) * RM_DISPLAY_WIDTH + column * CELL_WIDTH + x] = 255;
}

/* The name at the left, the value at the right: `value` in units of 10^-places. */
static void put_line(uint8_t* pixels, int line, char const* name, int64_t value, int places) {
    for (int column = 0; name[column] != 0; ++column) put_character(pixels, line, column, name[column]);
    uint64_t rest = (uint64_t)(value < 0 ? -value : value);
    int column = RM_DISPLAY_COLUMNS;
    for (int digit = 0; column > 0 && (digit <= places || rest > 0); ++digit, rest /= 10) {
        if (digit == places && places > 0) put_character(pixels, line, --column, '.');
        put_character(pixels, line, --column, (char)('0' + rest % 10));
    }
    if (value < 0 && column > 0) put_character(pixels, line, column - 1, '-');
}

void rm_display_keys(rm_display* d, uint32_t pressed) {
    uint32_t const down = pressed & ~d->pressed;
    d->pressed = pressed;
    if ((down & 1) != 0) ++d->page;
    if ((down & 2) != 0) --d->page; /* 2^32 is a multiple of the number of pages */
}

void rm_display_draw(rm_display const* d, rm_meter const* m, uint8_t* pixels) {
    rm_readings const* const r = &m->readings;
    rm_count const* const e = m->energies.total;
    memset(pixels, 0, (size_t)RM_DISPLAY_WIDTH * RM_DISPLAY_HEIGHT);
    switch (d->page % 4) {
        case 0:
            put_line(pixels, 0, "V1", r->v[0], 2);
            put_line(pixels, 1, "V2", r->v[1], 2);
            put_line(pixels, 2, "V3", r->v[2], 2);
            put_line(pixels, 3, "HZ", r->f, 3);
            break;
        case 1:
            put_line(pixels, 0, "I1", r->i[0], 3);
            put_line(pixels, 1, "I2", r->i[1], 3);
            put_line(pixels, 2, "I3", r->i[2], 3);
            put_line(pixels, 3, "IN", r->i[3], 3);
            break;
        case 2:
            put_line(pixels, 0, "P W", r->total.p, 0);
            put_line(pixels, 1, "Q VAR", r->total.q, 0);
            put_line(pixels, 2, "S VA", r->total.s, 0);
            put_line(pixels, 3, "PF", r->total.pf, 3);
            break;
        default: /* in kWh and kvarh, to 0.1 Wh */
            put_line(pixels, 0, "EA+", (int64_t)e[RM_EA_POS].tenths, 4);
            put_line(pixels, 1, "EA-", (int64_t)e[RM_EA_NEG].tenths, 4);
            put_line(pixels, 2, "ER+", (int64_t)e[RM_ER_POS].tenths, 4);
            put_line(pixels, 3, "ER-", (int64_t)e[RM_ER_NEG].tenths, 4);
            break;
    }
}
