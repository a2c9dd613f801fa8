/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board of the shared library: memory, and nothing else. */
#include <stdlib.h>

#include "firmware-bridge/reference/boards/board.h"

void* board_memory(size_t size) { return malloc(size); }
void board_release(void* memory) { free(memory); }
