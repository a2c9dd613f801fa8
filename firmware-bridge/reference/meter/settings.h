/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings of the meter: each a row with its register, its limits and what it is as delivered. Read and written over Modbus, kept in
 * flash. */
#ifndef RM_SETTINGS_H
#define RM_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    RM_NET_TYPE,
    RM_V_NOM,
    RM_F_NOM,
    RM_ROTATION,
    RM_VT_USED,
    RM_VT_PRIM,
    RM_VT_SEC,
    RM_CT1_WAY,
    RM_CT1_PHASE,
    RM_CT2_WAY,
    RM_CT2_PHASE,
    RM_CT3_WAY,
    RM_CT3_PHASE,
    RM_CT4_WAY,
    RM_CT4_PHASE,
    RM_LOAD_ENABLED,
    RM_LOAD_TYPE,
    RM_I_NOM,
    RM_NATURE,
    RM_USAGE,
    RM_LOAD2_ENABLED,
    RM_LOAD3_ENABLED,
    RM_LOAD4_ENABLED,
    RM_WIN_INST,
    RM_POWER_METHOD,
    RM_PF_CONVENTION,
    RM_LED_LOAD,
    RM_LED_ENERGY,
    RM_REFERENCE,
    RM_DIP_PERCENT,
    RM_DIP_HYST,
    RM_SWELL_PERCENT,
    RM_SWELL_HYST,
    RM_INT_PERCENT,
    RM_INT_HYST,
    RM_INRUSH_PERCENT,
    RM_INRUSH_HYST,
    RM_REACTIVE_METHOD,
    RM_NEUTRAL_SOURCE,
    RM_PULSE_WEIGHT,
    RM_EVENT_STAMP,
    RM_ADDRESS,
    RM_BAUD,
    RM_STOP_BITS,
    RM_PARITY,
    RM_SETTINGS
};

typedef struct {
    uint16_t address, words;
    uint32_t lowest, highest, initial; /* in counts of the register */
    bool locked;                       /* written only while the lock is open */
    uint32_t unit;                     /* the value inside is so many times the register's */
} rm_setting;

extern const rm_setting rm_setting_table[RM_SETTINGS];

/* Values in their inside units: v_nom [mV], i_nom [mA], pulse_weight [0.1 Wh], else as the registers. */
void rm_settings_initial(uint32_t values[RM_SETTINGS]);

/* The bit rate of the code in RM_BAUD. */
uint32_t rm_settings_baud(uint32_t code);

#endif
