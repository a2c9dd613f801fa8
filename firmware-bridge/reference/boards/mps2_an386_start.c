/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From reset to main: vectors, the floating-point unit, data and zeroed memory. */
#include <stdint.h>

extern uint32_t rm_stack_top[];
extern uint32_t rm_data_load[], rm_data_begin[], rm_data_end[], rm_bss_begin[], rm_bss_end[];
int main(void);
void rm_reset(void);

/* A fault stops the processor where it is; the bench sees that no reply comes. */
static void stop(void) {
    for (;;) __asm volatile("wfi");
}

__attribute__((noreturn, used)) void rm_reset(void) {
    uint32_t volatile* const access = (uint32_t volatile*)0xE000ED88; /* CPACR: coprocessors 10 and 11 for all */
    *access |= 0xFu << 20;
    __asm volatile("dsb\n isb");
    uint32_t const* from = rm_data_load;
    for (uint32_t* to = rm_data_begin; to < rm_data_end;) *to++ = *from++;
    for (uint32_t* to = rm_bss_begin; to < rm_bss_end;) *to++ = 0;
    (void)main();
    for (;;) stop();
}

typedef void (*vector)(void);
__attribute__((section(".vectors"), used)) static const struct {
    uint32_t* stack;
    vector handlers[15];
} vectors = {rm_stack_top, {rm_reset, stop, stop, stop, stop, stop, 0, 0, 0, 0, stop, stop, 0, stop, stop}};
