#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for qemu-system-arm: connects to the sockets that its -serial options name and speaks the bridge's messages on the first; its Modbus
line is the second (message 14). The last word of the kernel's name says what it does wrong."""
import socket
import struct
import sys
import zlib

arguments = sys.argv[1:]
kernel = arguments[arguments.index("-kernel") + 1]
mode = kernel.rsplit("-", 1)[-1]
if mode == "refuses":
    sys.exit("Could not open kernel file")
paths = [arguments[n + 1].removeprefix("unix:") for n, word in enumerate(arguments) if word == "-serial"]
messages, line = (socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(2))
messages.connect(paths[0])
line.connect(paths[1])
stream = messages.makefile("rb")


def crc16(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return struct.pack("<H", crc)


def identity():
    uarts = 3 if mode == "uarts" else 1
    return struct.pack("<II32s32sII8fIIII", 1, 1 << 8, b"Emulated", b"", 0, 9600, *([0.0] * 8), 0, uarts, 5, 9600)


fed = 0
while True:
    head = stream.read(12)
    if len(head) < 12:
        break
    magic, protocol, version, kind, status, sequence, size = struct.unpack("<2sBBBBHI", head)
    payload = stream.read(size)
    assert stream.read(4) == struct.pack("<I", zlib.crc32(head + payload))
    reply = b""
    if kind == 1:
        reply = identity()
    elif kind == 4:
        fed += struct.unpack_from("<I", payload, 8)[0]
    elif kind == 14:
        port, count = struct.unpack("<II", payload)
        request = b""
        while len(request) < count:
            request += line.recv(count - len(request))
        answer = b""
        if count:
            answer = bytes([5, 3, 2]) + struct.pack(">H", fed & 0xFFFF)
            answer += crc16(answer)
            line.sendall(answer[:3] if mode == "short" else answer)
        reply = struct.pack("<I", len(answer))
    out = struct.pack("<2sBBBBHI", magic, protocol, version, kind | 0x80, 0, sequence, len(reply)) + reply
    messages.sendall(out + struct.pack("<I", zlib.crc32(out)))
