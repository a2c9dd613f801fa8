#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many seconds of samples the reference firmware takes in a second, by hand (docs/performance.md): speed.py BIN_FOLDER [SECONDS]
The library is called directly, in blocks of 2000 frames; the program gets the same over its stdin; the image runs in qemu, for two seconds of samples."""
import ctypes
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


def told(what, seconds, taken):
    print(f"{what:<8} {seconds:6.0f} s of samples in {taken:7.3f} s: {seconds / taken:8.1f} x real time")


def library(path, samples, seconds):
    loaded = ctypes.CDLL(str(path))
    loaded.mb_firmware_api.restype = ctypes.POINTER(Api)
    api = loaded.mb_firmware_api(1).contents
    config = Config(ctypes.sizeof(Config), (ctypes.c_float * 3)(230.0, 100.0, 50.0))
    meter = api.create(ctypes.byref(config))
    address, _ = samples.buffer_info()
    begin = time.process_time()  # of this processor's time, whatever else runs
    for second in range(seconds):
        for at in range(0, RATE, 2000):
            frames = min(2000, RATE - at)
            block = Block(second * RATE + at, frames, address + 32 * at)
            if api.feed(meter, ctypes.byref(block)) != 0:
                sys.exit("the library refused samples")
    told("library", seconds, time.process_time() - begin)


def fed(what, meter, seconds):
    meter.identify().create()
    samples = Source(meter.scale, lag=0.6, bits=meter.bits).samples(1.0)
    begin = time.perf_counter()
    for _ in range(seconds):
        meter.feed(samples)
    told(what, seconds, time.perf_counter() - begin)


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
