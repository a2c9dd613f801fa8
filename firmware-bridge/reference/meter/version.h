/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the meter says of itself. */
#ifndef RM_VERSION_H
#define RM_VERSION_H

#ifndef REFERENCE_BUG
#define REFERENCE_BUG 0
#endif

#define RM_VENDOR "Meterbench"
#define RM_NAME "Reference R1"
#define RM_PRODUCT 1 /* not a number of the register family */
#define RM_VERSION_MAJOR 1
#define RM_VERSION_MINOR 0
#if REFERENCE_BUG == 0
#define RM_VERSION "1.0"
#else
#define RM_VERSION "1.0 with a bug"
#endif

#endif
