/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talker MODE: a program that speaks the bridge's messages on stdin and stdout, badly where MODE says how. It answers identify and, with nothing,
 * all the rest. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *mode;
static int is(const char *name) { return strcmp(mode, name) == 0; }

static uint32_t crc32(const uint8_t *bytes, size_t size) {
    uint32_t c = 0xFFFFFFFFu;
    for (size_t i = 0; i < size; ++i) {
        c ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
    }
    return ~c;
}

static void put32(uint8_t *at, uint32_t value) {
    for (int k = 0; k < 4; ++k) at[k] = (uint8_t)(value >> (8 * k));
}

static void send_reply(const uint8_t *head, uint8_t status, const uint8_t *payload, uint32_t size) {
    static uint8_t frame[200000];
    memcpy(frame, head, 12);
    if (is("wrong_message_version")) frame[3] = 9;
    frame[4] = (uint8_t)(head[4] | 0x80);
    if (is("wrong_type")) frame[4] = 0x84;
    if (is("sends_requests")) frame[4] = 4;
    frame[5] = status;
    if (is("wrong_sequence")) ++frame[6];
    put32(frame + 8, size);
    memcpy(frame + 12, payload, size);
    put32(frame + 12 + size, crc32(frame, 12 + size));
    fwrite(frame, 1, 12 + size + 4, stdout);
    fflush(stdout);
}

static void misbehave(void) {
    if (is("garbage")) fputs("Booting the meter ...\nMB\x01 ready\n", stdout);
    if (is("exits")) exit(3);
    if (is("silent"))
        for (;;) pause();
    if (is("flood"))
        for (;;) fputs("no message at all ", stdout);
    if (is("closes_stdout")) {
        fclose(stdout);
        for (;;) pause();
    }
    if (is("aborts")) {
        fputs("assertion failed: relay\n", stderr);
        abort();
    }
    if (is("noisy_stderr"))
        for (int k = 0; k < 20000; ++k) fprintf(stderr, "line %d\n", k);
    if (is("leaves_a_child") && fork() != 0) exit(0);
    if (is("leaves_a_child"))
        for (;;) pause();
}

int main(int argc, char **argv) {
    static uint8_t head[12], payload[70000];
    mode = argc > 1 ? argv[1] : "good";
    for (;;) {
        if (fread(head, 1, 12, stdin) != 12) return 0;
        uint32_t const size = head[8] | (uint32_t)head[9] << 8 | (uint32_t)head[10] << 16;
        if (size + 4 > sizeof payload || fread(payload, 1, size + 4, stdin) != size + 4) return 0;
        misbehave();
        if (is("too_long")) {
            send_reply(head, 0, payload, 70000);
        } else if (is("status")) {
            send_reply(head, 1, (const uint8_t *)"the relay is stuck\a", 19);
        } else if (head[4] == 1) {
            uint8_t id[128] = {0};
            put32(id, is("wrong_abi") ? 2 : 1);
            memcpy(id + 8, "Talker", 6);
            put32(id + 76, 9600);
            put32(id + 116, 1);
            put32(id + 120, 1);
            put32(id + 124, 19200);
            send_reply(head, 0, id, is("short_identity") ? 10 : sizeof id);
        } else {
            send_reply(head, 0, payload, is("talkative") ? 5 : 0);
            if (head[4] == 3 && is("slow_death")) {
                signal(SIGTERM, SIG_IGN);
                for (;;) pause();
            }
            if (head[4] == 3 && is("bad_end")) return 9;
        }
    }
}
