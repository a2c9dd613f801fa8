/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/line.h"

#include <string.h>

#include "firmware-bridge/reference/meter/checksum.h"
#include "firmware-bridge/reference/meter/registers.h"
#include "firmware-bridge/reference/meter/scale.h"

enum { READ_HOLDING = 3, READ_INPUT = 4, WRITE_ONE = 6, WRITE_MANY = 16, SHORTEST = 4 };

static uint16_t word_at(uint8_t const* bytes) { return (uint16_t)(bytes[0] << 8 | bytes[1]); }

static uint8_t* put_word(uint8_t* at, uint16_t word) {
    *at++ = (uint8_t)(word >> 8);
    *at++ = (uint8_t)word;
    return at;
}

/* A function's reply into `out` behind address and function; its end, or NULL and the exception. */
static uint8_t* answer(struct rm_meter* m, uint8_t const* request, size_t size, uint8_t* out, int* why) {
    uint16_t words[RM_MOST_READ];
    uint16_t const first = size >= 6 ? word_at(request + 2) : 0;
    uint16_t const second = size >= 6 ? word_at(request + 4) : 0;
    *why = RM_ILLEGAL_VALUE;
    switch (request[1]) {
        case READ_HOLDING:
        case READ_INPUT:
            if (size != 6 || second == 0 || second > RM_MOST_READ) return NULL;
            if ((*why = rm_registers_read(m, first, second, words)) != RM_GOOD) return NULL;
            *out++ = (uint8_t)(2 * second);
            for (uint16_t k = 0; k < second; ++k) out = put_word(out, words[k]);
            return out;
        case WRITE_ONE:
            if (size != 6) return NULL;
            if ((*why = rm_registers_write(m, first, 1, &second)) != RM_GOOD) return NULL;
            break;
        case WRITE_MANY:
            if (size < 7 || second == 0 || second > RM_MOST_WRITTEN || request[6] != 2 * second || size != 7u + request[6]) return NULL;
            for (uint16_t k = 0; k < second; ++k) words[k] = word_at(request + 7 + 2 * k);
            if ((*why = rm_registers_write(m, first, second, words)) != RM_GOOD) return NULL;
            break;
        default:
            *why = RM_ILLEGAL_FUNCTION;
            return NULL;
    }
    out = put_word(out, first);
    return put_word(out, second);
}

/* A whole frame with a right checksum; returns the size of the reply, which has room for 256 bytes. */
static size_t reply(rm_line const* line, struct rm_meter* m, uint8_t* out) {
    uint8_t const unit = line->bytes[0];
    uint8_t const function = line->bytes[1];
    bool const writes = function == WRITE_ONE || function == WRITE_MANY;
    if (unit != line->address && !(unit == 0 && writes)) return 0;
    int why = RM_GOOD;
    uint8_t* end = answer(m, line->bytes, line->size - 2, out + 2, &why);
    if (unit == 0) return 0; /* to all: carried out, and nobody replies */
    out[0] = unit;
    out[1] = function;
    if (end == NULL) {
        out[1] = (uint8_t)(function | 0x80);
        out[2] = (uint8_t)why;
        end = out + 3;
    }
    uint16_t const crc = rm_crc16(out, (size_t)(end - out));
    *end++ = (uint8_t)crc;
    *end++ = (uint8_t)(crc >> 8);
    return (size_t)(end - out);
}

/* How long the frame is, as far as is known: 0 where more bytes or a silence must tell. */
static size_t expected(rm_line const* line) {
    if (line->size < 2) return 0;
    switch (line->bytes[1]) {
        case READ_HOLDING:
        case READ_INPUT:
        case WRITE_ONE:
            return 8;
        case WRITE_MANY:
            return line->size < 7 ? 0 : 9u + line->bytes[6];
        default:
            return 0;
    }
}

static bool sound(rm_line const* line) { return line->size >= SHORTEST && rm_crc16(line->bytes, line->size) == 0; }

void rm_line_make(rm_line* line, uint8_t address, uint32_t baud) {
    memset(line, 0, sizeof *line);
    line->address = address;
    /* 3.5 characters of 11 bits; above 19200 bit/s always 1.75 ms. Rounded up. */
    line->silence = baud > 19200 ? 17 : (int64_t)(((uint64_t)RM_RATE * 77 / 2 + baud - 1) / baud);
}

size_t rm_line_silence(rm_line* line, struct rm_meter* m, int64_t now, uint8_t* out) {
    if (now - line->latest < line->silence) return 0;
    size_t const size = !line->lost && expected(line) == 0 && sound(line) ? reply(line, m, out) : 0;
    line->size = 0;
    line->lost = false;
    return size;
}

size_t rm_line_receive(rm_line* line, struct rm_meter* m, int64_t now, uint8_t const* in, size_t size, uint8_t* out) {
    size_t written = 0;
    if (size > 0) line->latest = now;
    for (size_t i = 0; i < size; ++i) {
        if (line->lost) break;
        if (line->size == RM_FRAME_ROOM) {
            line->lost = true;
            break;
        }
        line->bytes[line->size++] = in[i];
        size_t const whole = expected(line);
        bool const last = i + 1 == size; /* the end of a burst may be that of a frame of unknown length */
        if (whole == 0 ? !(last && line->bytes[1] != WRITE_MANY && sound(line)) : line->size < whole) continue;
        if (whole > RM_FRAME_ROOM || !sound(line)) {
            line->lost = true;
            break;
        }
        if (written + 2 * RM_FRAME_ROOM <= RM_LINE_ROOM) written += reply(line, m, out + written);
        line->size = 0;
    }
    return written;
}
