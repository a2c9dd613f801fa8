/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/bridge/serve.h"

#include <stdbool.h>
#include <string.h>

#include "firmware-bridge/abi.h"
#include "firmware-bridge/reference/boards/board.h"
#include "firmware-bridge/reference/bridge/message.h"
#include "firmware-bridge/reference/meter/scale.h"

enum { IDENTIFY = 1, CREATE, DESTROY, FEED, EXCHANGE, KEYS, SCREEN, LEDS, INPUTS, OUTPUTS, PULSES, SAVE, RESTORE, LINE_EXCHANGE };

#define FRAME_SIZE (MB_CHANNELS * sizeof(rm_sample))
#define MOST_PULSES 256
#define MOST_LINE 4096

static union {
    uint8_t bytes[RM_MESSAGE_ROOM];
    uint64_t aligned;
} incoming, outgoing;

static float get_float(uint8_t const* at) {
    uint32_t const bits = rm_get32(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint8_t* put_float(uint8_t* at, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return rm_put32(at, bits);
}

static uint8_t* put_bytes(uint8_t* at, void const* bytes, size_t size) {
    memcpy(at, bytes, size);
    return at + size;
}

static uint32_t calls_of(mb_api const* api) {
    uint32_t calls = 0;
    if (api->keys != NULL) calls |= 1u << 0;
    if (api->screen != NULL) calls |= 1u << 1;
    if (api->leds != NULL) calls |= 1u << 2;
    if (api->inputs != NULL) calls |= 1u << 3;
    if (api->outputs != NULL) calls |= 1u << 4;
    if (api->pulses != NULL) calls |= 1u << 5;
    if (api->save != NULL) calls |= 1u << 6;
    if (api->restore != NULL) calls |= 1u << 7;
    if (board_has_line()) calls |= 1u << 8;
    return calls;
}

static int identify(mb_api const* api, rm_message const* m, uint8_t** out) {
    if (m->size != 4 || rm_get32(m->payload) != MB_ABI_VERSION) return MB_BAD_ARGUMENT;
    mb_identity id = {.size = sizeof id};
    int const status = api->identify(&id);
    *out = rm_put32(*out, api->version);
    *out = rm_put32(*out, calls_of(api));
    *out = put_bytes(*out, id.name, sizeof id.name);
    *out = put_bytes(*out, id.version, sizeof id.version);
    *out = rm_put32(*out, id.sample_format);
    *out = rm_put32(*out, id.sample_rate);
    for (int k = 0; k < MB_CHANNELS; ++k) *out = put_float(*out, id.scale[k]);
    *out = rm_put32(*out, id.adc_bits);
    *out = rm_put32(*out, id.uart_count);
    *out = rm_put32(*out, id.modbus_unit);
    *out = rm_put32(*out, id.modbus_baud);
    return status;
}

static int create(mb_api const* api, rm_message const* m, mb_firmware** meter) {
    if (m->size < 20 || rm_get32(m->payload + 16) != m->size - 20 || *meter != NULL) return MB_BAD_ARGUMENT;
    mb_config config = {.size = sizeof config};
    config.nominal_voltage = get_float(m->payload);
    config.nominal_current = get_float(m->payload + 4);
    config.nominal_frequency = get_float(m->payload + 8);
    config.seed = rm_get32(m->payload + 12);
    config.flash_size = m->size - 20;
    config.flash = config.flash_size > 0 ? m->payload + 20 : NULL;
    *meter = api->create(&config);
    return *meter != NULL ? MB_OK : MB_ERROR;
}

static int feed(mb_api const* api, mb_firmware* meter, rm_message const* m) {
    if (m->size < 12) return MB_BAD_ARGUMENT;
    mb_block const block = {rm_get64(m->payload), rm_get32(m->payload + 8), m->payload + 12};
    if ((uint64_t)block.frames * FRAME_SIZE != m->size - 12u) return MB_BAD_ARGUMENT;
    return api->feed(meter, &block);
}

static int exchange(mb_api const* api, mb_firmware* meter, rm_message const* m, uint8_t** out) {
    if (m->size < 4) return MB_BAD_ARGUMENT;
    size_t size = MOST_LINE;
    int const status = api->exchange(meter, rm_get32(m->payload), m->payload + 4, m->size - 4, *out, &size);
    if (status == MB_OK) *out += size;
    return status;
}

/* The bytes travel on the line itself; the message says how many. */
static int line_exchange(mb_api const* api, mb_firmware* meter, rm_message const* m, uint8_t** out) {
    static uint8_t arrived[MOST_LINE];
    static uint8_t replies[MOST_LINE];
    if (m->size != 8 || !board_has_line()) return MB_BAD_ARGUMENT;
    uint32_t left = rm_get32(m->payload + 4);
    size_t written = 0;
    int status = MB_OK;
    do {
        uint32_t const piece = left < MOST_LINE ? left : MOST_LINE;
        board_line_receive(arrived, piece);
        left -= piece;
        size_t size = sizeof replies;
        if (status == MB_OK) status = api->exchange(meter, rm_get32(m->payload), arrived, piece, replies, &size);
        if (status != MB_OK) continue;
        board_line_send(replies, size);
        written += size;
    } while (left > 0);
    *out = rm_put32(*out, (uint32_t)written);
    return status;
}

static int screen(mb_api const* api, mb_firmware* meter, uint8_t** out) {
    mb_screen picture = {.pixels = *out + 8, .capacity = RM_MESSAGE_PAYLOAD - 8};
    int const status = api->screen(meter, &picture);
    *out = rm_put32(*out, picture.width);
    *out = rm_put32(*out, picture.height);
    *out += (size_t)picture.width * picture.height;
    return status;
}

static int pulses(mb_api const* api, mb_firmware* meter, uint8_t** out) {
    static mb_pulse list[MOST_PULSES];
    size_t count = MOST_PULSES;
    int const status = api->pulses(meter, list, &count);
    *out = rm_put32(*out, (uint32_t)count);
    for (size_t k = 0; k < count; ++k) {
        *out = rm_put64(*out, list[k].sample);
        *out = rm_put32(*out, list[k].fraction);
        *out = rm_put32(*out, list[k].output);
    }
    return status;
}

static int told(int status, uint32_t number, uint8_t** out) {
    *out = rm_put32(*out, number);
    return status;
}

/* One request; the status, and the payload of the reply up to *out. */
static int carry_out(mb_api const* api, mb_firmware** meter, rm_message const* m, uint8_t** out) {
    uint32_t number = 0;
    if (m->type == IDENTIFY) return identify(api, m, out);
    if (m->type == CREATE) return create(api, m, meter);
    if (*meter == NULL) return MB_BAD_ARGUMENT;
    switch (m->type) {
        case DESTROY:
            api->destroy(*meter);
            *meter = NULL;
            return MB_OK;
        case FEED:
            return feed(api, *meter, m);
        case EXCHANGE:
            return exchange(api, *meter, m, out);
        case LINE_EXCHANGE:
            return line_exchange(api, *meter, m, out);
        case KEYS:
            return m->size == 4 ? api->keys(*meter, rm_get32(m->payload)) : MB_BAD_ARGUMENT;
        case SCREEN:
            return screen(api, *meter, out);
        case LEDS: {
            int const status = api->leds(*meter, &number);
            return told(status, number, out);
        }
        case INPUTS:
            return m->size == 4 ? api->inputs(*meter, rm_get32(m->payload)) : MB_BAD_ARGUMENT;
        case OUTPUTS: {
            int const status = api->outputs(*meter, &number);
            return told(status, number, out);
        }
        case PULSES:
            return pulses(api, *meter, out);
        case SAVE: {
            size_t size = RM_MESSAGE_PAYLOAD;
            int const status = api->save(*meter, *out, &size);
            if (status == MB_OK) *out += size;
            return status;
        }
        case RESTORE:
            return api->restore(*meter, m->payload, m->size);
        default:
            return MB_BAD_ARGUMENT;
    }
}

static char const* sentence(int status) {
    return status == MB_BAD_ARGUMENT ? "the message does not fit this firmware or its state" : "the firmware could not do it";
}

void rm_serve(void) {
    mb_api const* const api = mb_firmware_api(MB_ABI_VERSION);
    mb_firmware* meter = NULL;
    rm_message_reader reader = {incoming.bytes, 0, 0};
    for (bool goes_on = true; goes_on;) {
        rm_message m;
        if (!rm_message_next(&reader, &m)) {
            size_t room;
            uint8_t* const place = rm_message_place(&reader, &room);
            size_t const count = board_receive(place, room);
            if (count == 0) break;
            rm_message_arrived(&reader, count);
            continue;
        }
        if (m.version != RM_MESSAGE_VERSION || (m.type & RM_MESSAGE_REPLY) != 0) continue; /* not a request of ours */
        uint8_t* const payload = outgoing.bytes + RM_MESSAGE_HEAD;
        uint8_t* end = payload;
        int const status = carry_out(api, &meter, &m, &end);
        if (status != MB_OK) {
            char const* const why = sentence(status);
            end = put_bytes(payload, why, strlen(why));
        }
        size_t const size =
            rm_message_close(outgoing.bytes, (uint8_t)(m.type | RM_MESSAGE_REPLY), (uint8_t)status, m.sequence, (uint32_t)(end - payload));
        board_send(outgoing.bytes, size);
        goes_on = !(m.type == DESTROY && status == MB_OK);
    }
    if (meter != NULL) api->destroy(meter);
}
