/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A firmware that behaves well but for one thing, SPECIMEN. Its registers (function 3, unit 1): 0 and 1 the frames fed so far, 2 to 9 the latest
 * frame's counts. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware-bridge/abi.h"

#define IS(name) (strcmp(SPECIMEN, name) == 0)
enum { REGISTERS = 10, MOST = 600 };

struct mb_firmware {
    uint64_t fed;
    uint64_t due; /* when the reply that waits may go */
    int16_t latest[MB_CHANNELS];
    uint8_t reply[MOST];
    size_t size;
    uint32_t keys, inputs;
    uint8_t flash[4];
};

static int counts_format(void) { return IS("converters") || IS("nan_scale"); }

static uint16_t crc16(const uint8_t *bytes, size_t size) {
    unsigned crc = 0xFFFF;
    for (size_t i = 0; i < size; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >> 1) ^ 0xA001u : crc >> 1;
    }
    return (uint16_t)crc;
}

__attribute__((constructor)) static void loaded(void) {
    if (IS("crash_at_load")) abort();
}

static int identify(mb_identity *out) {
    strcpy(out->name, "Specimen");
    strcpy(out->version, "1.0");
    if (IS("endless_name")) memset(out->name, 'x', sizeof out->name);
    out->sample_format = counts_format() ? MB_ADC_INT16 : MB_FLOAT;
    out->sample_rate = IS("other_rate") ? 8000 : 9600;
    for (int k = 0; k < MB_CHANNELS; ++k) out->scale[k] = counts_format() ? 0.01f : 0.0f;
    if (IS("nan_scale")) out->scale[MB_I2] = NAN;
    out->adc_bits = 12;
    out->uart_count = 1;
    out->modbus_unit = 1;
    out->modbus_baud = 19200;
    return MB_OK;
}

static mb_firmware *create(const mb_config *config) {
    if (IS("no_meter")) return NULL;
    mb_firmware *meter = calloc(1, sizeof(mb_firmware));
    if (meter != NULL && config->flash_size == sizeof meter->flash) memcpy(meter->flash, config->flash, sizeof meter->flash);
    return meter;
}

static void destroy(mb_firmware *meter) {
    if (IS("crash_in_destroy")) abort();
    free(meter);
}

static int feed(mb_firmware *meter, const mb_block *block) {
    if (IS("crash_in_feed")) {
        fputs("task 3: stack overflow\n", stderr);
        *(volatile int *)0 = 1;
    }
    if (IS("exit_in_feed")) exit(7);
    if (IS("hang_in_feed"))
        for (;;) pause();
    if (IS("refuses_feed")) return MB_ERROR;
    if (IS("prints")) puts("hello from the firmware");
    if (block->first != meter->fed) return MB_BAD_ARGUMENT;
    if (counts_format() && block->frames > 0)
        memcpy(meter->latest, (const int16_t *)block->samples + (size_t)(block->frames - 1) * MB_CHANNELS, sizeof meter->latest);
    meter->fed += block->frames;
    return MB_OK;
}

static void answer(mb_firmware *meter, const uint8_t *in, size_t in_size) {
    if (in_size < 8 || in[0] != 1 || in[1] != 3 || crc16(in, in_size) != 0 || in[5] > REGISTERS) return;
    uint16_t image[256 + REGISTERS] = {(uint16_t)(meter->fed >> 16), (uint16_t)meter->fed};
    for (int k = 0; k < MB_CHANNELS; ++k) image[2 + k] = (uint16_t)meter->latest[k];
    uint8_t *at = meter->reply;
    *at++ = IS("wrong_unit") ? 9 : 1;
    *at++ = IS("wrong_function") ? 4 : 3;
    *at++ = (uint8_t)(2 * in[5]);
    for (int k = 0; k < in[5]; ++k) {
        *at++ = (uint8_t)(image[in[3] + k] >> 8);
        *at++ = (uint8_t)image[in[3] + k];
    }
    uint16_t const crc = (uint16_t)(crc16(meter->reply, (size_t)(at - meter->reply)) ^ (IS("wrong_crc") ? 0x55 : 0));
    *at++ = (uint8_t)crc;
    *at++ = (uint8_t)(crc >> 8);
    if (IS("bytes_behind")) *at++ = 0;
    meter->size = (size_t)(at - meter->reply);
    meter->due = meter->fed + (IS("late") ? 48 : IS("too_late") ? 96000 : 0);
    if (IS("never")) meter->size = 0;
}

static int exchange(mb_firmware *meter, uint32_t port, const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size) {
    if (port != 0) return MB_BAD_ARGUMENT;
    if (IS("abort_in_exchange")) abort();
    if (IS("flood")) {
        memset(out, 'U', *out_size);
        return MB_OK;
    }
    if (IS("lies_about_bytes")) {
        *out_size = 100000;
        return MB_OK;
    }
    if (IS("writes_beyond")) {
        memset(out, 0, *out_size + 8);
        return MB_OK;
    }
    answer(meter, in, in_size);
    size_t size = meter->fed >= meter->due ? meter->size : 0;
    if (IS("byte_by_byte") && size > 1) size = 1;
    if (size > *out_size) size = *out_size;
    memcpy(out, meter->reply, size);
    memmove(meter->reply, meter->reply + size, meter->size - size);
    meter->size -= size;
    *out_size = size;
    return MB_OK;
}

static int keys(mb_firmware *meter, uint32_t pressed) {
    meter->keys = pressed;
    return MB_OK;
}

static int leds(mb_firmware *meter, uint32_t *lit) {
    *lit = meter->keys ^ 1;
    return MB_OK;
}

static int inputs(mb_firmware *meter, uint32_t closed) {
    meter->inputs = closed;
    return MB_OK;
}

static int outputs(mb_firmware *meter, uint32_t *closed) {
    *closed = meter->inputs << 1;
    return MB_OK;
}

static int screen(mb_firmware *meter, mb_screen *out) {
    (void)meter;
    if (IS("huge_screen")) {
        out->width = out->height = 100000;
        return MB_OK;
    }
    out->width = 3;
    out->height = 2;
    for (uint8_t k = 0; k < 6; ++k) out->pixels[k] = (uint8_t)(40 * k);
    return MB_OK;
}

static int pulses(mb_firmware *meter, mb_pulse *out, size_t *count) {
    if (IS("many_pulses")) {
        *count = 1000000;
        return MB_OK;
    }
    out[0] = (mb_pulse){meter->fed, 1u << 31, 0};
    out[1] = (mb_pulse){meter->fed + 1, 7, 2};
    *count = 2;
    return MB_OK;
}

static int save(mb_firmware *meter, void *out, size_t *size) {
    size_t const room = *size;
    *size = IS("large_flash") ? 1 << 20 : sizeof meter->flash;
    if (room < *size) return MB_TOO_SMALL;
    memcpy(out, meter->flash, *size);
    return MB_OK;
}

static int restore(mb_firmware *meter, const void *flash, size_t size) {
    if (size != sizeof meter->flash) return MB_BAD_ARGUMENT;
    memcpy(meter->flash, flash, size);
    return MB_OK;
}

const mb_api *mb_firmware_api(uint32_t host_version) {
    static mb_api api;
    api = (mb_api){.size = sizeof(mb_api), .version = MB_ABI_VERSION, .identify = identify, .create = create, .destroy = destroy, .feed = feed,
                   .exchange = exchange, .keys = keys, .screen = screen, .leds = leds, .inputs = inputs, .outputs = outputs, .pulses = pulses,
                   .save = save, .restore = restore};
    if (IS("wrong_version")) api.version = 2;
    if (IS("lies_about_size")) api.size = 16;
    if (IS("short_table")) api.size = offsetof(mb_api, keys); /* a firmware without anything optional */
    if (IS("lacks_feed")) api.feed = NULL;
    return IS("no_table") || host_version != MB_ABI_VERSION ? NULL : &api;
}
