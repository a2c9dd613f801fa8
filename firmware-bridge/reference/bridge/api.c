/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The meter behind abi.h. */
#include <string.h>

#include "firmware-bridge/abi.h"
#include "firmware-bridge/reference/boards/board.h"
#include "firmware-bridge/reference/boards/flash_ram.h"
#include "firmware-bridge/reference/meter/meter.h"
#include "firmware-bridge/reference/meter/version.h"

struct mb_firmware {
    rm_meter meter;
    rm_flash_ram flash;
    rm_nominal nominal;
    int64_t meter_zero;            /* frames fed before the latest power-up */
    uint8_t out[4 * RM_LINE_ROOM]; /* sent by the line and not yet fetched */
    size_t out_size;
};

/* Structures grow at their ends: what the caller's has is filled, and no more. */
static int identify(mb_identity* out) {
    mb_identity mine;
    memset(&mine, 0, sizeof mine);
    strcpy(mine.name, RM_VENDOR " " RM_NAME);
    strcpy(mine.version, RM_VERSION);
    mine.sample_format = RM_ADC_BITS > 16 ? MB_ADC_INT32 : MB_ADC_INT16;
    mine.sample_rate = RM_RATE;
    for (int k = 0; k < MB_CHANNELS; ++k) mine.scale[k] = 1.0f / (k < MB_I1 ? RM_COUNTS_PER_VOLT : RM_COUNTS_PER_AMPERE);
    mine.adc_bits = RM_ADC_BITS;
    mine.uart_count = 1;
    mine.modbus_unit = rm_setting_table[RM_ADDRESS].initial;
    mine.modbus_baud = rm_settings_baud(rm_setting_table[RM_BAUD].initial);
    size_t const size = out->size < sizeof mine ? out->size : sizeof mine;
    if (size < sizeof mine.size) return MB_BAD_ARGUMENT;
    mine.size = out->size;
    memcpy(out, &mine, size);
    return MB_OK;
}

static int restore(mb_firmware* f, void const* flash, size_t size) {
    if (size > sizeof f->flash) return MB_BAD_ARGUMENT;
    rm_flash_ram_make(&f->flash);
    if (size > 0) memcpy(&f->flash, flash, size);
    rm_flash const driver = rm_flash_ram_driver(&f->flash);
    int64_t const fed = f->meter.fed;
    rm_meter_power_up(&f->meter, &f->nominal, &driver);
    f->meter_zero += fed; /* samples are counted from create() on */
    f->out_size = 0;
    return MB_OK;
}

static mb_firmware* create(mb_config const* config) {
    mb_firmware* const f = board_memory(sizeof *f);
    if (f == NULL) return NULL;
    memset(f, 0, sizeof *f);
    f->nominal = (rm_nominal){(double)config->nominal_voltage, (double)config->nominal_current, config->nominal_frequency > 55.0f};
    if (restore(f, config->flash, config->flash == NULL ? 0 : config->flash_size) == MB_OK) return f;
    board_release(f);
    return NULL;
}

static void destroy(mb_firmware* f) { board_release(f); }

static int feed(mb_firmware* f, mb_block const* block) {
    if (block->first != (uint64_t)(f->meter_zero + f->meter.fed)) return MB_BAD_ARGUMENT;
    uint8_t const* from = block->samples;
    for (uint32_t k = 0; k < block->frames; ++k) {
        rm_sample delivered[RM_INPUTS];
        int32_t counts[RM_INPUTS];
        memcpy(delivered, from, sizeof delivered); /* a message need not be aligned */
        from += sizeof delivered;
        for (int c = 0; c < RM_INPUTS; ++c) counts[c] = delivered[c];
        rm_meter_feed(&f->meter, counts);
    }
    return MB_OK;
}

static int exchange(mb_firmware* f, uint32_t port, uint8_t const* in, size_t in_size, uint8_t* out, size_t* out_size) {
    if (port != 0) return MB_BAD_ARGUMENT;
    uint8_t replies[RM_LINE_ROOM];
    size_t size = rm_meter_line(&f->meter, in, in_size, replies);
    if (size > sizeof f->out - f->out_size) size = 0; /* nobody fetches: the line would drop it, too */
    memcpy(f->out + f->out_size, replies, size);
    f->out_size += size;
    size_t const given = f->out_size < *out_size ? f->out_size : *out_size;
    if (given > 0) memcpy(out, f->out, given);
    memmove(f->out, f->out + given, f->out_size - given);
    f->out_size -= given;
    *out_size = given;
    return MB_OK;
}

static int keys(mb_firmware* f, uint32_t pressed) {
    rm_display_keys(&f->meter.display, pressed);
    return MB_OK;
}

static int screen(mb_firmware* f, mb_screen* out) {
    out->width = RM_DISPLAY_WIDTH;
    out->height = RM_DISPLAY_HEIGHT;
    if (out->capacity < (size_t)RM_DISPLAY_WIDTH * RM_DISPLAY_HEIGHT) return MB_TOO_SMALL;
    rm_display_draw(&f->meter.display, &f->meter, out->pixels);
    return MB_OK;
}

static int leds(mb_firmware* f, uint32_t* lit) {
    *lit = rm_meter_leds(&f->meter);
    return MB_OK;
}

static int inputs(mb_firmware* f, uint32_t closed) {
    f->meter.inputs = closed;
    return MB_OK;
}

static int outputs(mb_firmware* f, uint32_t* closed) {
    *closed = f->meter.outputs;
    return MB_OK;
}

static int pulses(mb_firmware* f, mb_pulse* out, size_t* count) {
    size_t const room = *count;
    rm_moment at;
    for (*count = 0; *count < room && rm_meter_pulse(&f->meter, &at); ++*count) {
        out[*count].sample = (uint64_t)(f->meter_zero + at / RM_SAMPLE);
        out[*count].fraction = (uint32_t)(at % RM_SAMPLE) << 16;
        out[*count].output = 0;
    }
    return MB_OK;
}

static int save(mb_firmware* f, void* out, size_t* size) {
    size_t const room = *size;
    *size = sizeof f->flash;
    if (room < *size) return MB_TOO_SMALL;
    if (!rm_meter_store(&f->meter)) return MB_ERROR; /* as at the end of every supply: the energies go to flash */
    memcpy(out, &f->flash, *size);
    return MB_OK;
}

static const mb_api api = {
    .size = sizeof(mb_api),
    .version = MB_ABI_VERSION,
    .identify = identify,
    .create = create,
    .destroy = destroy,
    .feed = feed,
    .exchange = exchange,
    .keys = keys,
    .screen = screen,
    .leds = leds,
    .inputs = inputs,
    .outputs = outputs,
    .pulses = pulses,
    .save = save,
    .restore = restore,
};

#if defined(__GNUC__) && !defined(__arm__)
__attribute__((visibility("default")))
#endif
mb_api const*
mb_firmware_api(uint32_t host_version) {
    return host_version == MB_ABI_VERSION ? &api : NULL;
}
