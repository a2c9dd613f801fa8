/* SPDX-License-Identifier: MIT */
/* The smallest firmware that the bench can run: a voltmeter on V1 with one register pair, the rms of ten cycles in 0.01 V at 18444. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "firmware-bridge/abi.h"

#define WINDOW 1920 /* samples of ten cycles at 50 Hz */

struct mb_firmware {
    double sum;     /* of squares, of the running window */
    uint32_t count; /* samples in it */
    uint32_t rms;   /* of the window before, in 0.01 V */
};

static uint16_t crc16(const uint8_t *bytes, size_t size) {
    unsigned crc = 0xFFFF;
    for (size_t i = 0; i < size; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >> 1) ^ 0xA001u : crc >> 1;
    }
    return (uint16_t)crc;
}

static int identify(mb_identity *out) {
    strcpy(out->name, "Example voltmeter");
    strcpy(out->version, "1.0");
    out->sample_format = MB_FLOAT;
    out->sample_rate = 9600;
    out->uart_count = 1;
    out->modbus_unit = 1;
    out->modbus_baud = 19200;
    return MB_OK;
}

static mb_firmware *create(const mb_config *config) {
    (void)config;
    return calloc(1, sizeof(mb_firmware));
}

static void destroy(mb_firmware *meter) { free(meter); }

static int feed(mb_firmware *meter, const mb_block *block) {
    const float *samples = block->samples;
    for (uint32_t n = 0; n < block->frames; ++n, samples += MB_CHANNELS) {
        double v1 = (double)samples[MB_VA] - (double)samples[MB_VN];
        meter->sum += v1 * v1;
        if (++meter->count < WINDOW) continue;
        meter->rms = (uint32_t)(100.0 * sqrt(meter->sum / WINDOW) + 0.5);
        meter->sum = 0.0;
        meter->count = 0;
    }
    return MB_OK;
}

/* One whole request a call, as the bench sends them, and room for any reply; a meter on a real line looks for the silence between frames. */
static int exchange(mb_firmware *meter, uint32_t port, const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size) {
    static const uint8_t wanted[6] = {1, 3, 18444 >> 8, 18444 & 0xFF, 0, 2}; /* unit 1, function 3, two registers from 18444 */
    uint8_t const good[7] = {1, 3, 4, (uint8_t)(meter->rms >> 24), (uint8_t)(meter->rms >> 16), (uint8_t)(meter->rms >> 8), (uint8_t)meter->rms};
    uint8_t const no_such_register[3] = {1, in_size > 1 ? in[1] | 0x80 : 0, 2};
    int const known = in_size == 8 && memcmp(in, wanted, sizeof wanted) == 0;
    size_t const size = known ? sizeof good : sizeof no_such_register;
    *out_size = 0;
    if (port != 0) return MB_BAD_ARGUMENT;
    if (in_size < 4 || in[0] != 1 || crc16(in, in_size) != 0) return MB_OK; /* nothing came, or it is not for us */
    memcpy(out, known ? good : no_such_register, size);
    out[size] = (uint8_t)crc16(out, size);
    out[size + 1] = (uint8_t)(crc16(out, size) >> 8);
    *out_size = size + 2;
    return MB_OK;
}

const mb_api *mb_firmware_api(uint32_t host_version) {
    static const mb_api api = {.size = sizeof(mb_api), .version = MB_ABI_VERSION, .identify = identify, .create = create,
                               .destroy = destroy, .feed = feed, .exchange = exchange};
    return host_version == MB_ABI_VERSION ? &api : NULL;
}
