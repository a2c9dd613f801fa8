/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame around messages of the bridge (docs/bridge-abi.md), for processors without a heap. */
#ifndef RM_MESSAGE_H
#define RM_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RM_MESSAGE_HEAD = 12, RM_MESSAGE_TAIL = 4, RM_MESSAGE_PROTOCOL = 1, RM_MESSAGE_VERSION = 1, RM_MESSAGE_REPLY = 0x80 };
#define RM_MESSAGE_PAYLOAD 65536
#define RM_MESSAGE_ROOM (RM_MESSAGE_HEAD + RM_MESSAGE_PAYLOAD + RM_MESSAGE_TAIL)

typedef struct {
    uint8_t version, type, status;
    uint16_t sequence;
    uint8_t* payload; /* inside the reader, until the next call */
    uint32_t size;
} rm_message;

/* Splits a stream into messages. Bytes that belong to no sound frame are passed over one by one. */
typedef struct {
    uint8_t* bytes; /* RM_MESSAGE_ROOM, of the owner */
    size_t have, used;
} rm_message_reader;

/* Where the next bytes go, and how many may: at least 1 after rm_message_next() was false. Tell rm_message_arrived() how many came. */
uint8_t* rm_message_place(rm_message_reader* r, size_t* room);
void rm_message_arrived(rm_message_reader* r, size_t count);
/* The next sound message; false: more bytes are needed. */
bool rm_message_next(rm_message_reader* r, rm_message* m);

/* Head and tail around a payload that lies at out + RM_MESSAGE_HEAD; returns the size of the frame. */
size_t rm_message_close(uint8_t* out, uint8_t type, uint8_t status, uint16_t sequence, uint32_t size);

/* Little-endian numbers. */
uint32_t rm_get32(uint8_t const* at);
uint64_t rm_get64(uint8_t const* at);
uint8_t* rm_put32(uint8_t* at, uint32_t value);
uint8_t* rm_put64(uint8_t* at, uint64_t value);

#endif
