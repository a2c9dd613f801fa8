#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many seconds of samples the reference firmware takes in a second, by hand (docs/performance.md): speed.py BIN_FOLDER [SECONDS]
The library is called directly, in blocks of 2000 frames; the program gets the same over its stdin; the image runs in qemu, for two seconds of samples.
Both times are told: the processor's, which other programs do not lengthen much, and that of the clock on the wall."""
import ctypes
import os
import pathlib
import shutil
import sys
import time

from bridge import RATE, Emulator, Program, Source


class Block(ctypes.Structure):
    _fields_ = [("first", ctypes.c_uint64), ("frames", ctypes.c_uint32), ("samples", ctypes.c_void_p)]


class Config(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("values", ctypes.c_float * 3), ("seed", ctypes.c_uint32), ("flash", ctypes.c_void_p), ("flash_size", ctypes.c_size_t)]


CREATE = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(Config))
FEED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(Block))


class Api(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("version", ctypes.c_uint32), ("identify", ctypes.c_void_p), ("create", CREATE), ("destroy", ctypes.c_void_p), ("feed", FEED)]


def told(what, seconds, processor, wall):
    print(f"{what:<8} {seconds:4d} s of samples: {processor:7.3f} s of processor time, {seconds / processor:7.1f} x real time; {wall:7.3f} s, {seconds / wall:7.1f} x")


def processor_time(process):
    """Of another process, until now."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def library(path, samples, seconds):
    loaded = ctypes.CDLL(str(path))
    loaded.mb_firmware_api.restype = ctypes.POINTER(Api)
    api = loaded.mb_firmware_api(1).contents
    config = Config(ctypes.sizeof(Config), (ctypes.c_float * 3)(230.0, 100.0, 50.0))
    meter = api.create(ctypes.byref(config))
    address, _ = samples.buffer_info()
    begin = time.process_time(), time.perf_counter()
    for second in range(seconds):
        for at in range(0, RATE, 2000):
            frames = min(2000, RATE - at)
            block = Block(second * RATE + at, frames, address + 32 * at)
            if api.feed(meter, ctypes.byref(block)) != 0:
                sys.exit("the library refused samples")
    told("library", seconds, time.process_time() - begin[0], time.perf_counter() - begin[1])


def fed(what, meter, seconds):
    meter.identify().create()
    samples = Source(meter.scale, lag=0.6, bits=meter.bits).samples(1.0)
    begin = processor_time(meter.process), time.perf_counter()
    for _ in range(seconds):
        meter.feed(samples)
    told(what, seconds, processor_time(meter.process) - begin[0], time.perf_counter() - begin[1])


def main(folder, seconds="60"):
    folder = pathlib.Path(folder)
    library(folder.parent / "lib" / "libmb_reference_meter.so", Source([1 / 8192] * 4 + [1 / 2048] * 4, lag=0.6).samples(1.0), int(seconds))
    with Program(str(folder / "mb_reference_meter")) as meter:
        fed("program", meter, int(seconds))
    qemu = shutil.which("qemu-system-arm")
    if qemu:
        with Emulator(qemu, str(folder / "mb_reference_meter.elf")) as meter:
            fed("image", meter, 2)


main(*sys.argv[1:])
