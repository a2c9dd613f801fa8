/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/bridge/message.h"

#include <string.h>

#include "firmware-bridge/reference/meter/checksum.h"

uint32_t rm_get32(uint8_t const* at) { return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24; }
uint64_t rm_get64(uint8_t const* at) { return rm_get32(at) | (uint64_t)rm_get32(at + 4) << 32; }

uint8_t* rm_put32(uint8_t* at, uint32_t value) {
    for (int k = 0; k < 4; ++k) *at++ = (uint8_t)(value >> (8 * k));
    return at;
}

uint8_t* rm_put64(uint8_t* at, uint64_t value) { return rm_put32(rm_put32(at, (uint32_t)value), (uint32_t)(value >> 32)); }

uint8_t* rm_message_place(rm_message_reader* r, size_t* room) {
    if (r->used > 0) { /* what was read goes */
        memmove(r->bytes, r->bytes + r->used, r->have - r->used);
        r->have -= r->used;
        r->used = 0;
    }
    *room = RM_MESSAGE_ROOM - r->have;
    return r->bytes + r->have;
}

void rm_message_arrived(rm_message_reader* r, size_t count) { r->have += count; }

bool rm_message_next(rm_message_reader* r, rm_message* m) {
    static const uint8_t start[3] = {'M', 'B', RM_MESSAGE_PROTOCOL};
    for (;; ++r->used) { /* one byte further each time that there is no frame */
        uint8_t* const at = r->bytes + r->used;
        size_t const left = r->have - r->used;
        if (left == 0) return false;
        if (memcmp(at, start, left < sizeof start ? left : sizeof start) != 0) continue;
        if (left < RM_MESSAGE_HEAD) return false;
        uint32_t const size = rm_get32(at + 8);
        if (size > RM_MESSAGE_PAYLOAD) continue;
        size_t const whole = RM_MESSAGE_HEAD + size + RM_MESSAGE_TAIL;
        if (left < whole) return false;
        if (rm_crc32(0, at, RM_MESSAGE_HEAD + size) != rm_get32(at + RM_MESSAGE_HEAD + size)) continue;
        m->version = at[3];
        m->type = at[4];
        m->status = at[5];
        m->sequence = (uint16_t)(at[6] | at[7] << 8);
        m->payload = at + RM_MESSAGE_HEAD;
        m->size = size;
        r->used += whole;
        return true;
    }
}

size_t rm_message_close(uint8_t* out, uint8_t type, uint8_t status, uint16_t sequence, uint32_t size) {
    uint8_t const head[8] = {'M', 'B', RM_MESSAGE_PROTOCOL, RM_MESSAGE_VERSION, type, status, (uint8_t)sequence, (uint8_t)(sequence >> 8)};
    memcpy(out, head, sizeof head);
    rm_put32(out + 8, size);
    rm_put32(out + RM_MESSAGE_HEAD + size, rm_crc32(0, out, RM_MESSAGE_HEAD + size));
    return RM_MESSAGE_HEAD + (size_t)size + RM_MESSAGE_TAIL;
}
