/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench's messages, each turned into a call of abi.h. */
#ifndef RM_SERVE_H
#define RM_SERVE_H

/* Until the bench is gone or says destroy. */
void rm_serve(void);

#endif
