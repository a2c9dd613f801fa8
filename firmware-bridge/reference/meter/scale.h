/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units of the meter's inside: what a count of the converters is worth. The scales are powers of two, so that products of counts are
 * energies in whole numbers and nothing is ever rounded between the converter and the energy register. */
#ifndef RM_SCALE_H
#define RM_SCALE_H

#include <stdint.h>

#define RM_RATE 9600 /* frames a second */

/* The converters: 24 bit, or 16 where the samples come over a slow line (the image in an emulator). Counts end at +-2^(bits-1): 1024 V and
 * 4096 A peak, with 16 bits 512 A. */
#ifndef RM_ADC_BITS
#define RM_ADC_BITS 24
#endif
#if RM_ADC_BITS == 24
#define RM_COUNTS_PER_VOLT 8192
#define RM_COUNTS_PER_AMPERE 2048
typedef int32_t rm_sample;
#elif RM_ADC_BITS == 16
#define RM_COUNTS_PER_VOLT 32
#define RM_COUNTS_PER_AMPERE 64
typedef int16_t rm_sample;
#else
#error "RM_ADC_BITS is 24 or 16"
#endif

/* Channels of a frame, in the order in which the converters deliver them: volts to earth, amperes. */
enum { RM_IN_VA, RM_IN_VB, RM_IN_VC, RM_IN_VN, RM_IN_I1, RM_IN_I2, RM_IN_I3, RM_IN_I4, RM_INPUTS };

/* A moment: samples since power-on, in 1/65536 (1.6 ns). 64 bits last for 400 000 years. */
typedef int64_t rm_moment;
#define RM_SAMPLE ((rm_moment)65536)

/* Product of a voltage and a current in counts, summed over samples: what 0.1 Wh (360 Ws) is. Exact. */
#define RM_TENTH_WATT_HOUR ((int64_t)360 * RM_RATE * RM_COUNTS_PER_VOLT * RM_COUNTS_PER_AMPERE)

#endif
