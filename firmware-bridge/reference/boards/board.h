/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a board is to the bridge. Three boards are built from the same meter:
 *   host_library.c  memory only: the bench calls the meter through abi.h
 *   host_program.c  a program: messages over stdin and stdout
 *   mps2_an386.c    Cortex-M4F without an operating system: messages over UART0, the Modbus line is UART1
 */
#ifndef RM_BOARD_H
#define RM_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory for one meter, once at its power-up; NULL: there is no more. Boards without a heap have room for one. */
void* board_memory(size_t size);
void board_release(void* memory);

/* Messages of the bench. Receive waits for at least one byte; 0: the bench is gone. Send takes all. */
size_t board_receive(uint8_t* to, size_t room);
void board_send(uint8_t const* bytes, size_t size);

/* Whether the Modbus line is a line of its own, and its bytes: receive waits for all `size`. */
bool board_has_line(void);
void board_line_receive(uint8_t* to, size_t size);
void board_line_send(uint8_t const* bytes, size_t size);

#endif
