/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Modbus RTU slave on the serial line: any bytes in, replies out. A frame is answered when its last byte is there; bytes that make no
 * frame are forgotten after a silence of 3.5 characters (MODBUS over serial line V1.02, 2.5.1.1). */
#ifndef RM_LINE_H
#define RM_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RM_FRAME_ROOM 256
#define RM_LINE_ROOM 2048 /* replies to what one call may bring */

typedef struct {
    uint8_t address; /* its own */
    uint8_t bytes[RM_FRAME_ROOM];
    size_t size;
    bool lost;       /* the frame under way is broken: wait for silence */
    int64_t latest;  /* frame in which the latest byte came */
    int64_t silence; /* frames that end a frame */
} rm_line;

struct rm_meter;

void rm_line_make(rm_line* line, uint8_t address, uint32_t baud);
/* Time has passed: call it before rm_line_receive(). Returns how many bytes of a reply are in `out` (at most RM_FRAME_ROOM): a frame whose
 * length could not be known ends now. */
size_t rm_line_silence(rm_line* line, struct rm_meter* m, int64_t now, uint8_t* out);
/* Returns how many bytes are in `out`, at most RM_LINE_ROOM - RM_FRAME_ROOM; replies that no longer fit are not given. */
size_t rm_line_receive(rm_line* line, struct rm_meter* m, int64_t now, uint8_t const* in, size_t size, uint8_t* out);

#endif
