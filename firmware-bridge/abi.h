/* SPDX-License-Identifier: MIT
 *
 * Copyright (c) 2026 The Meterbench authors
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this file, to deal in it without restriction, including
 * without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of it, and to permit
 * persons to whom it is furnished to do so, subject to the following condition: the above copyright notice and this permission notice
 * shall be included in all copies or substantial portions of it.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 * MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
 * ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
 * THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 *
 * How a bench runs a meter's firmware that was built for the host: the firmware is a shared library that exports one function,
 * mb_firmware_api(), which gives a table of functions. C11; nothing else is needed. docs/bridge-abi.md tells each call, with an example.
 *
 * Rules for all calls: one thread at a time; the caller owns every buffer and a pointer is good during the call only; strings end with 0;
 * a firmware instance keeps all of its state behind its handle, so that several may run; it asks neither the time nor anything else of the
 * machine. Time is what feed() brings: the number of samples fed, divided by the sample rate. Calls return 0, or one of the codes below.
 */
#ifndef MB_FIRMWARE_ABI_H
#define MB_FIRMWARE_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. A table is understood where its version is the same; fields that are added at the end of a structure do
 * not change it: `size` tells which are there. */
#define MB_ABI_VERSION 1u

enum {
    MB_OK = 0,
    MB_ERROR = 1,       /* it could not be done; the run ends */
    MB_TOO_SMALL = 2,   /* the caller's buffer: *size tells what is needed, nothing was lost */
    MB_BAD_ARGUMENT = 3 /* a port, a size or a format that the firmware does not have */
};

/* Channels of a sample, in this order. */
enum { MB_VA, MB_VB, MB_VC, MB_VN, MB_I1, MB_I2, MB_I3, MB_I4, MB_CHANNELS };

/* How the firmware wants its samples. */
enum {
    MB_FLOAT = 0,     /* float: volts to earth and amperes, as a perfect front end would tell them */
    MB_ADC_INT16 = 1, /* int16_t: counts of its converters */
    MB_ADC_INT32 = 2  /* int32_t: the same, wider */
};

/* What the firmware says of itself. */
typedef struct {
    uint32_t size;          /* set by the caller: sizeof(mb_identity) as it knows it */
    char name[32];          /* "ACME M3" */
    char version[32];       /* "2.4.1+g1a2b3c" */
    uint32_t sample_format; /* MB_FLOAT, MB_ADC_INT16, MB_ADC_INT32 */
    uint32_t sample_rate;   /* [Hz]; the bench renders 9600 Hz and refuses others */
    float scale[MB_CHANNELS];    /* of ADC formats: volts or amperes per count */
    uint32_t adc_bits;           /* of ADC formats: counts end at +-2^(bits-1) */
    uint32_t uart_count;         /* virtual UARTs; port 0 is the Modbus RTU slave */
    uint32_t modbus_unit;        /* address under which it answers there after create() with empty flash */
    uint32_t modbus_baud;        /* and its bit rate; tells the bench how long a byte and a silence last */
} mb_identity;

/* What the bench tells a new instance. */
typedef struct {
    uint32_t size;           /* sizeof(mb_config) of the caller */
    float nominal_voltage;   /* [V, L-N] */
    float nominal_current;   /* [A] */
    float nominal_frequency; /* 50 or 60 [Hz] */
    uint32_t seed;           /* for a firmware that wants noise of its own */
    const void *flash;       /* contents of its flash from an earlier save(), or NULL: as delivered */
    size_t flash_size;
} mb_config;

/* Samples: frames of MB_CHANNELS values in the firmware's sample format, one after the other. */
typedef struct {
    uint64_t first; /* index of the first frame since create(): time in samples */
    uint32_t frames;
    const void *samples;
} mb_block;

/* A pulse of the metrological LED or of a pulse output. */
typedef struct {
    uint64_t sample;      /* frame within which it began, counted as mb_block.first */
    uint32_t fraction;    /* of that frame, in 1/2^32 */
    uint32_t output;      /* 0: the LED; 1, 2 …: outputs */
} mb_pulse;

/* The screen: one byte a pixel, 0 dark … 255 light, row by row. */
typedef struct {
    uint32_t width, height; /* set by the firmware */
    uint8_t *pixels;        /* the caller's */
    size_t capacity;        /* [bytes] of the caller's buffer */
} mb_screen;

typedef struct mb_firmware mb_firmware; /* the firmware's own */

typedef struct {
    uint32_t size;    /* sizeof(mb_api) as the firmware was compiled: what lies beyond is absent */
    uint32_t version; /* MB_ABI_VERSION as the firmware was compiled */

    /* Required. */
    int (*identify)(mb_identity *out); /* before create(), too */
    mb_firmware *(*create)(const mb_config *config); /* powers the meter up; NULL: it cannot */
    void (*destroy)(mb_firmware *meter);
    int (*feed)(mb_firmware *meter, const mb_block *block); /* the only way in which time passes */
    /* Bytes that arrive at UART `port` now, and what the firmware has to send by now. *out_size: room, then bytes written; what does not
     * fit stays for the next call. in_size may be 0: it is then only asked. */
    int (*exchange)(mb_firmware *meter, uint32_t port, const uint8_t *in, size_t in_size, uint8_t *out, size_t *out_size);

    /* Optional: NULL where the firmware has no such thing. */
    int (*keys)(mb_firmware *meter, uint32_t pressed);      /* bit n: key n is down from now on */
    int (*screen)(mb_firmware *meter, mb_screen *out);
    int (*leds)(mb_firmware *meter, uint32_t *lit);         /* bit n: LED n */
    int (*inputs)(mb_firmware *meter, uint32_t closed);     /* bit n: digital input n is closed from now on */
    int (*outputs)(mb_firmware *meter, uint32_t *closed);   /* bit n: digital output n */
    int (*pulses)(mb_firmware *meter, mb_pulse *out, size_t *count); /* since the latest call; *count: room, then pulses written */
    int (*save)(mb_firmware *meter, void *out, size_t *size); /* its flash; *size: room, then bytes written (MB_TOO_SMALL: needed) */
    int (*restore)(mb_firmware *meter, const void *flash, size_t size); /* takes effect as after a power cycle */
} mb_api;

/* The one symbol that the library exports. `host_version` is MB_ABI_VERSION of the bench; NULL: the firmware cannot serve it. The table
 * lives as long as the library is loaded. */
const mb_api *mb_firmware_api(uint32_t host_version);
typedef const mb_api *(*mb_firmware_api_function)(uint32_t host_version);
#define MB_FIRMWARE_API_SYMBOL "mb_firmware_api"

#ifdef __cplusplus
}
#endif

#endif
