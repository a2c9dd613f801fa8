/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board of the program: messages over stdin and stdout. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "firmware-bridge/reference/boards/board.h"
#include "firmware-bridge/reference/bridge/serve.h"

void* board_memory(size_t size) { return malloc(size); }
void board_release(void* memory) { free(memory); }

size_t board_receive(uint8_t* to, size_t room) {
    for (;;) {
        ssize_t const got = read(STDIN_FILENO, to, room);
        if (got >= 0) return (size_t)got;
        if (errno != EINTR) return 0;
    }
}

void board_send(uint8_t const* bytes, size_t size) {
    while (size > 0) {
        ssize_t const sent = write(STDOUT_FILENO, bytes, size);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) exit(1); /* the bench is gone */
        bytes += sent;
        size -= (size_t)sent;
    }
}

bool board_has_line(void) { return false; }
void board_line_receive(uint8_t* to, size_t size) { (void)to, (void)size; }
void board_line_send(uint8_t const* bytes, size_t size) { (void)bytes, (void)size; }

int main(void) {
    rm_serve();
    return 0;
}
