/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "firmware-bridge/reference/meter/checksum.h"

uint16_t rm_crc16(uint8_t const* bytes, size_t size) {
    unsigned crc = 0xFFFF;
    for (size_t i = 0; i < size; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
    }
    return (uint16_t)crc;
}

/* The table of bytes is linear: each entry is that of its high four bits and that of its low four bits. */
#define ROW(high)                                                                                                                     \
    (high) ^ 0x00000000, (high) ^ 0x77073096, (high) ^ 0xEE0E612C, (high) ^ 0x990951BA, (high) ^ 0x076DC419, (high) ^ 0x706AF48F,     \
        (high) ^ 0xE963A535, (high) ^ 0x9E6495A3, (high) ^ 0x0EDB8832, (high) ^ 0x79DCB8A4, (high) ^ 0xE0D5E91E, (high) ^ 0x97D2D988, \
        (high) ^ 0x09B64C2B, (high) ^ 0x7EB17CBD, (high) ^ 0xE7B82D07, (high) ^ 0x90BF1D91

uint32_t rm_crc32(uint32_t so_far, uint8_t const* bytes, size_t size) {
    static const uint32_t table[256] = {ROW(0x00000000u), ROW(0x1DB71064u), ROW(0x3B6E20C8u), ROW(0x26D930ACu),
                                        ROW(0x76DC4190u), ROW(0x6B6B51F4u), ROW(0x4DB26158u), ROW(0x5005713Cu),
                                        ROW(0xEDB88320u), ROW(0xF00F9344u), ROW(0xD6D6A3E8u), ROW(0xCB61B38Cu),
                                        ROW(0x9B64C2B0u), ROW(0x86D3D2D4u), ROW(0xA00AE278u), ROW(0xBDBDF21Cu)};
    uint32_t crc = ~so_far;
    for (size_t i = 0; i < size; ++i) crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 255];
    return ~crc;
}
