#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes resources/recordings/dip.cfg and dip.dat: a COMTRADE 1999 recording of ours, so that a fresh clone has something to play.

230/400 V, 50 Hz, 16 cycles at 6400 Hz, currents of 60 A lagging by 30 degrees, fifth and seventh harmonics; phases a and b dip to 62 %
for three cycles from the middle of the fifth. Usage: make_recording.py FOLDER
"""
import math
import pathlib
import struct
import sys

RATE, FREQUENCY, CYCLES = 6400, 50.0, 16
DIP_BEGIN, DIP_END, DIP_LEVEL = 4.5 / FREQUENCY, 7.5 / FREQUENCY, 0.62
VOLT_PER_COUNT, AMPERE_PER_COUNT = 0.02, 0.01


def voltage(phase, t):
    angle = 2 * math.pi * (FREQUENCY * t - phase / 3)
    level = DIP_LEVEL if phase < 2 and DIP_BEGIN <= t < DIP_END else 1.0
    return level * 230.0 * math.sqrt(2) * (math.sin(angle) + 0.02 * math.sin(5 * angle) + 0.01 * math.sin(7 * angle))


def current(phase, t):
    angle = 2 * math.pi * (FREQUENCY * t - phase / 3) - math.radians(30)
    return 60.0 * math.sqrt(2) * (math.sin(angle) + 0.06 * math.sin(5 * angle) + 0.03 * math.sin(7 * angle))


def neutral_voltage(t):
    return 1.5 * math.sqrt(2) * math.sin(2 * math.pi * FREQUENCY * t)


def neutral_current(t):
    return sum(current(phase, t) for phase in range(3))


def main():
    folder = pathlib.Path(sys.argv[1])
    channels = []
    for number in range(4):
        channels.append((f"I{number + 1}", "ABCN"[number], "A", AMPERE_PER_COUNT))
    for number in range(4):
        channels.append((f"U{number + 1}", "ABCN"[number], "V", VOLT_PER_COUNT))
    total = int(RATE / FREQUENCY * CYCLES)
    lines = ["Meterbench,synthesized,1999", "8,8A,0D"]
    for number, (name, phase, unit, scale) in enumerate(channels, 1):
        lines.append(f"{number},{name},{phase},,{unit},{scale},0,0,-32767,32767,1,1,P")
    lines += ["50", "1", f"{RATE},{total}", "01/01/2024,00:00:00.000000", "01/01/2024,00:00:00.090000", "BINARY", "1"]
    (folder / "dip.cfg").write_bytes(("\r\n".join(lines) + "\r\n").encode("ascii"))
    with open(folder / "dip.dat", "wb") as data:
        for n in range(total):
            t = n / RATE
            amperes = [current(p, t) for p in range(3)] + [neutral_current(t)]
            volts = [voltage(p, t) for p in range(3)] + [neutral_voltage(t)]
            counts = [round(a / AMPERE_PER_COUNT) for a in amperes] + [round(v / VOLT_PER_COUNT) for v in volts]
            data.write(struct.pack("<II8h", n + 1, round(t * 1e6), *counts))


if __name__ == "__main__":
    main()
