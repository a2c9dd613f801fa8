/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/settings.h"

/* This meter knows one network (3P+N), one load with three or four sensors, no transformer, readings of 200 ms: where lowest and highest
 * are equal, the register can be written with nothing else. */
const rm_setting rm_setting_table[RM_SETTINGS] = {
    [RM_NET_TYPE] = {12288, 1, 5, 5, 5, false, 1},
    [RM_V_NOM] = {12289, 2, 50, 450, 230, false, 1000},
    [RM_F_NOM] = {12291, 1, 0, 1, 0, false, 1},
    [RM_ROTATION] = {12292, 1, 0, 1, 0, false, 1},
    [RM_VT_USED] = {12293, 1, 0, 0, 0, false, 1},
    [RM_VT_PRIM] = {12294, 2, 1, 400000, 20000, false, 1},
    [RM_VT_SEC] = {12296, 1, 60, 190, 100, false, 1},
    [RM_CT1_WAY] = {13568, 1, 0, 1, 0, false, 1},
    [RM_CT1_PHASE] = {13569, 1, 0, 0, 0, false, 1},
    [RM_CT2_WAY] = {13570, 1, 0, 1, 0, false, 1},
    [RM_CT2_PHASE] = {13571, 1, 1, 1, 1, false, 1},
    [RM_CT3_WAY] = {13572, 1, 0, 1, 0, false, 1},
    [RM_CT3_PHASE] = {13573, 1, 2, 2, 2, false, 1},
    [RM_CT4_WAY] = {13574, 1, 0, 1, 0, false, 1},
    [RM_CT4_PHASE] = {13575, 1, 3, 3, 3, false, 1},
    [RM_LOAD_ENABLED] = {13824, 1, 0, 1, 1, false, 1},
    [RM_LOAD_TYPE] = {13825, 1, 8, 9, 8, false, 1},
    [RM_I_NOM] = {13826, 1, 1, 2000, 100, false, 1000},
    [RM_NATURE] = {13836, 1, 0, 255, 0, false, 1},
    [RM_USAGE] = {13837, 1, 0, 255, 0, false, 1},
    [RM_LOAD2_ENABLED] = {13856, 1, 0, 0, 0, false, 1},
    [RM_LOAD3_ENABLED] = {13888, 1, 0, 0, 0, false, 1},
    [RM_LOAD4_ENABLED] = {13920, 1, 0, 0, 0, false, 1},
    [RM_WIN_INST] = {34816, 1, 1, 1, 1, true, 1},
    [RM_POWER_METHOD] = {34818, 1, 0, 1, 0, true, 1},
    [RM_PF_CONVENTION] = {34823, 1, 0, 1, 0, true, 1},
    [RM_LED_LOAD] = {34834, 1, 0, 0, 0, true, 1},
    [RM_LED_ENERGY] = {34835, 1, 0, 4, 0, true, 1},
    [RM_REFERENCE] = {42628, 1, 0, 0, 0, true, 1},
    [RM_DIP_PERCENT] = {42629, 1, 10, 100, 90, true, 1},
    [RM_DIP_HYST] = {42630, 1, 0, 20, 2, true, 1},
    [RM_SWELL_PERCENT] = {42631, 1, 100, 200, 110, true, 1},
    [RM_SWELL_HYST] = {42632, 1, 0, 20, 2, true, 1},
    [RM_INT_PERCENT] = {42633, 1, 1, 50, 10, true, 1},
    [RM_INT_HYST] = {42634, 1, 0, 20, 2, true, 1},
    [RM_INRUSH_PERCENT] = {42640, 1, 10, 2000, 120, true, 1},
    [RM_INRUSH_HYST] = {42641, 1, 0, 100, 2, true, 1},
    [RM_REACTIVE_METHOD] = {52352, 1, 0, 1, 0, false, 1},
    [RM_NEUTRAL_SOURCE] = {52353, 1, 0, 1, 0, false, 1},
    [RM_PULSE_WEIGHT] = {52357, 2, 1, 10000000, 1, false, 1},
    [RM_EVENT_STAMP] = {52363, 1, 0, 1, 0, false, 1},
    [RM_ADDRESS] = {57344, 1, 1, 247, 1, true, 1},
    [RM_BAUD] = {57345, 1, 0, 7, 5, true, 1},
    [RM_STOP_BITS] = {57346, 1, 0, 1, 0, true, 1},
    [RM_PARITY] = {57347, 1, 0, 2, 0, true, 1},
};

void rm_settings_initial(uint32_t values[RM_SETTINGS]) {
    for (int k = 0; k < RM_SETTINGS; ++k) values[k] = rm_setting_table[k].initial * rm_setting_table[k].unit;
}

uint32_t rm_settings_baud(uint32_t code) {
    static const uint32_t rates[8] = {1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200};
    return rates[code & 7];
}
