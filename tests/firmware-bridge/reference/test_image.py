#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference firmware as an image in qemu: test_image.py QEMU IMAGE PROGRAM. The same samples and the same requests go to the program that was
built for this machine with the same converters, and every reply must be the same, byte for byte."""
import math
import os
import struct
import sys

from bridge import LEDS, PULSES, SAVE, SCREEN, Emulator, Program, Source, expect, within

SKIPPED = 77


def session(meter):
    """Steady values and a dip; ends with everything that the meter tells."""
    meter.identify().create()
    source = Source(meter.scale, 49.7, 230.0, 10.0, math.acos(0.8), meter.bits)
    meter.write(57600, 1, 1, 2024, 0, 0, 0)
    meter.write(52357, 0, 1)
    meter.feed(source.samples(0.4))
    source.voltage[0] = 92.0
    meter.feed(source.samples(0.1))
    source.voltage[0] = 230.0
    meter.feed(source.samples(0.4))
    for first, count in ((18432, 92), (19840, 66), (36864, 37), (42240, 125), (42384, 46), (50000, 69), (12288, 9)):
        meter.words(first, count)
    meter.exchange(b"\x05\x03\x07\x2b\x00\x02\xb4\xf3")  # for another unit
    meter.modbus(b"\x2b\x0e\x01\x00")  # a function that it does not have
    for kind in (LEDS, PULSES, SCREEN, SAVE):
        meter.ask(kind)
    return meter.replies[1:]


def lines(replies):
    """Replies to requests on a line of its own come as a count and the bytes; only the bytes are there with both."""
    return [reply for reply in replies if len(reply) != 4]


def main(qemu, image, program):
    if not qemu:
        print("skipped: qemu-system-arm was not found; install the Debian package qemu-system-arm")
        sys.exit(SKIPPED)
    if not os.path.exists(image):
        print("skipped: there is no image; install the Debian packages gcc-arm-none-eabi and libnewlib-arm-none-eabi and configure again")
        sys.exit(SKIPPED)
    with Program(program) as meter:
        by_program = session(meter)
    with Emulator(qemu, image) as meter:
        by_image = session(meter)
        expect(meter.calls & 1 << 8, "the image has its Modbus line on a port of its own")
        within("V2 [V]", meter.read(18446) * 0.01, 230.0, 0.05)
        within("U23 [V]", meter.read(18454) * 0.01, 230.0 * math.sqrt(3.0), 0.1)
        within("f [Hz]", meter.read(36871) * 0.001, 49.7, 0.002)
        within("P3 [W]", meter.read(18492, signed=True), 1840.0, 2.0)
    here, there = lines(by_program), lines(by_image)
    expect(len(here) == len(there), f"{len(here)} replies of the program, {len(there)} of the image")
    for n, (a, b) in enumerate(zip(here, there)):
        expect(a == b, f"reply {n} differs: program {a.hex()}, image {b.hex()}")
    print(f"good: {len(here)} replies of program and image are the same, byte for byte")


main(*sys.argv[1:])
