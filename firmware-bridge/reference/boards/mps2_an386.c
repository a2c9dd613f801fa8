/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board of the image: Arm's MPS2 with a Cortex-M4F (application note AN386), as qemu-system-arm emulates it. CMSDK UART0 carries
 * messages, UART1 is the Modbus line (CMSDK, DDI0479, 4.3: DATA, STATE, CTRL, INTSTATUS, BAUDDIV). */
#include "firmware-bridge/reference/boards/board.h"
#include "firmware-bridge/reference/bridge/serve.h"

typedef struct {
    volatile uint32_t data, state, control, interrupt, divider;
} uart;

enum { TRANSMIT_FULL = 1, RECEIVE_FULL = 2 };                                  /* STATE */
enum { TRANSMIT = 1, RECEIVE = 2, RECEIVE_INTERRUPT = 8, FASTEST = 16 };       /* CTRL, BAUDDIV */
enum { RECEIVE_INTERRUPT_STATUS = 2, MESSAGES_RECEIVE = 0, LINE_RECEIVE = 2 }; /* INTSTATUS; lines of the interrupt controller */
enum { MESSAGES_INTERRUPT = 1 << MESSAGES_RECEIVE, LINE_INTERRUPT = 1 << LINE_RECEIVE };

static uart* const messages = (uart*)0x40004000;
static uart* const line = (uart*)0x40005000;

/* Interrupts are held off for ever: a byte that arrives makes its interrupt pending, and that alone ends the processor's sleep. Looking
 * again and again instead would keep the emulator from delivering the byte. */
static uint32_t volatile* const set_enable = (uint32_t volatile*)0xE000E100;
static uint32_t volatile* const clear_pending = (uint32_t volatile*)0xE000E280;

static void start(uart* u, int receive_interrupt) {
    __asm volatile("cpsid i");
    u->divider = FASTEST;
    u->control = TRANSMIT | RECEIVE | RECEIVE_INTERRUPT;
    *set_enable = 1u << receive_interrupt;
}

static uint8_t receive(uart* u) {
    while ((u->state & RECEIVE_FULL) == 0) __asm volatile("wfi");
    uint8_t const byte = (uint8_t)u->data;
    u->interrupt = RECEIVE_INTERRUPT_STATUS;
    *clear_pending = MESSAGES_INTERRUPT | LINE_INTERRUPT;
    return byte;
}

static void send(uart* u, uint8_t const* bytes, size_t size) {
    for (size_t k = 0; k < size; ++k) {
        while ((u->state & TRANSMIT_FULL) != 0) {
        }
        u->data = bytes[k];
    }
}

/* One meter, and it lives for ever. */
static _Alignas(8) uint8_t memory[64 * 1024];
static bool taken;

void* board_memory(size_t size) {
    if (taken || size > sizeof memory) return NULL;
    taken = true;
    return memory;
}

void board_release(void* released) {
    (void)released;
    taken = false;
}

size_t board_receive(uint8_t* to, size_t room) {
    size_t count = 0;
    do to[count++] = receive(messages);
    while (count < room && (messages->state & RECEIVE_FULL) != 0);
    return count;
}

void board_send(uint8_t const* bytes, size_t size) { send(messages, bytes, size); }
bool board_has_line(void) { return true; }

void board_line_receive(uint8_t* to, size_t size) {
    for (size_t k = 0; k < size; ++k) to[k] = receive(line);
}

void board_line_send(uint8_t const* bytes, size_t size) { send(line, bytes, size); }

int main(void) {
    start(messages, MESSAGES_RECEIVE);
    start(line, LINE_RECEIVE);
    for (;;) rm_serve(); /* a bench that says destroy may create anew */
}
