#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference firmware as a program: test_program.py PROGRAM PROGRAM_WITH_BUG"""
import math
import struct

import sys

from bridge import DESTROY, EXCHANGE, FEED, IDENTIFY, KEYS, OUTPUTS, SAVE, SCREEN, Program, Source, expect, frame, within

CENTIVOLT, MILLIAMPERE = 0.01, 0.001


def steady(meter, frequency, phase_angle):
    """Voltages, currents, powers and frequency against closed forms."""
    source = Source(meter.scale, frequency, 230.0, 10.0, phase_angle, meter.bits)
    meter.feed(source.samples(0.7))
    for n in range(3):
        within(f"V{n + 1} at {frequency} Hz [V]", meter.read(18444 + 2 * n) * CENTIVOLT, 230.0, 0.03)
        within(f"I{n + 1} [A]", meter.read(18458 + 2 * n) * MILLIAMPERE, 10.0, 0.002)
    within("U12 [V]", meter.read(18452) * CENTIVOLT, 230.0 * math.sqrt(3.0), 0.05)
    within("f [Hz]", meter.read(36871) * 0.001, frequency, 0.002)
    within("P [W]", meter.read(18476, signed=True), 6900.0 * math.cos(phase_angle), 2.0)
    within("Q [var]", meter.read(18478, signed=True), 6900.0 * math.sin(phase_angle), 2.0)
    within("PF", meter.read(18486, 1, signed=True) * 0.001, math.cos(phase_angle), 0.0006)


def dip(meter):
    """L1 at 40 % for ten cycles: the registers of the latest dip."""
    source = Source(meter.scale, bits=meter.bits)
    meter.write(57600, 1, 1, 2024, 0, 0, 0)
    meter.feed(source.samples(0.5))
    source.voltage[0] = 92.0
    meter.feed(source.samples(0.2))
    source.voltage[0] = 230.0
    meter.feed(source.samples(0.5))
    event = meter.words(42286, 46)
    expect(event[0] == 0 and event[1] == 2, f"a dip that is over, not {event[:2]}")
    start, end = (int.from_bytes(struct.pack(">4H", *event[k : k + 4]), "big") for k in (2, 6))
    within("the dip begins [ms since it was fed]", start - 757_382_400_000, 500, 20)
    within("the dip lasts [ms]", end - start, 217.5, 17.5)
    expect(event[11] == 0b101001, f"channels V1 U12 U31, not {event[11]:b}")
    within("residual voltage [%]", 100.0 * event[36] / event[26], 40.0, 0.2)


def errors(program):
    """Whatever arrives: a status and a sentence, or silence, and the next sound request is answered."""
    with Program(program) as meter:
        for kind in (FEED, EXCHANGE, SAVE, 200 & 0x7F, 0):
            meter.ask(kind, b"", good=False)  # there is no meter yet
        meter.ask(IDENTIFY, struct.pack("<I", 99), good=False)  # another version
        meter.identify().create()
        meter.ask(FEED, struct.pack("<QI", 5, 0), good=False)  # time has a gap
        meter.ask(FEED, struct.pack("<QI", 0, 2) + b"1234", good=False)
        meter.raw(b"noise MBMB" + frame(IDENTIFY, b"\1\0\0\0")[:-1] + b"\0")
        meter.raw(frame(IDENTIFY | 0x80) + frame(IDENTIFY, protocol=2) + frame(IDENTIFY, version=9))
        meter.identify()
        meter.modbus(struct.pack(">BHH", 3, 50000, 4))
        meter.ask(DESTROY)
        expect(meter.process.wait(10) == 0, "a program that was told to end, ends")


def power_cycle(program):
    """What was stored and what was counted survives; what was only set does not."""
    with Program(program) as meter:
        meter.identify().create()
        source = Source(meter.scale, current=50.0, bits=meter.bits)
        meter.write(13826, 160)  # rated current
        meter.write(58112, 1000)  # opens the lock
        meter.write(42633, 7)  # interruption threshold
        meter.write(57856, 161)  # stores
        meter.write(13826, 200)
        meter.feed(source.samples(1.0))
        energy = meter.words(19843, 12)
        flash = meter.ask(SAVE)
    expect(energy[2] > 0, "energy was counted")
    with Program(program) as meter:
        meter.identify().create(flash=flash)
        expect(meter.words(19843, 12) == energy, f"energies {meter.words(19843, 12)} after the power cut, {energy} before")
        expect(meter.read(13826, 1) == 160 and meter.read(42633, 1) == 7, "the settings that were stored are back")


def main(program, with_bug):
    with Program(program) as meter:
        meter.identify().create()
        steady(meter, 50.0, math.acos(0.8))
    with Program(program) as meter:
        meter.identify().create(frequency=60.0)
        steady(meter, 59.3, -math.pi / 3)
        meter.write(11285, 1)
        expect(meter.ask(OUTPUTS) == struct.pack("<I", 1), "the output is closed")
        first = meter.ask(SCREEN)
        expect(first[:8] == struct.pack("<II", 96, 48) and len(first) == 8 + 96 * 48 and set(first[8:]) == {0, 255}, "a screen of 96 x 48")
        meter.ask(KEYS, struct.pack("<I", 1))
        expect(meter.ask(SCREEN) != first, "key 0 shows the next page")
    with Program(program) as meter:
        meter.identify().create()
        dip(meter)
    errors(program)
    power_cycle(program)
    with Program(with_bug) as meter:
        meter.identify().create()
        meter.feed(Source(meter.scale, lag=math.acos(0.8), bits=meter.bits).samples(0.7))
        within("Q of the build with the bug [var]", meter.read(18478, signed=True), 1380.0, 2.0)
        within("Q2 of the build with the bug [var]", meter.read(18496, signed=True), -1380.0, 2.0)
    print("good")


main(*sys.argv[1:])
